"""Files of one side, handed on to the other: fetched from Slack, and uploaded again."""

from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any, Literal

from slack_sdk import WebClient

from bot.slack.fetching import described, fetch
from converter.frozen import Frozen

MOST_BYTES = 20 * 1024 * 1024


class Left(Frozen):
    """A file that was not passed on. ``left``: it is too large; ``lost``: Slack gave none."""

    name: str
    why: Literal["left", "lost"]


def pass_on(
    client: WebClient,
    files: Sequence[Mapping[str, Any]],
    channel: str,
    thread_ts: str | None,
) -> Iterator[Left]:
    """Upload each file where the other side reads; what could not be passed on."""
    for listed in files:
        file = described(client, listed)
        name = str(file.get("name") or file.get("title") or "file")
        content = BytesIO()
        fetched = fetch(client, file, content, MOST_BYTES)
        if fetched != "whole":
            yield Left(name=name, why="left" if fetched == "too_large" else "lost")
            continue
        client.files_upload_v2(
            content=content.getvalue(),
            filename=name,
            title=name,
            channel=channel,
            thread_ts=thread_ts,
        )
