"""What is kept about cut-overs beside themselves."""

from datetime import datetime

from converter.cutover import Cutover
from converter.frozen import Frozen


class Step(Frozen):
    """One deed; see bot.store.models.cutover.CutoverStepRow."""

    version: int
    at: datetime
    by: str
    kind: str
    from_state: str | None
    to_state: str
    what: str | None = None
    why: str | None = None

    @classmethod
    def opening(cls, cutover: Cutover) -> "Step":
        return cls(
            version=cutover.version,
            at=cutover.opened_at,
            by=cutover.opened_by,
            kind="open",
            from_state=None,
            to_state=cutover.state,
        )


class Card(Frozen):
    """Where somebody's card stands, and which page of its tasks it shows (from 0)."""

    person: str
    channel: str
    ts: str
    page: int = 0
