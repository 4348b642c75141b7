"""Pages and partial answers, by the rules of the API."""

from collections.abc import Mapping
from typing import Any, TypeAlias

Json: TypeAlias = Any
COUNT = 10
MOST = 1000


def page(
    items: list[dict[str, Json]], listed: str, query: Mapping[str, str], **beside: Json
) -> dict[str, Json]:
    """``count`` (10 by default, at most 1,000) items from ``offset`` on."""
    count = min(_number(query.get("count"), COUNT), MOST)
    offset = _number(query.get("offset"), 0)
    return {**beside, listed: items[offset : offset + count], "total_items": len(items)}


def partial(answer: dict[str, Json], query: Mapping[str, str]) -> dict[str, Json]:
    """With the ``fields`` alone, or without the ``exclude_fields``; dots lead into objects and into
    each item of a list."""
    wanted = _paths(query.get("fields"))
    unwanted = _paths(query.get("exclude_fields"))
    if wanted:
        answer = _only(answer, wanted)
    return _without(answer, unwanted) if unwanted else answer


def _number(text: str | None, default: int) -> int:
    return int(text) if text is not None and text.isascii() and text.isdigit() else default


def _paths(text: str | None) -> list[list[str]]:
    return [path.split(".") for path in (text or "").split(",") if path]


def _only(value: Json, paths: list[list[str]]) -> Json:
    if isinstance(value, list):
        return [_only(item, paths) for item in value]
    if not isinstance(value, dict) or [] in paths:
        return value
    kept = {}
    for key, inner in value.items():
        below = [path[1:] for path in paths if path and path[0] == key]
        if below:
            kept[key] = _only(inner, below)
    return kept


def _without(value: Json, paths: list[list[str]]) -> Json:
    if isinstance(value, list):
        return [_without(item, paths) for item in value]
    if not isinstance(value, dict):
        return value
    kept = {}
    for key, inner in value.items():
        below = [path[1:] for path in paths if path and path[0] == key]
        if [] not in below:
            kept[key] = _without(inner, below) if below else inner
    return kept
