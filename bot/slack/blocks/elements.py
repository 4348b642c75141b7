"""The pieces that replies are made of, each within Slack's limits.

Text that an account wrote goes into ``plain_text`` and ``rich_text``, where Slack parses nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from bot.slack.mrkdwn import clean, plain, shorten, split

Block = dict[str, Any]

SECTION_TEXT = 3000
HEADER_TEXT = 150
BUTTON_TEXT = 75
OPTION_TEXT = 75
PLACEHOLDER_TEXT = 150
TITLE_TEXT = 24
RUN_TEXT = 3000


@dataclass(frozen=True)
class Reply:
    """A message: ``blocks``, and ``text`` for notifications and for clients that draw no blocks."""

    text: str
    blocks: tuple[Block, ...]


@dataclass(frozen=True)
class Run:
    """A stretch of rich text."""

    text: str
    bold: bool = False


Line = str | Sequence[Run]


def plain_text(text: str, limit: int) -> Block:
    return {"type": "plain_text", "text": plain(text, limit), "emoji": False}


def mrkdwn_text(text: str) -> Block:
    """``verbatim`` keeps Slack from making links of anything that only looks like one."""
    return {"type": "mrkdwn", "text": shorten(text, SECTION_TEXT), "verbatim": True}


def header(text: str) -> Block:
    return {"type": "header", "text": plain_text(text, HEADER_TEXT)}


def section(mrkdwn: str, accessory: Block | None = None) -> Block:
    block: Block = {"type": "section", "text": mrkdwn_text(mrkdwn)}
    if accessory is not None:
        block["accessory"] = accessory
    return block


def context(mrkdwn: str) -> Block:
    return {"type": "context", "elements": [mrkdwn_text(mrkdwn)]}


def context_plain(text: str) -> Block:
    return {"type": "context", "elements": [plain_text(text, SECTION_TEXT)]}


def divider() -> Block:
    return {"type": "divider"}


def rich(*elements: Block) -> Block:
    return {"type": "rich_text", "elements": list(elements)}


def paragraph(line: Line) -> Block:
    return {"type": "rich_text_section", "elements": _runs(line)}


def numbered(lines: Iterable[Line], first: int = 1) -> Block:
    """An ordered list whose first item carries the number ``first``."""
    block = _list("ordered", lines)
    if first > 1:
        block["offset"] = first - 1
    return block


def bullets(lines: Iterable[Line]) -> Block:
    return _list("bullet", lines)


def preformatted(text: str) -> Block:
    return {"type": "rich_text_preformatted", "elements": _runs(text)}


def actions(*elements: Block) -> Block:
    return {"type": "actions", "elements": list(elements)}


def button(text: str, action_id: str, value: str, *, primary: bool = False) -> Block:
    block: Block = {
        "type": "button",
        "text": plain_text(text, BUTTON_TEXT),
        "action_id": action_id,
        "value": value,
    }
    if primary:
        block["style"] = "primary"
    return block


def option(text: str, value: str, description: str | None = None) -> Block:
    block: Block = {"text": plain_text(text, OPTION_TEXT), "value": value}
    if description:
        block["description"] = plain_text(description, OPTION_TEXT)
    return block


def select(placeholder: str, action_id: str, options: Sequence[Block]) -> Block:
    return {
        "type": "static_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder, PLACEHOLDER_TEXT),
        "options": list(options),
    }


def search_select(placeholder: str, action_id: str) -> Block:
    """A menu that asks us for its options as the person types."""
    return {
        "type": "external_select",
        "action_id": action_id,
        "placeholder": plain_text(placeholder, PLACEHOLDER_TEXT),
        "min_query_length": 0,
    }


def modal(title: str, close: str, blocks: Sequence[Block], callback_id: str) -> Block:
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain_text(title, TITLE_TEXT),
        "close": plain_text(close, TITLE_TEXT),
        "blocks": list(blocks),
    }


def texts_of(node: object) -> Iterable[str]:
    """Every text in a block, as a person would read it."""
    if isinstance(node, dict):
        for key, value in node.items():
            if key == "text" and isinstance(value, str):
                yield value
            else:
                yield from texts_of(value)
    elif isinstance(node, list | tuple):
        for value in node:
            yield from texts_of(value)


def _list(style: str, lines: Iterable[Line]) -> Block:
    return {
        "type": "rich_text_list",
        "style": style,
        "elements": [paragraph(line) for line in lines],
    }


def _runs(line: Line) -> list[Block]:
    runs = [Run(line)] if isinstance(line, str) else line
    made: list[Block] = []
    for run in runs:
        for piece in split(clean(run.text), RUN_TEXT):
            block: Block = {"type": "text", "text": piece}
            if run.bold:
                block["style"] = {"bold": True}
            made.append(block)
    return made or [{"type": "text", "text": "—"}]
