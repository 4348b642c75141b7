"""Slack's own lines, in the language of the person who sees them."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any


@cache
def _texts() -> dict[str, Any]:
    return tomllib.loads(Path(__file__).with_name("notices.toml").read_text(encoding="utf-8"))


def notice(name: str, locale: str, **values: object) -> str:
    """The line `name` of `notices.toml` in the language of `locale` ("fr-FR" or "en-US")."""
    return str(_texts()[name][locale[:2]]).format(**values)


def refusal(code: str) -> dict[str, str]:
    """Both languages of a refusal, `{"en": …, "fr": …}`."""
    return dict(_texts()["refusals"][code])
