"""Reading request bodies without trusting them."""

import json
from typing import Any
from urllib.parse import parse_qsl

from starlette.requests import Request

from bot.playground.errors import ApiError
from bot.playground.limits import Json
from bot.playground.typed_text import clean

MOST_BYTES = 4 * 1024 * 1024


async def read_bytes(request: Request, most: int = MOST_BYTES) -> bytes:
    """The body; raises ApiError (status 413) if it is larger than `most` bytes."""
    parts, size = [], 0
    async for part in request.stream():
        size += len(part)
        if size > most:
            raise ApiError("request_too_large", status=413)
        parts.append(part)
    return b"".join(parts)


def parse_object(raw: bytes) -> Json:
    """A JSON object, half characters cleaned; raises ApiError("invalid_json")."""
    try:
        value: Any = json.loads(raw.decode("utf-8", "replace"))
        if not _encodable(raw):
            value = json.loads(clean(json.dumps(value, ensure_ascii=False)))
    except (ValueError, RecursionError) as error:
        raise ApiError("invalid_json") from error
    if not isinstance(value, dict):
        raise ApiError("invalid_json")
    return value


def parse_form(raw: bytes) -> dict[str, str]:
    pairs = parse_qsl(raw.decode("utf-8", "replace"), keep_blank_values=True, errors="replace")
    return dict(pairs)


def _encodable(raw: bytes) -> bool:
    # Only an escape such as \ud800 can smuggle half a character into valid UTF-8.
    return b"\\u" not in raw
