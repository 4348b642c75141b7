"""The words of an e-mail that came as HTML only. Linear in its length, whatever it holds."""

import html
import re

_TAGS = re.compile(r"(<[^<>]*>)")
_NAME = re.compile(r"</?\s*([a-zA-Z][a-zA-Z0-9]*)")
_UNSEEN = frozenset({"script", "style", "head", "title", "blockquote"})
"""Not for reading, or quoted."""
_LINES = {
    "br",
    "p",
    "div",
    "li",
    "tr",
    "ul",
    "ol",
    "table",
    "hr",
    "blockquote",
    *(f"h{n}" for n in range(1, 7)),
}


def words(source: str) -> str:
    """Plain text with a line for each block; quotations are left out, unless there is nothing else
    or it is not clear where they end. Never raises."""
    unseen = _UNSEEN
    said, unclosed = _said(source, unseen)
    while unclosed:
        unseen -= {unclosed}
        said, unclosed = _said(source, unseen)
    return said or _said(source, unseen - {"blockquote"})[0]


def _said(source: str, unseen: frozenset[str]) -> tuple[str, str | None]:
    """The words, and the element that hides whatever comes after it."""
    said: list[str] = []
    inside: str | None = None
    depth = 0
    comment = False
    for piece in _TAGS.split(source):
        if comment or piece.startswith("<!--"):
            comment = not piece.endswith("-->")
            continue
        tag = _NAME.match(piece) if piece.endswith(">") else None
        name = tag[1].lower() if tag else ""
        closing = piece.startswith("</")
        if inside is not None:
            if name == inside:
                depth += -1 if closing else 1
            inside = inside if depth else None
        elif name in unseen and not closing:
            inside, depth = name, 1
            said.append("\n")
        elif name:
            said.append("\n" if name in _LINES else "")
        elif not piece.startswith("<!"):
            said.append(html.unescape(piece).replace("\n", " "))
    lines = [" ".join(line.split()) for line in "".join(said).split("\n")]
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip(), inside
