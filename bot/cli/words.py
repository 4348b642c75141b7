"""The command line's language, and its texts."""

from collections.abc import Sequence

from bot.settings import tongue
from bot.words import Texts, texts
from converter.report.model import Language


def said() -> Texts:
    return texts("cli")


def chosen_language(arguments: Sequence[str]) -> Language:
    """--lang where it is given, so that even errors and help follow it; else the environment's."""
    for i, argument in enumerate(arguments):
        name, _, value = argument.partition("=")
        if name == "--lang":
            value = value or (arguments[i + 1] if i + 1 < len(arguments) else "")
            if value in ("en", "fr"):
                return value  # type: ignore[return-value]
    return tongue()
