"""What was kept and whose work was never begun: the process died in between.

Slack delivers a message again, but no click.
"""

import logging
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from bot.clock import utc_now
from bot.inbox import Inbox
from bot.slack.intake import is_interaction
from bot.slack.keeping import Accepts, work_id_of
from bot.slack.sweep import DEEPEST
from bot.slack.working import KIND
from bot.store.inbox import Waiting

SETTLED = timedelta(seconds=10)
"""After that long, whoever kept it has begun its work, or never will."""
ANSWERABLE = timedelta(minutes=30)
"""So long Slack lets a click be answered."""
_AT_ONCE = 200

log = logging.getLogger(__name__)


Known = Callable[[Iterable[str]], frozenset[str]]
"""Those of some ids that there is work of, in whatever state."""


class Left:
    """``workspaces`` gives all there are; ``settle`` brings there what was kept elsewhere."""

    def __init__(
        self,
        inbox: Inbox,
        engine: Accepts,
        known: Known,
        workspaces: Callable[[], Iterable[str]],
        now: Callable[[], datetime] = utc_now,
        settle: Callable[[], object] = lambda: None,
    ) -> None:
        self._inbox = inbox
        self._engine = engine
        self._known = known
        self._workspaces = workspaces
        self._now = now
        self.settle = settle

    def begin(self, age: timedelta = SETTLED) -> int:
        """Begin the work of what was kept longer than ``age`` ago and has none; how much that is.
        What is too old for an answer is closed, and what it said is removed. Raises what
        SQLAlchemy raises, or sqlite3.Error."""
        self.settle()
        return sum(self._begin(one, self._now() - age) for one in self._workspaces())

    def _begin(self, workspace_id: str, before: datetime) -> int:
        waiting, begun = self._inbox.open(workspace_id, before), 0
        for at in range(0, len(waiting), _AT_ONCE):
            ids = {work_id_of(workspace_id, one.key): one for one in waiting[at : at + _AT_ONCE]}
            known = self._known(ids)
            for work_id, one in ids.items():
                if work_id in known:
                    continue
                if self._too_old(one):
                    self._inbox.done(workspace_id, one.key)
                    log.warning("%s is closed: its work was never begun", work_id)
                elif self._engine.accept(work_id, KIND, workspace_id, one.key):
                    begun += 1
                    log.warning("%s was kept, and its work never begun: it begins now", work_id)
        return begun

    def _too_old(self, one: Waiting) -> bool:
        limit = ANSWERABLE if is_interaction(one.key) else DEEPEST
        return self._now() - one.received_at > limit
