"""What the tests read out of a page: fenced blocks, headings, links."""

import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

_FENCE = re.compile(
    r"(?:^<!-- (?P<mark>[^>]*?) -->\n)?^```(?P<kind>\w*)\n(?P<text>.*?)^```$", re.M | re.S
)
_HEADING = re.compile(r"^(#+) (.+)$", re.M)
_LINK = re.compile(r"\]\(([^)\s]+)\)|(?:src|srcset|href)=\"([^\"]+)\"")


@dataclass(frozen=True)
class Fence:
    """``mark`` is the comment right above the block, such as ``file: answers.json``."""

    kind: str
    text: str
    mark: str


def read(page: str) -> str:
    """A page of the repository, by its path from the root."""
    return (ROOT / page).read_text(encoding="utf-8")


def fences(text: str) -> list[Fence]:
    return [Fence(m["kind"], m["text"], m["mark"] or "") for m in _FENCE.finditer(text)]


def prose(text: str) -> str:
    """The page without its blocks, comments and code."""
    without = re.sub(r"<!--.*?-->", "", _FENCE.sub("", text), flags=re.S)
    return re.sub(r"`[^`]*`", "", without)


def headings(text: str) -> list[tuple[int, str]]:
    """Level and words of each heading."""
    return [(len(m[1]), m[2]) for m in _HEADING.finditer(_FENCE.sub("", text))]


def links(text: str) -> list[str]:
    return [m[1] or m[2] for m in _LINK.finditer(_FENCE.sub("", text))]


def anchors(text: str) -> set[str]:
    """What a link to this page may name after ``#``, as GitHub makes it of the headings."""
    made = {re.sub(r"[^\w\- ]", "", words.lower()).replace(" ", "-") for _, words in headings(text)}
    return made | set(re.findall(r'<a id="([^"]+)">', text))
