"""What Mailchimp says of an automation, where it can be asked."""

import logging
from collections.abc import Callable
from typing import Any

from bot.cutover.ports import Account, AccountSilent
from bot.delivery.run import current_run
from bot.slack.cutover.scene import CutoverScene
from converter.cutover import Cutover

log = logging.getLogger(__name__)


def queue_of(scene: CutoverScene, cutover: Cutover) -> int | None:
    """How many contacts are queued; None where nobody says."""
    found = _ask(scene, lambda account: account.queue_of(cutover.automation_id))
    return found if isinstance(found, int) else None


def status_of(scene: CutoverScene, cutover: Cutover) -> str | None:
    """The classic automation's status; None where nobody says."""
    found = _ask(scene, lambda account: account.status_of(cutover.automation_id))
    return found if isinstance(found, str) else None


def _ask(scene: CutoverScene, question: Callable[[Account], int | str | None]) -> Any:
    """Once a run, whatever becomes of the process."""
    account = scene.parts.accounts(scene.workspace_id)
    if account is None:
        return None

    def ask() -> int | str | None:
        try:
            return question(account)
        except AccountSilent as problem:
            log.warning("the account was not read: %s", problem)
            return None

    run = current_run()
    return run.step(ask) if run is not None else ask()
