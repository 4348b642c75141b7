"""The structure of rich_text blocks."""

from bot.playground.limits.findings import Node

_STYLE = (
    "bold",
    "italic",
    "strike",
    "code",
    "underline",
    "highlight",
    "client_highlight",
    "unlink",
)

# type -> (required keys, optional keys), the required ones being non-empty strings
_INLINE: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "text": (("text",), ("style",)),
    "link": (("url",), ("text", "style", "unsafe")),
    "user": (("user_id",), ("style",)),
    "channel": (("channel_id",), ("style",)),
    "usergroup": (("usergroup_id",), ("style",)),
    "emoji": (("name",), ("unicode", "style", "skin_tone")),
    "broadcast": (("range",), ("style",)),
    "color": (("value",), ("style",)),
    "date": (("format",), ("timestamp", "url", "fallback", "style")),
}


def check_rich_text(node: Node) -> None:
    """A rich_text block, or a rich_text value inside another block."""
    node.only("type", "block_id", "elements")
    if node.value.get("type") != "rich_text":
        node.fail(f"unsupported type: {node.value.get('type')}, must be rich_text", "type")
    for element in node.children("elements", 1, None):
        _check_part(element)


def _check_part(node: Node) -> None:
    kind = node.value.get("type")
    if kind == "rich_text_list":
        node.only("type", "style", "elements", "indent", "offset", "border")
        node.one_of("style", ["bullet", "ordered"], required=True)
        node.integer("indent", 0, 8)
        node.integer("offset", 0)
        node.integer("border", 0, 1)
        for item in node.children("elements", 1, None):
            if item.value.get("type") != "rich_text_section":
                item.fail("a list holds rich_text_section elements only", "type")
            else:
                _check_part(item)
    elif kind in ("rich_text_section", "rich_text_preformatted", "rich_text_quote"):
        extra = () if kind == "rich_text_section" else ("border",)
        node.only("type", "elements", *extra)
        # Slack takes an empty section (an empty line) but no empty quote or code.
        for inline in node.children("elements", 0 if kind == "rich_text_section" else 1, None):
            _check_inline(inline, code=kind == "rich_text_preformatted")
    else:
        node.fail(f"unsupported type: {kind}", "type")


def _check_inline(node: Node, *, code: bool) -> None:
    kind = node.value.get("type")
    if not isinstance(kind, str) or kind not in _INLINE or (code and kind not in ("text", "link")):
        node.fail(f"unsupported type: {kind}", "type")
        return
    required, optional = _INLINE[kind]
    node.only("type", *required, *optional)
    for key in required:
        node.string(key, required=True)
    if kind == "broadcast":
        node.one_of("range", ["here", "channel", "everyone"])
    if kind == "date":
        node.integer("timestamp", required=True)
    style = node.child("style")
    if style is not None:
        style.only(*_STYLE)
        for key in style.value:
            style.boolean(key)
