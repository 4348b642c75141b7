"""Cut-overs: begun, done with, looked at. Stored."""

from collections.abc import Callable
from datetime import datetime
from typing import Literal

from sqlalchemy import Engine

from bot.clock import utc_now
from bot.cutover.record import Card, Step
from bot.store.cutovers import CutoverRepository
from bot.store.engine import reading, writing
from bot.store.repositories import WorkspaceRepository
from converter import cutover as rules
from converter.cutover import Cutover, Deed, Facts, Illegal, Reason, Refused, what_changed
from converter.frozen import Frozen
from converter.report.model import CutoverState, PlanId


class Opened(Frozen):
    """``new``: False for the one that was there."""

    cutover: Cutover
    new: bool


class Done(Frozen):
    """``cutover`` as it is now, ``before`` as it was when that was decided; None where it is gone.

    ``illegal``: not in the state that it is in. ``refused``: something is missing, see ``reason``
    and ``items``. ``changed``: its automation changed, so it was put back, and nothing else done.
    """

    cutover: Cutover | None
    did: bool
    before: Cutover | None
    why: Literal["done", "illegal", "refused", "changed", "gone"]
    reason: Reason | None = None
    items: tuple[str, ...] = ()


class Cutovers:
    """Made once per process; safe to share between threads. Each call is one transaction. Raises
    what SQLAlchemy raises, and KeyTrouble.

    ``four_eyes``: whoever checked a cut-over may not approve it.
    """

    def __init__(
        self, engine: Engine, now: Callable[[], datetime] = utc_now, *, four_eyes: bool = True
    ) -> None:
        self._engine = engine
        self._now = now
        self._four_eyes = four_eyes

    def open(
        self,
        workspace_id: str,
        automation_id: str,
        name: str,
        by: str,
        digest: str,
        plan: PlanId | None = None,
    ) -> Opened:
        """A new cut-over, or the one that the automation has. ``digest``: of its report."""
        now = self._now()
        new = Cutover(
            id=0,
            automation_id=automation_id,
            name=name,
            plan=plan,
            digest=digest,
            opened_by=by,
            opened_at=now,
            since=now,
        )
        with writing(self._engine) as session:
            WorkspaceRepository(session, workspace_id).ensure()
            cutovers = CutoverRepository(session, workspace_id)
            made = cutovers.open(new)
            if made is not None:
                return Opened(cutover=made, new=True)
            there = cutovers.of(automation_id)
            if there is None:
                raise LookupError("the cut-over that was there is gone")
            return Opened(cutover=there, new=False)

    def do(
        self, workspace_id: str, cutover_id: int, deed: Deed, facts: Facts | None = None
    ) -> Done:
        """Do it, if that is possible. Of several at once one wins, and the others are decided on
        what it made of the cut-over. ``facts``: what the automation's report says now."""
        with writing(self._engine) as session:
            cutovers = CutoverRepository(session, workspace_id)
            while True:
                before = cutovers.get(cutover_id)
                if before is None:
                    return Done(cutover=None, did=False, before=None, why="gone")
                now = self._now()
                changed = _changed(before, deed, facts)
                after = self._after(before, changed or deed, now, facts)
                if isinstance(after, Done):
                    return after
                if cutovers.change(before, after, changed or deed, now):
                    why: Literal["done", "changed"] = "done" if changed is None else "changed"
                    return Done(cutover=after, did=changed is None, before=before, why=why)

    def hindered(self, cutover: Cutover, deed: Deed, facts: Facts | None = None) -> Done | None:
        """Why the deed would be refused; None where it would not be, or where the automation has
        changed, which ``do`` finds out. Nothing is written."""
        if _changed(cutover, deed, facts) is not None:
            return None
        after = self._after(cutover, deed, self._now(), facts)
        return after if isinstance(after, Done) else None

    def _after(
        self, before: Cutover, deed: Deed, now: datetime, facts: Facts | None
    ) -> Cutover | Done:
        try:
            return rules.done(before, deed, now, facts, four_eyes=self._four_eyes)
        except Illegal:
            return Done(cutover=before, did=False, before=before, why="illegal")
        except Refused as no:
            return Done(
                cutover=before,
                did=False,
                before=before,
                why="refused",
                reason=no.reason,
                items=no.items,
            )

    def get(self, workspace_id: str, cutover_id: int) -> Cutover | None:
        with reading(self._engine) as session:
            return CutoverRepository(session, workspace_id).get(cutover_id)

    def of(self, workspace_id: str, automation_id: str) -> Cutover | None:
        """That of an automation, by its id in Mailchimp."""
        with reading(self._engine) as session:
            return CutoverRepository(session, workspace_id).of(automation_id)

    def counts(self, workspace_id: str) -> dict[CutoverState, int]:
        """How many are in which state."""
        with reading(self._engine) as session:
            return CutoverRepository(session, workspace_id).counts()

    def under_way(self, workspace_id: str, limit: int) -> tuple[Cutover, ...]:
        """Those that are not drained, what has waited longest first."""
        with reading(self._engine) as session:
            return CutoverRepository(session, workspace_id).under_way(limit)

    def steps(self, workspace_id: str, cutover_id: int) -> tuple[Step, ...]:
        """Every deed, the oldest first."""
        with reading(self._engine) as session:
            return CutoverRepository(session, workspace_id).steps(cutover_id)

    def cards(self, workspace_id: str, cutover_id: int) -> tuple[Card, ...]:
        with reading(self._engine) as session:
            return CutoverRepository(session, workspace_id).cards(cutover_id)

    def carded(self, workspace_id: str, cutover_id: int, card: Card) -> bool:
        """Somebody's card stands there now; False where there is no such cut-over."""
        with writing(self._engine) as session:
            return CutoverRepository(session, workspace_id).carded(cutover_id, card)


def _changed(cutover: Cutover, deed: Deed, facts: Facts | None) -> Deed | None:
    """What comes first where the automation is no longer what people looked at."""
    if facts is None or not cutover.before_live or deed.kind == "back":
        return None
    if facts.digest == cutover.digest:
        return None
    return Deed(kind="change", why=what_changed(cutover.digest, facts.digest))
