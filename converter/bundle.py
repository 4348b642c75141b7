"""Reads a bundle: one JSON file with automations, one at a time, however large the file.

A single ``{"automation": …, "emails": …}`` object is a bundle of one, and so is a bare list of
such objects. Nothing here raises for what stands in the file: what cannot be read becomes an
entry of kind ``broken`` with its reason.
"""

import json
import mmap
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Literal

from converter.findings import Finding, Param, json_type, json_type_named, problem
from converter.scan import (
    Malformed,
    Span,
    Text,
    array_at,
    constant_in,
    elements,
    members,
    skip_space,
    value_at,
)
from converter.unicode import whole, whole_text

MOST_BYTES = 50 * 1024 * 1024
MOST_DEPTH = 100
LISTS = ("automations", "campaigns")
_HALF = re.compile(rb"\\u[dD][89a-fA-F]")
_BOM = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Entry:
    """``value`` is parsed JSON; a ``broken`` entry has ``finding`` instead. ``size`` in bytes."""

    kind: Literal["automation", "campaign", "broken"]
    index: int
    base: str
    value: object = None
    finding: Finding | None = None
    size: int = 0
    name: str | None = None
    """What to call an entry that shows neither id nor title."""


@dataclass(slots=True)
class Bundle:
    """``plan`` as the file states it. ``entries`` may be called more than once."""

    path: Path
    name: str
    """What the file is called in sentences."""
    plan: str | None = None
    pricing: str | None = None
    """``account.pricing_plan_type``: monthly, pay_as_you_go or forever_free."""
    timezone: str | None = None
    """``account.account_timezone``, an IANA name; dates are told in it."""
    fault: Finding | None = None
    """Why the file as a whole cannot be read."""
    _lists: list[tuple[str, Span]] = field(default_factory=list)
    _single: Span | None = None
    _elements: dict[int, tuple[Span, ...]] = field(default_factory=dict)
    """The elements of a list, by where it starts: so that they are looked for only once."""

    def entries(self, share: int = 0, of: int = 1) -> Iterator[Entry]:
        """Every entry in the order of the file; with ``of`` processes at work, each ``of``-th
        one from number ``share`` on. What is somebody else's share is not parsed."""
        for number, make in enumerate(self._makers()):
            if number % of == share:
                yield make()

    def _makers(self) -> Iterator[Callable[[], Entry]]:
        if self.fault is not None:
            yield partial(Entry, "broken", 0, "", finding=self.fault, name=self.name)
            return
        with _text(self.path) as text:
            if self._single is not None:
                yield partial(_entry, text, self._single, "automation", 0, "")
                return
            for key, span in self._lists:
                base = f"/{key}" if key else ""
                kind: Literal["automation", "campaign"] = (
                    "campaign" if key == "campaigns" else "automation"
                )
                yield from _listed(text, span, kind, base, self._elements.get(span.start))


def read_bundle(path: Path, name: str | None = None) -> Bundle:
    """Looks at the outline of a file. Raises nothing: see ``Bundle.fault``."""
    bundle = Bundle(path, whole_text(name or path.name))
    try:
        with _text(path) as text:
            _outline(bundle, text)
    except FileNotFoundError:
        bundle.fault = _fault("file_missing", bundle.name)
    except (OSError, ValueError) as error:
        if isinstance(error, Malformed):
            with _text(path) as text:
                bundle.fault = _not_json(text, error.offset, bundle.name)
        elif isinstance(error, UnicodeDecodeError):
            bundle.fault = _fault("not_utf8", bundle.name)
        else:
            bundle.fault = _fault("file_missing", bundle.name)
    return bundle


@contextmanager
def _text(path: Path) -> Iterator[Text]:
    if path.stat().st_size == 0:
        yield b""
        return
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as mapped:
        yield mapped


def _outline(bundle: Bundle, text: Text) -> None:
    at = skip_space(text, 3 if text[:3] == _BOM else 0)
    if at == len(text):
        bundle.fault = _fault("empty_file", bundle.name)
        return
    if text[at : at + 2] in (b"\xff\xfe", b"\xfe\xff"):
        bundle.fault = _fault("not_utf8", bundle.name)
        return
    if text[at : at + 1] != b"{":
        whole = value_at(text, at)
        _nothing_after(text, whole.end)
        if text[at : at + 1] == b"[":
            bundle._lists.append(("", whole))
        else:
            value, finding = _parsed(text, whole, "")
            if finding is not None:
                raise Malformed(at)
            bundle.fault = _fault("not_object", bundle.name, found=json_type(value))
        return
    found: dict[str, Span] = {}
    last, deepest = at + 1, 0
    for key, span in members(text, at, partial(_value, bundle, text)):
        found[_key(text, key)] = span
        last, deepest = span.end, max(deepest, span.depth)
    end = skip_space(text, last) + 1
    _nothing_after(text, end)
    if "automations" in found or "campaigns" in found:
        for name in LISTS:
            if name in found and not _is_null(text, found[name]):
                bundle._lists.append((name, found[name]))
        bundle.plan = _string(text, found.get("plan"))
        account = _object(text, found.get("account"))
        bundle.pricing = _named(account, "pricing_plan_type")
        bundle.timezone = _named(account, "account_timezone")
    elif "automation" in found or "emails" in found:
        bundle._single = Span(at, end, deepest + 1)
        bundle.plan = _string(text, found.get("plan"))
    else:
        bundle.fault = _fault("no_automations_key", bundle.name)


