"""Whether Slack lets us write to where somebody reads."""

from collections.abc import Iterator
from contextlib import contextmanager

from slack_sdk.errors import SlackApiError

_CLOSED = frozenset(
    {
        "account_inactive",
        "cannot_dm_bot",
        "channel_not_found",
        "ekm_access_denied",
        "is_archived",
        "is_inactive",
        "messages_tab_disabled",
        "no_permission",
        "not_in_channel",
        "restricted_action",
        "restricted_action_read_only_channel",
        "team_access_not_granted",
        "thread_not_found",
        "user_disabled",
        "user_not_found",
    }
)
"""What Slack says of a place that trying again does not open."""


class Unreachable(RuntimeError):
    """That place cannot be written to; ``why`` is Slack's word."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@contextmanager
def reaching() -> Iterator[None]:
    """Around calls that write to one place. Raises Unreachable, and what else slack_sdk raises."""
    try:
        yield
    except SlackApiError as error:
        why = str(error.response.get("error"))
        if why not in _CLOSED:
            raise
        raise Unreachable(why) from error
