"""What one side wrote, as the other side sees it: nothing in it can mention, link or format."""

import re
from collections.abc import Iterator

from bot.slack.blocks.elements import RUN_TEXT, Block, Reply, context, rich
from bot.slack.mrkdwn import clean, neutral, one_line, shorten, split, unescape, width
from bot.slack.texts import mrkdwn
from converter.report.model import Language

_MARKUP = re.compile(r"<([^<>]*)>")
_LINK = re.compile(r"(?:https?://|mailto:)\S")
FALLBACK = 300
MOST = 12_000
"""Of a message in all: Slack takes about 13,000 characters in blocks."""
URL = 3000


def relayed(name: str, raw: str, language: Language, *, edited: bool = False) -> Reply:
    """A message of ``name``; ``raw`` is its text as Slack delivered it."""
    who = {"type": "text", "text": shorten(one_line(name), 80) or "—", "style": {"bold": True}}
    blocks: list[Block] = [
        rich(
            {"type": "rich_text_section", "elements": [who]},
            {"type": "rich_text_quote", "elements": list(_within(_elements(raw), MOST))},
        )
    ]
    if edited:
        blocks.append(context(mrkdwn(language, "desk_edited")))
    # Slack reads this one as mrkdwn.
    said = mrkdwn(language, "desk_says", name=shorten(one_line(name), 80))
    return Reply(f"{said} {neutral(shorten(readable(raw), FALLBACK))}", tuple(blocks))


def readable(raw: str) -> str:
    """What Slack delivered, as a person reads it."""
    return unescape(_MARKUP.sub(lambda found: _words(found[1]), raw))


def _elements(raw: str) -> Iterator[Block]:
    empty = True
    at = 0
    for found in _MARKUP.finditer(raw):
        yield from _texts(unescape(raw[at : found.start()]))
        at = found.end()
        empty = False
        yield from _marked(found[1])
    rest = list(_texts(unescape(raw[at:])))
    yield from rest
    if empty and not rest:
        yield {"type": "text", "text": "—"}


def _within(elements: Iterator[Block], most: int) -> Iterator[Block]:
    """As many as fit, the last one cut."""
    for element in elements:
        key = "url" if element["type"] == "link" else "text"
        if width(element[key]) > most:
            yield {"type": "text", "text": shorten(element[key], most) if most > 1 else "…"}
            return
        most -= width(element[key])
        yield element


def _marked(inner: str) -> Iterator[Block]:
    target, _, label = inner.partition("|")
    url, words = clean(unescape(target)), one_line(unescape(label))
    if not _LINK.match(url) or width(url) > URL:
        yield from _texts(_words(inner))
        return
    # Where a link leads always shows: a label could name another address.
    named = bool(words) and words not in url
    if named:
        yield from _texts(f"{words} (")
    yield {"type": "link", "url": url}
    if named:
        yield {"type": "text", "text": ")"}


def _words(inner: str) -> str:
    target, _, label = inner.partition("|")
    if _LINK.match(target):
        return unescape(target)
    if target.startswith("!"):
        return "@" + unescape(label.lstrip("@") or target[1:].partition("^")[0])
    if target.startswith(("@", "#")):
        return target[0] + unescape(label or target[1:])
    return unescape(label or target)


def _texts(text: str) -> Iterator[Block]:
    for piece in split(clean(text), RUN_TEXT):
        yield {"type": "text", "text": piece}
