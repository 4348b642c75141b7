"""The part of Slack's mrkdwn that an answer may use, and what breaks it.

Allowed: ``*bold*``, ``_italic_``, lines that begin with ``• `` or ``1. ``, links
``<https://…|label>``, and ``&amp; &lt; &gt;``. Text that passes cannot make a mention: neither as
``<!channel>`` nor through Slack's habit to link bare ``@here`` and ``#channel``.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple
from urllib.parse import urlsplit

_LINK = re.compile(r"<(?![!@#])([^<>|\n]*)\|([^<>\n]*)>")
_BARE_LINK = re.compile(r"\bhttps?://[^\s<>]*", re.IGNORECASE)
_MENTION = re.compile(r"<[!@#][^<>\n]*>?")
_BARE_MENTION = re.compile(r"(?<![^\W_])[@#]\w+")
_EMOJI = re.compile(r":[a-z][a-z0-9_+'-]*:", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:amp|lt|gt);")
_UNESCAPED = re.compile(r"[<>]|&(?!(?:amp|lt|gt);)")
_LINE_STARTS = (
    ("bullet", re.compile(r"\s*(?:•(?! )|[-+*‣◦·–—] )")),
    ("heading", re.compile(r"\s*#+ ")),
    ("table", re.compile(r"\s*\|")),
    ("quote", re.compile(r"\s*&gt;")),
)
_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
# Stands for a link while the rest of its line is looked at.
_OBJECT = "\ufffc"


class Fault(NamedTuple):
    """``key`` of the problem's sentence, and the characters that break the rule."""

    key: str
    fragment: str


def faults(text: str) -> list[Fault]:
    """What in a ``short`` or ``detail`` is not allowed, in order of kind."""
    found = list(_invisible(text, newline=True))
    for link in _LINK.finditer(text):
        found += _link_faults(link)
    rest = _LINK.sub(_OBJECT, text)
    found += [Fault("mention", m[0]) for m in _MENTION.finditer(rest)]
    rest = _MENTION.sub(_OBJECT, rest)
    found += [Fault("bare_link", m[0]) for m in _BARE_LINK.finditer(rest)]
    rest = _BARE_LINK.sub(_OBJECT, rest)
    found += _character_faults(rest)
    for line in rest.split("\n"):
        found += _line_faults(line)
    return found


def plain_faults(text: str) -> list[Fault]:
    """What in a title or a note is not allowed: it is one line of plain text."""
    found = list(_invisible(text, newline=False))
    found += [Fault("format_in_plain", m[0]) for m in re.finditer(r"[<>*_~`]", text)]
    found += [Fault("entity_in_plain", m[0]) for m in re.finditer(r"&#?\w+;", text)]
    found += [Fault("bare_mention", m[0]) for m in _BARE_MENTION.finditer(text)]
    found += [Fault("emoji_code", m[0]) for m in _EMOJI.finditer(text)]
    return found


def links(text: str) -> tuple[str, ...]:
    """The addresses that a text links to, unescaped."""
    return tuple(_unescaped(m[1]) for m in _LINK.finditer(text))


def is_web_address(url: str) -> bool:
    """http or https, with a host, and nothing that ends a link in Slack's markup."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return False
    odd = any(char in '<>|"' or char.isspace() or not char.isprintable() for char in url)
    return parts.scheme in {"http", "https"} and bool(host) and not odd


def _unescaped(text: str) -> str:
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _invisible(text: str, *, newline: bool) -> Iterator[Fault]:
    for char in text:
        if unicodedata.category(char) in _INVISIBLE and not (newline and char == "\n"):
            yield Fault("line_break" if char == "\n" else "invisible", char)


def _character_faults(text: str) -> list[Fault]:
    found = [Fault("unescaped", m[0]) for m in _UNESCAPED.finditer(text)]
    found += [Fault("bare_mention", m[0]) for m in _BARE_MENTION.finditer(text)]
    found += [Fault("emoji_code", m[0]) for m in _EMOJI.finditer(text)]
    found += [Fault("marker", m[0]) for m in re.finditer(r"[`~]", text)]
    return found


def _link_faults(link: re.Match[str]) -> list[Fault]:
    url, label = link[1], link[2]
    if not is_web_address(_unescaped(url)):
        return [Fault("link_address", link[0])]
    found = [Fault("unescaped", m[0]) for m in _UNESCAPED.finditer(url)]
    if not label.strip() or re.search(r"[*_|]", label) or _BARE_LINK.search(label):
        found.append(Fault("link_label", link[0]))
    return found + _character_faults(label)


def _line_faults(line: str) -> list[Fault]:
    for key, pattern in _LINE_STARTS:
        if start := pattern.match(line):
            return [Fault(key, start[0].strip())]
    stray = _stray_marker(line)
    return [Fault("marker", stray)] if stray else []


def _stray_marker(line: str) -> str | None:
    """The first ``*`` or ``_`` that neither opens nor closes a format on this line.

    An underscore within a word is a letter. Formats may be nested, but not cross.
    """
    characters = _ENTITY.sub(_OBJECT, line)
    opened: list[tuple[str, int]] = []
    for index, char in enumerate(characters):
        before = characters[index - 1 : index]
        after = characters[index + 1 : index + 2]
        if char not in "*_" or (char == "_" and before.isalnum() and after.isalnum()):
            continue
        if opened and opened[-1][0] == char:
            empty = index == opened[-1][1] + 1
            if empty or before.isspace() or after.isalnum():
                return char
            opened.pop()
        else:
            twice = any(char == mark for mark, _ in opened)
            if twice or not after or after.isspace() or before.isalnum():
                return char
            opened.append((char, index))
    return opened[-1][0] if opened else None
