"""What can go wrong when Slack is asked something."""

from http.client import HTTPException

from slack_sdk.errors import SlackClientError

SLACK_FAILURES = (SlackClientError, OSError, HTTPException)
"""Everything that slack_sdk raises when Slack refuses, does not answer, or answers nonsense."""


class SlackUnavailable(RuntimeError):
    """Slack did not tell us who we are or who is asking, so nothing can be shown."""


class Undelivered(SlackClientError):
    """Slack was asked and did not say whether it did it. ``key`` names the delivery in the outbox;
    ``why`` holds no word of it. ``unclear``: it cannot be looked up, and is not risked twice."""

    def __init__(self, key: str, why: str) -> None:
        super().__init__(f"delivery {key}: {why}")
        self.key = key
        self.why = why
        self.unclear = why.startswith("unclear")
