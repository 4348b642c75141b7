"""The content of a message as the bot sends it: checked once, for every way to send it."""

from dataclasses import dataclass
from typing import Any

from bot.playground.errors import ApiError
from bot.playground.limits import (
    MESSAGE_TEXT,
    Finding,
    Json,
    check_message_blocks,
    check_metadata,
)


@dataclass(frozen=True, slots=True)
class Content:
    """None means that the bot did not give the field."""

    text: str | None
    blocks: list[Json] | None
    attachments: list[Json] | None
    metadata: Json | None


def read_content(args: dict[str, Any], *, text_required: bool = True) -> Content:
    """Read text, blocks, attachments and metadata from parsed arguments.

    Raises ApiError: no_text, msg_too_long, invalid_blocks_format, invalid_blocks,
    invalid_attachments, invalid_metadata_format.
    """
    text = args.get("text")
    if text is not None and not isinstance(text, str):
        raise ApiError("invalid_arguments", [Finding("must provide a string", "/text")])
    blocks, attachments, metadata = (args.get(k) for k in ("blocks", "attachments", "metadata"))
    if text is not None and len(text) > MESSAGE_TEXT:
        raise ApiError("msg_too_long")
    if blocks is not None:
        if not isinstance(blocks, list):
            raise ApiError("invalid_blocks_format")
        findings = check_message_blocks(blocks)
        if findings:
            raise ApiError("invalid_blocks", findings)
    if attachments is not None:
        _check_attachments(attachments)
    if metadata is not None:
        findings = check_metadata(metadata)
        if findings:
            raise ApiError("invalid_metadata_format", findings)
    if text_required and not (text or "").strip() and not blocks and not attachments:
        raise ApiError("no_text")
    return Content(text, blocks, attachments, metadata)


def _check_attachments(attachments: Any) -> None:
    if not isinstance(attachments, list) or not all(isinstance(a, dict) for a in attachments):
        raise ApiError("invalid_attachments")
    findings = []
    for index, attachment in enumerate(attachments):
        blocks = attachment.get("blocks", [])
        if not isinstance(blocks, list):
            raise ApiError("invalid_attachments")
        findings += [
            Finding(finding.reason, f"/attachments/{index}{finding.pointer}")
            for finding in check_message_blocks(blocks)
        ]
    if findings:
        raise ApiError("invalid_attachments", findings)
