"""A stored desk with a clock that the tests turn."""

from datetime import UTC, datetime, timedelta

from bot.desk.case import Case, Deed
from bot.desk.packet import Automation, Exchange, Packet
from bot.desk.record import NewCase
from bot.services.desk import Desk

NOW = datetime(2026, 11, 23, 9, 30, 15, 123456, tzinfo=UTC)
PACKET = Packet(
    said="Mon automatisation « Bienvenue » est bloquée",
    exchanges=(
        Exchange(
            at=NOW - timedelta(minutes=3),
            question="Why is it blocked?",
            shape="answer",
            topics=("plan-limits",),
            confidence=0.7,
            helped=False,
        ),
    ),
    confidence=0.7,
    automation=Automation(key=3, name="Bienvenue", level="blocked", codes=("X1",), plan="free"),
    link="https://example.slack.com/archives/C1/p1",
)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


def new(**more: object) -> NewCase:
    given: dict[str, object] = {
        "requester": "U1",
        "channel": "C1",
        "thread_ts": "1.0",
        "language": "fr",
        "start": "button",
        "topic": "plan-limits",
        "packet": PACKET,
        "turn_id": 7,
    }
    return NewCase.model_validate(given | more)


def opened(desk: Desk, workspace: str = "T1", **more: object) -> Case:
    made = desk.open(workspace, new(**more))
    assert made.new
    return made.case


def does(desk: Desk, case: Case, kind: str, by: str = "UA", **more: object) -> Case:
    """What becomes of the case in T1; the deed has to be possible."""
    done = desk.do("T1", case.id, Deed.model_validate({"kind": kind, "by": by, **more}))
    assert done.did, done
    assert done.case is not None
    return done.case
