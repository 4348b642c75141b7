"""Cut-overs and what their reports say, made by hand."""

from datetime import UTC, datetime, timedelta
from typing import Any

from converter.cutover import Cutover, Deed, Facts, Kind, done
from converter.cutover.facts import Decision
from converter.report.model import CutoverState

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
DECISION = Decision(id="CJ305-abc", code="CJ305", pointer="/emails/1/delay")
FACTS = Facts(
    convertible=True,
    digest="a:b",
    tasks=("CJ309", "review", "CJ401", "export"),
    must=("CJ309", "review"),
    decisions=(DECISION,),
    plan="fits",
)


def new(**changes: Any) -> Cutover:
    values = {
        "id": 1,
        "automation_id": "71ad000001",
        "name": "Bienvenue newsletter",
        "digest": FACTS.digest,
        "opened_by": "UBEN",
        "opened_at": NOW,
        "since": NOW,
    }
    return Cutover.model_validate(values | changes)


def deed(kind: Kind, **changes: Any) -> Deed:
    """One that lacks nothing."""
    values: dict[str, Any] = {"kind": kind, "by": "UBEN"}
    if kind in ("tick", "untick"):
        values["task"] = "review"
    if kind in ("accept", "revoke"):
        values["task"] = DECISION.id
    if kind in ("accept", "back", "change"):
        values["why"] = "both"
    if kind == "plan":
        values["plan"] = "standard"
    if kind == "approve":
        values["by"] = "UANA"
    return Deed.model_validate(values | changes)


WAY: dict[CutoverState, tuple[Deed, ...]] = {
    "classic_live": (),
    "draft": (deed("draft"),),
    "checked": (
        deed("accept", why="We send it by hand"),
        deed("tick"),
        deed("tick", task="CJ309"),
        deed("check"),
    ),
    "approved": (deed("approve"),),
    "live_draining": (deed("turn_on", queue=7),),
    "drained": (deed("drain"),),
}
"""What leads to each state from the one before."""


def cutover_in(state: CutoverState) -> Cutover:
    cutover = new()
    for name, deeds in WAY.items():
        for one in deeds:
            cutover = done(cutover, one, NOW, FACTS)
        if name == state:
            break
    return cutover
