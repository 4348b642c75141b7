"""What can go wrong when Slack is asked something."""

from http.client import HTTPException

from slack_sdk.errors import SlackClientError

SLACK_FAILURES = (SlackClientError, OSError, HTTPException)
"""Everything that slack_sdk raises when Slack refuses, does not answer, or answers nonsense."""


class SlackUnavailable(RuntimeError):
    """Slack did not tell us who we are or who is asking, so nothing can be shown."""
