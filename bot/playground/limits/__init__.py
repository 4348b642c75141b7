"""Slack's limits, enforced: messages, views, options, errors of a form.

Every check takes the payload as parsed JSON and gives a list of `Finding` (empty: Slack takes it).
The numbers are Slack's published ones (docs.slack.dev, November 2026).
"""

import json
from collections.abc import Sequence
from typing import Any

from bot.playground.limits.blocks import check_blocks
from bot.playground.limits.composition import IDENTIFIER, check_option, check_options
from bot.playground.limits.findings import Finding, Json, Node, as_json
from bot.playground.limits.surfaces import Tally

MESSAGE_TEXT = 40_000
VIEW_BYTES = 250_000
VIEW_TITLE = 24
PRIVATE_METADATA = 3000
OPTIONS_SHOWN = 100

__all__ = [
    "MESSAGE_TEXT",
    "VIEW_BYTES",
    "Finding",
    "Json",
    "as_json",
    "check_message_blocks",
    "check_metadata",
    "check_suggestions",
    "check_view",
    "view_size",
]


def check_message_blocks(blocks: Sequence[Any]) -> list[Finding]:
    """The blocks of one message."""
    node = Node({"blocks": blocks}, "")
    check_blocks(node, Tally("message"))
    return node.log


def check_view(view: Any) -> list[Finding]:
    """A modal or a Home tab."""
    if not isinstance(view, dict):
        return [Finding("must provide an object", "/view")]
    node = Node(view, "/view")
    kind = view.get("type")
    node.string("callback_id", IDENTIFIER, least=0)
    node.string("external_id", IDENTIFIER, least=0)
    node.string("private_metadata", PRIVATE_METADATA, least=0)
    shared = ("type", "blocks", "callback_id", "external_id", "private_metadata")
    if kind == "modal":
        node.only(
            *shared,
            "title",
            "submit",
            "close",
            "clear_on_close",
            "notify_on_close",
            "submit_disabled",
        )
        node.text("title", VIEW_TITLE, required=True, plain=True)
        node.text("submit", VIEW_TITLE, plain=True)
        node.text("close", VIEW_TITLE, plain=True)
        for key in ("clear_on_close", "notify_on_close", "submit_disabled"):
            node.boolean(key)
        check_blocks(node, Tally("modal"), required=True)
        if "submit" not in view and _has_input(view.get("blocks")):
            node.fail("missing required field: submit, as a block takes input")
    elif kind == "home":
        node.only(*shared)
        check_blocks(node, Tally("home"), required=True)
    else:
        node.fail(f"unsupported type: {kind}", "type")
    return node.log


def view_size(view: Json) -> int:
    """The size of a view in bytes, as Slack counts it (compact JSON)."""
    return len(json.dumps(view, separators=(",", ":")).encode())


def check_suggestions(body: Any) -> list[Finding]:
    """What a bot answers to block_suggestion: options or option groups, at most 100."""
    if not isinstance(body, dict):
        return [Finding("must provide an object", "")]
    node = Node(body, "")
    if ("options" in body) == ("option_groups" in body):
        node.fail("must define either `options` or `option_groups`, and not both")
    for option in node.children("options", 0, OPTIONS_SHOWN, required=False):
        check_option(option)
    for group in node.children("option_groups", 0, OPTIONS_SHOWN, required=False):
        group.text("label", 75, required=True, plain=True)
        check_options(group, 0, OPTIONS_SHOWN)
    return node.log


def check_metadata(metadata: Any) -> list[Finding]:
    """Message metadata: an event type and a payload."""
    if not isinstance(metadata, dict):
        return [Finding("must provide an object", "/metadata")]
    node = Node(metadata, "/metadata")
    node.string("event_type", IDENTIFIER, required=True)
    node.child("event_payload", required=True)
    return node.log


def _has_input(blocks: Any) -> bool:
    return isinstance(blocks, list) and any(
        isinstance(block, dict) and block.get("type") == "input" for block in blocks
    )
