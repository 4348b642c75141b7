"""A delivery of Slack's that was kept, handled: by the listeners, in a durable run."""

import json
import time
from typing import Any

from slack_bolt import App, BoltRequest

from bot.delivery.run import Deliveries
from bot.durable import Json, Steps, Transient
from bot.inbox import Inbox
from bot.slack.errors import AGAIN
from bot.slack.failures import SLACK_FAILURES, SlackUnavailable
from bot.slack.intake import changed_ts, followed, follows

KIND = "slack"
PATIENCE = 10.0
LOOK = 0.1
"""Seconds that something waits for what came before it, and between two looks."""
ASK_AGAIN = (1.0, 2.0, 3.0)
"""Seconds before Slack is asked again who we are; after that the work gives its place to others."""


class SlackWork:
    """Safe to share between threads."""

    def __init__(self, app: App, inbox: Inbox, deliveries: Deliveries) -> None:
        self._app = app
        self._inbox = inbox
        self._deliveries = deliveries

    def handle(self, steps: Steps, workspace_id: str, key: str) -> Json:
        """Raises Transient when Slack could not be asked who we are, or something must be handled
        first, and what a listener raised, of which the person was told."""
        received = self._inbox.get(workspace_id, key)
        if received is None or received.done_at is not None:
            return None
        payload = json.loads(received.body)
        self._wait_for_earlier(workspace_id, key, payload)
        for seconds in (*ASK_AGAIN, None):
            with self._deliveries.during(steps, workspace_id) as run:
                response = self._app.dispatch(BoltRequest(body=payload, mode="socket_mode"))
            if seconds is None or not isinstance(run.problem, SlackUnavailable):
                break
            # Slack did not say who we are, which comes before everything else: no step was taken.
            time.sleep(seconds)
        if run.problem is not None and not isinstance(run.problem, SLACK_FAILURES):
            if response.status == AGAIN:
                raise Transient("Slack was not reached") from run.problem
            raise run.problem
        steps.transaction("done", lambda: self._inbox.done(workspace_id, key))
        return None

    def _wait_for_earlier(self, workspace_id: str, key: str, payload: dict[str, Any]) -> None:
        """Until what this follows is handled. No step: a run after a crash waits again, as what it
        follows runs again, too. Raises Transient for a change of what is still on its way."""
        beginnings, until = followed(payload), time.monotonic() + PATIENCE
        while beginnings and any(
            follows(payload, json.loads(earlier.body))
            for earlier in self._inbox.open_before(workspace_id, key, beginnings)
        ):
            if time.monotonic() < until:
                time.sleep(LOOK)
            elif changed_ts(payload) is not None:
                raise Transient("what was changed is not handled yet")
            else:
                # Better out of order than behind something that may never end.
                return
