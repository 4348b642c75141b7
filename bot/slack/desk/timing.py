"""What the clock does with a case: what is due is done, and the clock set for the next."""

from collections.abc import Callable, Mapping

from bot.delivery.run import Deliveries
from bot.desk.case import Case
from bot.desk.due import Due, What, deed_of, due_now
from bot.durable import Json, Steps
from bot.slack.blocks.desk import thread
from bot.slack.desk import announcing, cards
from bot.slack.desk.reaching import Unreachable
from bot.slack.desk.scene import Scene

KIND = "desk"

Stage = Callable[[str], Scene | None]
"""The scene of a workspace; None where it has no desk (any more)."""


class Timing:
    """Handles the alarms. Safe to share between threads."""

    def __init__(self, stage: Stage, deliveries: Deliveries) -> None:
        self._stage = stage
        self._deliveries = deliveries

    def handle(self, steps: Steps, workspace_id: str, key: str) -> Json:
        """An alarm of an older version does nothing: the change after it set its own."""
        case_id, version = (int(part) for part in key.split(":"))
        with self._deliveries.during(steps, workspace_id):
            scene = self._stage(workspace_id)
            case = scene.desk.get(workspace_id, case_id) if scene is not None else None
            if scene is None or case is None or case.version != version:
                return None
            return self._look(steps, scene, case)

    def _look(self, steps: Steps, scene: Scene, case: Case) -> Json:
        policy, hours = scene.settings.policy, scene.settings.hours
        now = scene.parts.now()
        due = due_now(case, policy, hours, now)
        if due is None:
            # The clock was set back, or other times are wanted now.
            announcing.arm(scene, case, after=steps.work_id)
            return None
        deed = deed_of(due, closed=not hours.is_open(now))
        change = announcing.attempt(scene, case, deed).change
        if change is None:
            return None
        if deed.kind == "tell":
            _warn(scene, change[1], due)
        return due.what


_ENDS: Mapping[What, What] = {
    "first_warning": "first_breach",
    "resolution_warning": "resolution_breach",
    "nudge_agent": "unresponsive",
}


def _warn(scene: Scene, case: Case, due: Due) -> None:
    if due.what == "nudge_user":
        return
    at = scene.due_at(case, _ENDS[due.what]) if due.what in _ENDS else None
    language = scene.services.default_language
    try:
        cards.under(scene, case, thread.due(language, due.what, at, case.agent), loud=True)
    except Unreachable as problem:
        announcing.fail(scene, case, problem)
