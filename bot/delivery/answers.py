"""What Slack's answer to a call means for whoever has to get it done. Pure."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite
from typing import Any

LONGEST_WAIT = 3600.0
_NO_RETRY_AFTER = 5.0
_LIMITED = frozenset({"ratelimited", "rate_limited"})
# Of these Slack says that some of it may have been done; the others are certainly not.
_UNSURE = frozenset({"internal_error", "fatal_error", "service_unavailable"})
_LATER = frozenset({"request_timeout", "team_added_to_org"})
_CODE = re.compile(r"[a-z][a-z0-9_-]{1,80}")
_USED = ("ok", "ts", "channel", "error", "message_ts", "file_id", "upload_url", "needed")


@dataclass(frozen=True)
class Taken:
    """Slack did it, and answered ``response``."""

    response: Mapping[str, Any]


@dataclass(frozen=True)
class Refused:
    """Slack did not do it, and would not the next time. ``response`` holds its ``error``."""

    response: Mapping[str, Any]

    @property
    def error(self) -> str:
        return str(self.response["error"])


@dataclass(frozen=True)
class Limited:
    """Slack did not do it, and asks to wait."""

    seconds: float


@dataclass(frozen=True)
class Unreached:
    """Slack did not do it: it was not reached, or not ready. ``why`` holds no word of the call."""

    why: str


@dataclass(frozen=True)
class Unclear:
    """Slack may have done it. ``why`` holds no word of the call."""

    why: str


Answer = Taken | Refused | Limited | Unreached | Unclear


def of_api(status: int, headers: Mapping[str, Any], data: object) -> Answer:
    """The answer of a Web API method: HTTP status, headers, JSON read."""
    body = data if isinstance(data, Mapping) else {}
    error = body.get("error")
    if status == 429 or error in _LIMITED:
        return Limited(_seconds(headers))
    if status >= 500:
        return Unclear(f"HTTP {status}")
    if body.get("ok") is True:
        return Taken(dict(body))
    if not isinstance(error, str) or not _CODE.fullmatch(error):
        return Unclear(f"no answer of Slack's (HTTP {status})")
    if error in _UNSURE:
        return Unclear(error)
    return Unreached(error) if error in _LATER else Refused(dict(body))


def of_response_url(status: int, headers: Mapping[str, Any], text: str) -> Answer:
    """The answer of a response_url: HTTP status, headers, body."""
    if status == 200:
        return Taken({"ok": True})
    if status == 429:
        return Limited(_seconds(headers))
    if status >= 500:
        return Unclear(f"HTTP {status}")
    code = _code_in(text)
    return Refused({"ok": False, "error": code if _CODE.fullmatch(code) else f"http_{status}"})


def useful(body: Mapping[str, Any]) -> dict[str, Any]:
    """The few fields of an answer that listeners use: no text of anybody."""
    kept = {key: body[key] for key in _USED if isinstance(body.get(key), str | bool)}
    view, files = body.get("view"), body.get("files")
    if isinstance(view, Mapping):
        kept["view"] = {key: view[key] for key in ("id", "hash") if key in view}
    if isinstance(files, list):
        kept["files"] = [{"id": file.get("id")} for file in files if isinstance(file, Mapping)]
    return kept


def _code_in(text: str) -> str:
    """The code that a response_url answers, as it is or as JSON."""
    try:
        read = json.loads(text)
    except ValueError:
        return text.strip()
    return str(read.get("error")) if isinstance(read, dict) else ""


def _seconds(headers: Mapping[str, Any]) -> float:
    given = next((headers[name] for name in headers if name.lower() == "retry-after"), None)
    if isinstance(given, list):
        given = given[0] if given else None
    try:
        seconds = float(str(given))
    except ValueError:
        return _NO_RETRY_AFTER
    return min(max(seconds, 1.0), LONGEST_WAIT) if isfinite(seconds) else _NO_RETRY_AFTER
