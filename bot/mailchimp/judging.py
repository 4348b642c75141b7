"""What an answer other than a success means, as far as Mailchimp's documentation says it.

Errors come as ``application/problem+json`` with ``title``, ``status`` and ``detail``:
https://mailchimp.com/developer/marketing/docs/errors/
"""

from __future__ import annotations

import json
from dataclasses import dataclass

from bot.lazily import httpx
from bot.mailchimp.credentials import Credentials
from bot.mailchimp.errors import (
    AccountClosed,
    Busy,
    Forbidden,
    KeyRefused,
    MailchimpError,
    NotFound,
    Refused,
    Unavailable,
)
from converter.language import shorten

SHOWN = 300
"""Characters of Mailchimp's own explanation."""


@dataclass(frozen=True, slots=True)
class Again:
    """It may work later; ``error`` is for whoever has no patience left. ``seconds``: what
    Retry-After asks for."""

    error: Busy | Unavailable
    seconds: float | None = None


def judged(
    response: httpx.Response,
    body: bytes,
    place: str,
    credentials: Credentials,
    asked: float | None,
) -> MailchimpError | Again:
    status = response.status_code
    problem = _problem(body)
    title, detail = problem.get("title", ""), problem.get("detail", "")
    detail = shorten(detail.replace(credentials.secret, "…"), SHOWN) or title or str(status)
    if status == 429:
        return Again(Busy("too_many", status, place=place), asked)
    if status == 403 and not problem:
        # At high volume the edge in front of the API turns requests away, without a word.
        return Again(Busy("turned_away", status, place=place), asked)
    if status >= 500 or status in (408, 425):
        return Again(Unavailable("fault", status, place=place, status=str(status)), asked)
    if status == 401:
        key = "key_invalid" if credentials.kind == "key" else "token_revoked"
        return KeyRefused(key, status)
    if status == 403:
        return _forbidden(title, detail, place, credentials)
    if status == 404:
        return NotFound("not_found", status, place=place)
    if response.is_redirect:
        return Refused("redirected", status, place=place)
    return Refused("refused", status, place=place, status=str(status), detail=detail)


def _forbidden(title: str, detail: str, place: str, credentials: Credentials) -> MailchimpError:
    said = f"{title} {detail}".lower()
    if "datacenter" in said:
        return KeyRefused("wrong_datacentre", 403, datacentre=credentials.datacentre)
    if "disabled" in title.lower() or "deactivated" in said:
        return AccountClosed("closed", 403, detail=detail)
    return Forbidden("forbidden", 403, place=place, detail=detail)


def _problem(body: bytes) -> dict[str, str]:
    """The texts of a problem document; empty where it is none."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return {}
    if not isinstance(value, dict) or "status" not in value:
        return {}
    return {key: str(text) for key, text in value.items() if isinstance(text, str | int)}
