"""A page taken apart: its tags, its attributes, its text, and what is wrong with it."""

from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = {"meta", "input", "img", "source", "br", "link"}
PICTURED = {"alt", "src", "srcset", "width", "height"}
Tag = tuple[str, tuple[tuple[str, str | None], ...]]


@dataclass
class Page:
    """``tags`` in their order with their attributes, ``texts`` what stands between them."""

    tags: list[Tag] = field(default_factory=list)
    texts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "\n".join(self.texts)

    def values(self, name: str, tag: str | None = None) -> list[str]:
        """Every value of an attribute."""
        return [
            value or ""
            for one, attributes in self.tags
            for key, value in attributes
            if key == name and tag in (None, one)
        ]

    def headings(self) -> list[int]:
        return [int(tag[1]) for tag, _ in self.tags if tag in ("h1", "h2", "h3", "h4", "h5", "h6")]

    def shape(self) -> list[Tag]:
        """The tags with what their attributes hold, but for what is told of a picture."""
        return [
            (tag, tuple((k, v if k not in PICTURED else None) for k, v in attributes))
            for tag, attributes in self.tags
        ]


class _Reader(HTMLParser):
    def __init__(self, page: Page) -> None:
        super().__init__(convert_charrefs=True)
        self.page = page
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.page.tags.append((tag, tuple(attrs)))
        twice = [name for name, n in Counter(name for name, _ in attrs).items() if n > 1]
        self.page.faults += [f"{tag} has {name} twice" for name in twice]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open[-1] != tag:
            self.page.faults.append(f"</{tag}> closes {self.open[-1:]}")
            return
        self.open.pop()

    def handle_data(self, data: str) -> None:
        self.page.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.page.faults.append(f"a comment: {data}")

    def handle_pi(self, data: str) -> None:
        self.page.faults.append(f"an instruction: {data}")

    def unknown_decl(self, data: str) -> None:
        self.page.faults.append(f"a declaration: {data}")


def taken_apart(html: str) -> Page:
    page = Page()
    reader = _Reader(page)
    reader.feed(html)
    reader.close()
    page.faults += [f"{tag} is never closed" for tag in reader.open]
    return page
