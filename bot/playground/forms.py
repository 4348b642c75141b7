"""What Slack's client checks in a form before the bot sees it."""

import re
from collections.abc import Callable
from typing import Any

from bot.playground.elements import Element, elements_of
from bot.playground.limits import Json
from bot.playground.notices import notice
from bot.playground.records import Values

_MAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+", re.IGNORECASE)


def form_errors(blocks: list[Json], values: Values, locale: str) -> dict[str, str]:
    """The errors of a filled form by block_id, in the person's language; empty if it may go."""
    errors = {}
    for element in elements_of(blocks):
        if element.is_input:
            value = values[element.block_id][element.action_id].get(element.value_key or "")
            error = _error(element, value, locale)
            if error:
                errors[element.block_id] = error
    return errors


def _error(element: Element, value: Any, locale: str) -> str | None:
    if value in (None, "", []):
        optional = element.block.get("optional") is True
        return None if optional else notice("required_field", locale)
    check = _CHECKS.get(element.kind)
    return check(element.json, value, locale) if check else None


def _text(element: Json, value: str, locale: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return notice("too_short", locale, count=least)
    if len(value) > most:
        return notice("too_long", locale, count=most)
    return None


def _number(element: Json, value: str, locale: str) -> str | None:
    whole = element.get("is_decimal_allowed") is not True
    if not re.fullmatch(r"[+-]?\d+" if whole else r"[+-]?\d+(\.\d+)?", value, re.ASCII):
        return notice("not_a_number", locale)
    low, high = element.get("min_value"), element.get("max_value")
    if low is not None and float(value) < float(low):
        return notice("number_too_low", locale, count=low)
    if high is not None and float(value) > float(high):
        return notice("number_too_high", locale, count=high)
    return None


def _mail(_element: Json, value: str, locale: str) -> str | None:
    return None if _MAIL.fullmatch(value) else notice("not_an_email", locale)


def _url(_element: Json, value: str, locale: str) -> str | None:
    return None if _URL.fullmatch(value) else notice("not_a_url", locale)


_CHECKS: dict[str, Callable[[Json, str, str], str | None]] = {
    "plain_text_input": _text,
    "number_input": _number,
    "email_text_input": _mail,
    "url_text_input": _url,
}
