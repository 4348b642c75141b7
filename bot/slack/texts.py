"""The bot's own sentences in Slack, from the TOML files beside this one, side by side in French
and English.

``plain`` is for plain_text and rich_text objects, ``mrkdwn`` for mrkdwn objects: there every
parameter is made harmless first, so that only the sentence itself can carry formats.
"""

from functools import cache
from pathlib import Path

from bot.slack.mrkdwn import neutral
from bot.words import Texts
from converter.report.model import Language

FILES = tuple(sorted(Path(__file__).parent.glob("*.toml")))

Value = str | int


@cache
def catalogue() -> Texts:
    return Texts(*FILES)


def plain(language: Language, key: str, /, **params: Value) -> str:
    """The sentence ``key``; KeyError where no such sentence exists."""
    return catalogue().say(key, language, **params)


def mrkdwn(language: Language, key: str, /, **params: Value) -> str:
    """The sentence ``key`` for a mrkdwn object; a parameter cannot make a mention or a format."""
    safe = {name: neutral(v) if isinstance(v, str) else v for name, v in params.items()}
    return catalogue().say(key, language, **safe)
