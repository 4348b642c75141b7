"""Our direct conversation with somebody, for work that nobody waits for."""

import logging

from slack_sdk import WebClient

from bot.delivery.run import current_run
from bot.durable import StepFailed
from bot.slack import delivery

log = logging.getLogger(__name__)

ASK_AGAIN = (1.0, 2.0, 4.0, 8.0)
"""Seconds before Slack is asked again."""


def patiently(client: WebClient, user: str) -> str | None:
    """Its id, in a durable run; None where Slack does not let us find it."""
    run = current_run()
    for seconds in (*ASK_AGAIN, None):
        try:
            return delivery.direct(client, user)
        except StepFailed as error:
            log.info("a direct conversation could not be opened: %s", error.kind)
        if run is not None and seconds is not None:
            run.steps.sleep(seconds)
    return None
