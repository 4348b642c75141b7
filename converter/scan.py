"""Finds where the values of a large JSON file lie, without parsing them.

One broken automation in a bundle must not take the others with it, so the file is first cut into
its values by looking at quotes and brackets only; each value is then parsed on its own. Memory
stays that of one value, and depth costs nothing because nothing recurses.
"""

import re
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from mmap import mmap

Text = bytes | mmap

_SPACE = re.compile(rb"[ \t\n\r]*")
# Possessive: a string of 10 MB would otherwise cost a gigabyte of saved states to go back to.
_STRING = re.compile(rb'"(?:[^"\\]++|\\.)*+"', re.DOTALL)
# Runs over strings and plain text to the next bracket; possessive, so it never backtracks.
_TO_BRACKET = re.compile(rb'(?:[^"\[\]{}]++|"(?:[^"\\]++|\\.)*+")*+([\[\]{}])', re.DOTALL)
_CONSTANT = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+"|(NaN|-?Infinity)', re.DOTALL)
_SCALAR = re.compile(rb"[^,\]}\[{\"\s]+")


class Malformed(ValueError):
    """The text is no JSON; ``offset`` is the byte where that shows."""

    def __init__(self, offset: int) -> None:
        super().__init__(f"not JSON at byte {offset}")
        self.offset = offset


@dataclass(frozen=True, slots=True)
class Span:
    """A value's bytes, [start, end), and how deeply it is nested at most."""

    start: int
    end: int
    depth: int


def skip_space(text: Text, at: int) -> int:
    match = _SPACE.match(text, at)
    return match.end() if match else at


def value_at(text: Text, at: int) -> Span:
    """The span of the value that starts at ``at``. Raises Malformed."""
    first = text[at : at + 1]
    if first == b'"':
        match = _STRING.match(text, at)
        if match is None:
            raise Malformed(at)
        return Span(at, match.end(), 0)
    if first not in (b"{", b"["):
        match = _SCALAR.match(text, at)
        if match is None:
            raise Malformed(at)
        return Span(at, match.end(), 0)
    depth = deepest = 0
    position = at
    while (match := _TO_BRACKET.match(text, position)) is not None:
        position = match.end()
        if match[1] in b"{[":
            depth += 1
            deepest = max(deepest, depth)
        else:
            depth -= 1
            if depth == 0:
                return Span(at, position, deepest)
    raise Malformed(len(text))


def constant_in(text: bytes) -> int:
    """Where the first NaN or Infinity stands, which Python reads and JSON does not have; else 0."""
    return next((m.start(1) for m in _CONSTANT.finditer(text) if m[1]), 0)


def elements(text: Text, at: int) -> Generator[Span, None, int]:
    """The spans of an array's elements; ``at`` is its opening bracket. Gives the array's end.

    Raises Malformed.
    """
    at = skip_space(text, at + 1)
    if text[at : at + 1] == b"]":
        return at + 1
    while True:
        span = value_at(text, at)
        yield span
        at = skip_space(text, span.end)
        mark = text[at : at + 1]
        if mark == b"]":
            return at + 1
        if mark != b",":
            raise Malformed(at)
        at = skip_space(text, at + 1)


def array_at(text: Text, at: int) -> tuple[tuple[Span, ...], Span]:
    """Every element of an array, and the array itself. Raises Malformed."""
    found: list[Span] = []
    walk = elements(text, at)
    while True:
        try:
            found.append(next(walk))
        except StopIteration as end:
            deepest = max((span.depth for span in found), default=0)
            return tuple(found), Span(at, end.value, deepest + 1)


def members(text: Text, at: int, value: Callable[[Span, int], Span]) -> Iterator[tuple[Span, Span]]:
    """The spans of an object's keys and values; ``at`` is its opening brace. Raises Malformed.

    ``value`` gives the span of the value of a key, from where it starts.
    """
    at = skip_space(text, at + 1)
    if text[at : at + 1] == b"}":
        return
    while True:
        if text[at : at + 1] != b'"':
            raise Malformed(at)
        key = value_at(text, at)
        at = skip_space(text, key.end)
        if text[at : at + 1] != b":":
            raise Malformed(at)
        span = value(key, skip_space(text, at + 1))
        yield key, span
        at = skip_space(text, span.end)
        mark = text[at : at + 1]
        if mark == b"}":
            return
        if mark != b",":
            raise Malformed(at)
        at = skip_space(text, at + 1)
