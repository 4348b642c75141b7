"""What the clock does with a cut-over: reminds, looks at the queue, asks."""

from collections.abc import Callable
from datetime import datetime

from bot.cutover.due import asks, next_due, stuck
from bot.delivery.run import Deliveries
from bot.durable import Json, Steps
from bot.slack.blocks.cutover import told
from bot.slack.blocks.elements import Reply
from bot.slack.cutover import announcing, asking, cards
from bot.slack.cutover.scene import CutoverScene
from converter.cutover import Cutover, Deed
from converter.language import LANGUAGES
from converter.report.model import Language

KIND = "cutover"

Stage = Callable[[str], CutoverScene | None]
"""The scene of a workspace; None where cut-overs are not kept."""


class Timing:
    """Handles the alarms. Safe to share between threads."""

    def __init__(self, stage: Stage, deliveries: Deliveries) -> None:
        self._stage = stage
        self._deliveries = deliveries

    def handle(self, steps: Steps, workspace_id: str, key: str) -> Json:
        """An alarm of an older version does nothing: the change after it set its own."""
        cutover_id, version = (int(part) for part in key.split(":"))
        with self._deliveries.during(steps, workspace_id):
            scene = self._stage(workspace_id)
            found = scene.cutovers.get(workspace_id, cutover_id) if scene is not None else None
            if scene is None or found is None or found.version != version:
                return None
            due, now = next_due(found), scene.parts.now()
            if due is None:
                return None
            if scene.parts.awake(workspace_id, due.at) > now:
                # The clock was set back, or other hours are wanted now.
                scene.arm(found, after=steps.work_id)
                return None
            return _remind(scene, found) if due.what == "turn_on" else _look(scene, found, now)


def _remind(scene: CutoverScene, cutover: Cutover) -> Json:
    """The journey was approved and is not on. What changed meanwhile puts it back first."""
    done = announcing.do(scene, cutover, Deed(kind="tell", why="turn_on"))
    if done.did and done.cutover is not None:
        _say(scene, done.cutover, "turn_on")
    return "turn_on" if done.did else done.reason


def _look(scene: CutoverScene, cutover: Cutover, now: datetime) -> Json:
    queue = asking.queue_of(scene, cutover)
    if queue == 0:
        announcing.do(scene, cutover, Deed(kind="drain", queue=0))
        return "drained"
    done = announcing.do(scene, cutover, Deed(kind="watch", queue=queue))
    after = done.cutover
    if not done.did or after is None:
        return None
    what = "stuck" if queue is not None else "ask"
    if not (stuck(after, now) if queue is not None else asks(after, now)):
        return "looked"
    if announcing.do(scene, after, Deed(kind="tell", why=what)).did:
        _say(scene, after, what)
    return what


def _say(scene: CutoverScene, cutover: Cutover, what: str) -> None:
    said: dict[Language, Reply] = {
        language: told.reminder(cutover, what, language) for language in LANGUAGES
    }
    cards.tell_others(scene, cutover, "", said)
