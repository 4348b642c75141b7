"""What may be done about each method of Slack's when its answer is lost.

The rules, with their reasons, are in docs/decisions/0014-delivering-once.md.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

RESPOND_POST = "response_url.post"
RESPOND_TELL = "response_url.tell"
RESPOND_REPLACE = "response_url.replace"
"""A response_url is not a method; these are the three things that one is used for."""


@dataclass(frozen=True)
class Method:
    """``lookup``: where it shows whether it was done; without one it is done again.

    ``once``: never tried again. ``paced``: it makes a message, and Slack takes about one a second
    and channel. ``done``: refusals that mean, the second time, that the first one did it.
    ``settle``: seconds until what Slack took is to be seen.
    """

    name: str
    lookup: Literal["history", "file"] | None = None
    once: bool = False
    paced: bool = False
    done: frozenset[str] = frozenset()
    settle: float = 2.0


METHODS: Mapping[str, Method] = {
    method.name: method
    for method in (
        Method("chat.postMessage", lookup="history", paced=True),
        Method("chat.postEphemeral"),
        Method("chat.update"),
        Method("chat.delete", done=frozenset({"message_not_found"})),
        Method("views.open", once=True),
        Method("views.push", once=True),
        Method("views.update", done=frozenset({"hash_conflict"})),
        Method("views.publish", done=frozenset({"hash_conflict"})),
        Method("files.getUploadURLExternal"),
        # Slack shares a file some time after it has answered.
        Method("files.completeUploadExternal", lookup="file", paced=True, settle=5.0),
        Method("reactions.add", done=frozenset({"already_reacted"})),
        Method("reactions.remove", done=frozenset({"no_reaction"})),
        Method(RESPOND_POST, lookup="history", paced=True),
        Method(RESPOND_TELL),
        Method(RESPOND_REPLACE),
    )
}


def response_method(body: Mapping[str, Any]) -> str:
    """What ``body`` does when it is sent to a response_url."""
    if body.get("replace_original") or body.get("delete_original"):
        return RESPOND_REPLACE
    return RESPOND_POST if body.get("response_type") == "in_channel" else RESPOND_TELL
