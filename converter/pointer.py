"""JSON Pointers (RFC 6901) and the leaves of a JSON value."""

import re
from collections.abc import Iterator
from typing import Any


def escape(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1") if "~" in token or "/" in token else token


def join(base: str, *tokens: str | int) -> str:
    return base + "".join(f"/{t}" if isinstance(t, int) else f"/{escape(t)}" for t in tokens)


_AUTOMATION = re.compile(r"^/(?:automations|campaigns)/\d+|^/\d+")


def below(pointer: str) -> str:
    """A pointer into a file as one into its automation, whose own place changes from export to
    export: “/emails/0/delay”."""
    return _AUTOMATION.sub("", pointer)


def email_of(pointer: str) -> str:
    """The pointer of the classic e-mail that ``pointer`` leads into; else an empty text."""
    head, mark, rest = pointer.partition("/emails/")
    return head + mark + rest.partition("/")[0] if mark else ""


ONE_ROW = frozenset({"_links", "report_summary"})
"""Containers that count as one leaf: they describe, they configure nothing."""


def leaves(value: object, base: str, pattern: str = "") -> Iterator[tuple[str, str, object]]:
    """Every leaf as (pointer, pattern, value); an empty container is a leaf.

    ``pattern`` is the dotted path with ``*`` for a place in a list. Walks without recursion.
    """
    if not value or not isinstance(value, dict | list):
        yield base, pattern, value
        return
    frames = [(_children(value), base, _below(value, pattern))]
    while frames:
        children, pointer, prefix = frames[-1]
        for key, child in children:
            if key.__class__ is int:
                at, path = f"{pointer}/{key}", prefix
            elif key in ONE_ROW:
                yield f"{pointer}/{key}", prefix + key, None
                continue
            else:
                at, path = f"{pointer}/{escape(key)}", prefix + key
            if child and isinstance(child, dict | list):
                frames.append((_children(child), at, _below(child, path)))
                break
            yield at, path, child
        else:
            frames.pop()


def _children(value: dict[str, object] | list[object]) -> Iterator[tuple[Any, object]]:
    return iter(value.items()) if isinstance(value, dict) else iter(enumerate(value))


def _below(value: dict[str, object] | list[object], path: str) -> str:
    """What the pattern of each child starts with; in a list it is the whole pattern."""
    if isinstance(value, list):
        return f"{path}.*"
    return f"{path}." if path else ""
