"""Block Kit blocks: required fields, lengths and counts."""

from collections.abc import Callable

from bot.playground.limits.composition import ALT_TEXT, IDENTIFIER, URL, check_image_source
from bot.playground.limits.elements import (
    ACCESSORIES,
    ACTIONS,
    CONTEXT_ACTIONS,
    INPUTS,
    check_element,
)
from bot.playground.limits.findings import Node
from bot.playground.limits.newer_blocks import NEWER_BLOCKS
from bot.playground.limits.rich_text import check_rich_text
from bot.playground.limits.surfaces import MOST_BLOCKS, SURFACES, Tally

MARKDOWN_CHARACTERS = 12_000


def _section(node: Node, tally: Tally) -> None:
    node.only("type", "block_id", "text", "fields", "accessory", "expand")
    if "text" not in node.value and "fields" not in node.value:
        node.fail("must define either `text` or `fields`", "type")
    node.text("text", 3000)
    for field in node.children("fields", 1, 10, required=False):
        field.as_text(2000)
    node.boolean("expand")
    accessory = node.child("accessory")
    if accessory is not None:
        check_element(accessory, ACCESSORIES)
        _count_focus(accessory, tally)


def _divider(node: Node, _tally: Tally) -> None:
    node.only("type", "block_id")


def _header(node: Node, _tally: Tally) -> None:
    node.only("type", "block_id", "text", "level")
    node.text("text", 150, required=True, plain=True)


def _image(node: Node, _tally: Tally) -> None:
    node.only("type", "block_id", "image_url", "slack_file", "alt_text", "title")
    check_image_source(node)
    node.text("title", 2000, plain=True)


def _context(node: Node, _tally: Tally) -> None:
    node.only("type", "block_id", "elements")
    for element in node.children("elements", 1, 10):
        if element.value.get("type") == "image":
            check_element(element, frozenset({"image"}))
        else:
            element.as_text(3000)


def _actions(node: Node, tally: Tally) -> None:
    node.only("type", "block_id", "elements")
    _check_elements(node, 25, ACTIONS, tally)


def _context_actions(node: Node, tally: Tally) -> None:
    node.only("type", "block_id", "elements")
    _check_elements(node, 5, CONTEXT_ACTIONS, tally)


def _check_elements(node: Node, most: int, allowed: frozenset[str], tally: Tally) -> None:
    seen: set[str] = set()
    for element in node.children("elements", 1, most):
        check_element(element, allowed)
        _count_focus(element, tally)
        action_id = element.value.get("action_id")
        if isinstance(action_id, str):
            if action_id in seen:
                element.fail(f"duplicate action_id: {action_id}", "action_id")
            seen.add(action_id)


def _input(node: Node, tally: Tally) -> None:
    node.only("type", "block_id", "label", "element", "hint", "optional", "dispatch_action")
    node.text("label", 2000, required=True, plain=True)
    node.text("hint", 2000, plain=True)
    node.boolean("optional")
    node.boolean("dispatch_action")
    element = node.child("element", required=True)
    if element is not None:
        check_element(element, INPUTS)
        _count_focus(element, tally)


def _markdown(node: Node, tally: Tally) -> None:
    node.only("type", "block_id", "text")
    text = node.string("text", required=True)
    tally.markdown_characters += len(text or "")
    if tally.markdown_characters > MARKDOWN_CHARACTERS:
        node.fail(f"markdown blocks must be less than {MARKDOWN_CHARACTERS + 1} characters", "text")


def _rich_text(node: Node, _tally: Tally) -> None:
    check_rich_text(node)


def _video(node: Node, _tally: Tally) -> None:
    optional = ("block_id", "author_name", "description", "provider_icon_url", "provider_name")
    needed = ("title", "alt_text", "thumbnail_url", "video_url")
    node.only("type", "title_url", *needed, *optional)
    node.text("title", 200, required=True, plain=True)
    node.text("description", 200, plain=True)
    node.string("alt_text", ALT_TEXT, required=True)
    node.string("thumbnail_url", URL, required=True)
    node.string("video_url", URL, required=True)
    node.string("author_name", 50)


def _count_focus(node: Node, tally: Tally) -> None:
    if node.value.get("focus_on_load") is True:
        tally.focused += 1
        if tally.focused > 1:
            node.fail("only one element may set focus_on_load", "focus_on_load")


_BLOCKS: dict[str, Callable[[Node, Tally], None]] = {
    "section": _section,
    "divider": _divider,
    "header": _header,
    "image": _image,
    "context": _context,
    "actions": _actions,
    "context_actions": _context_actions,
    "input": _input,
    "markdown": _markdown,
    "rich_text": _rich_text,
    "video": _video,
}


def check_block(node: Node, tally: Tally) -> None:
    """One block, with what it adds to the tally of its message or view."""
    kind = node.value.get("type")
    if kind == "container":
        _container(node, tally)
    elif isinstance(kind, str) and kind in NEWER_BLOCKS:
        NEWER_BLOCKS[kind](node, tally)
    elif isinstance(kind, str) and kind in _BLOCKS:
        _BLOCKS[kind](node, tally)
    else:
        node.fail(f"unsupported type: {kind}", "type")
        return
    if tally.surface not in SURFACES.get(kind, {tally.surface}):
        node.fail(f"block type {kind} is not available in a {tally.surface}", "type")
    block_id = node.string("block_id", IDENTIFIER)
    if block_id is not None:
        if block_id in tally.block_ids:
            node.fail(f"duplicate block_id: {block_id}", "block_id")
        tally.block_ids.add(block_id)


def _container(node: Node, tally: Tally) -> None:
    node.only(
        "type",
        "block_id",
        "title",
        "rich_text_title",
        "subtitle",
        "child_blocks",
        "width",
        "icon",
        "is_collapsible",
        "default_collapsed",
        "has_header_divider",
    )
    if "title" not in node.value and "rich_text_title" not in node.value:
        node.fail("must define either `title` or `rich_text_title`")
    node.text("title", 150, plain=True)
    node.text("subtitle", 150)
    rich_title = node.child("rich_text_title")
    if rich_title is not None:
        check_rich_text(rich_title)
    icon = node.child("icon")
    if icon is not None:
        check_element(icon, frozenset({"image"}))
    node.one_of("width", ["narrow", "standard", "wide", "full"])
    for key in ("is_collapsible", "default_collapsed", "has_header_divider"):
        node.boolean(key)
    if node.value.get("default_collapsed") is True and node.value.get("is_collapsible") is not True:
        node.fail("default_collapsed needs is_collapsible", "default_collapsed")
    if node.value.get("is_collapsible") is True and node.value.get("has_header_divider") is True:
        node.fail(
            "has_header_divider cannot be set when is_collapsible is true", "has_header_divider"
        )
    for child in node.children("child_blocks", 1, 10):
        if child.value.get("type") == "container":
            child.fail("a container cannot hold a container", "type")
        else:
            check_block(child, tally)


def check_blocks(
    parent: Node, tally: Tally, *, key: str = "blocks", required: bool = False
) -> None:
    """The blocks under `key` of a message or view."""
    for block in parent.children(key, 0, MOST_BLOCKS[tally.surface], required=required):
        check_block(block, tally)
