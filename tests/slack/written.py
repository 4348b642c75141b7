"""What stands in blocks."""

from typing import Any


def mrkdwn_texts(node: Any) -> list[str]:
    if isinstance(node, dict):
        own = [node["text"]] if node.get("type") == "mrkdwn" else []
        return own + [text for value in node.values() for text in mrkdwn_texts(value)]
    if isinstance(node, list | tuple):
        return [text for value in node for text in mrkdwn_texts(value)]
    return []