def _value(bundle: Bundle, text: Text, key: Span, at: int) -> Span:
    """The span of a key's value; the elements of a list are remembered on the way."""
    if text[at : at + 1] == b"[" and _key(text, key) in LISTS:
        try:
            found, whole = array_at(text, at)
        except Malformed:
            return value_at(text, at)  # what stands in front of the fault is still read
        bundle._elements[at] = found
        return whole
    return value_at(text, at)


def _nothing_after(text: Text, end: int) -> None:
    rest = skip_space(text, end)
    if rest != len(text):
        raise Malformed(rest)


def _listed(
    text: Text,
    span: Span,
    kind: Literal["automation", "campaign"],
    base: str,
    known: Iterable[Span] | None,
) -> Iterator[Callable[[], Entry]]:
    if text[span.start : span.start + 1] != b"[":
        value, finding = _parsed(text, span, base)
        finding = finding or _finding(
            base,
            "field_type",
            field=base.removeprefix("/"),
            expected=json_type_named("array"),
            found=json_type(value),
        )
        yield partial(Entry, "broken", 0, base, finding=finding)
        return
    index = -1
    try:
        for index, element in enumerate(known if known is not None else elements(text, span.start)):
            yield partial(_entry, text, element, kind, index, f"{base}/{index}")
    except Malformed as error:
        at = f"{base}/{index + 1}"
        finding = _not_json(text, error.offset, None, at)
        yield partial(Entry, "broken", index + 1, at, finding=finding)


def _entry(
    text: Text, span: Span, kind: Literal["automation", "campaign"], index: int, base: str
) -> Entry:
    value, finding = _parsed(text, span, base)
    size = span.end - span.start
    if finding is not None:
        return Entry("broken", index, base, finding=finding, size=size)
    return Entry(kind, index, base, value=value, size=size)


def _parsed(text: Text, span: Span, base: str) -> tuple[object, Finding | None]:
    size = span.end - span.start
    if size > MOST_BYTES:
        megabytes = str(round(size / 1024 / 1024))
        return None, _finding(
            base, "too_large", megabytes=megabytes, limit=str(MOST_BYTES // 1024 // 1024)
        )
    if span.depth > MOST_DEPTH:
        return None, _finding(base, "too_deep", limit=str(MOST_DEPTH))
    raw = bytes(text[span.start : span.end])
    try:
        value = json.loads(raw.decode("utf-8"), parse_constant=_no_constant)
    except UnicodeDecodeError:
        return None, _finding(base, "not_utf8")
    except json.JSONDecodeError as error:
        before = len(raw.decode("utf-8")[: error.pos].encode("utf-8"))
        return None, _not_json(text, span.start + before, None, base)
    except (ValueError, RecursionError):  # NaN, or a number of thousands of digits
        return None, _not_json(text, span.start + constant_in(raw), None, base)
    # Only an escape can bring in half of a surrogate pair: the bytes themselves are UTF-8.
    return (whole(value) if _HALF.search(raw) else value), None


def _no_constant(name: str) -> Any:
    raise ValueError(name)


def _key(text: Text, span: Span) -> str:
    raw = bytes(text[span.start : span.end])
    try:
        return str(json.loads(raw))
    except ValueError:
        return raw.decode("utf-8", "replace")


def _is_null(text: Text, span: Span) -> bool:
    return bytes(text[span.start : span.end]) == b"null"


def _string(text: Text, span: Span | None) -> str | None:
    if span is None or span.end - span.start > 1000:
        return None
    value, _ = _parsed(text, span, "")
    return value if isinstance(value, str) and value.strip() else None


def _object(text: Text, span: Span | None) -> dict[str, object]:
    value = _parsed(text, span, "/account")[0] if span is not None else None
    return value if isinstance(value, dict) else {}


def _named(holder: dict[str, object], key: str) -> str | None:
    value = holder.get(key)
    return value if isinstance(value, str) else None


def _finding(base: str, key: str, **params: Param) -> Finding:
    return Finding("CJ603", base, {"place": base or "/", "problem": problem(key, **params)})


def _fault(key: str, name: str, **params: Param) -> Finding:
    return Finding("CJ603", "", {"place": name, "problem": problem(key, **params)})


def _not_json(text: Text, offset: int, name: str | None, base: str = "") -> Finding:
    """Where the text stops being JSON, by line and column as an editor counts them."""
    offset = min(offset, len(text))
    head = text[:offset]
    line = head.count(b"\n") + 1
    column = len(head[head.rfind(b"\n") + 1 :].decode("utf-8", "replace")) + 1
    place = name or base or "/"
    clause = problem("not_json", line=str(line), column=str(column))
    return Finding("CJ603", base, {"place": place, "problem": clause})


__all__ = ["MOST_BYTES", "MOST_DEPTH", "Bundle", "Entry", "read_bundle"]
