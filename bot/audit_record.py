"""An audit of an account as it is stored, and each automation in it."""

import json
from datetime import datetime
from typing import Literal

from pydantic import Field, field_validator

from converter.frozen import Frozen
from converter.report.model import Language, Level, PlanGiven, PlanId

AuditState = Literal["running", "done", "stopped", "failed"]
Grade = Literal["A", "B", "C", "D"]


class Terms(Frozen):
    """What the whole account is looked at under. ``timezone`` is an IANA name."""

    plan: PlanGiven = PlanGiven(plan=None, source="none")
    timezone: str | None = None


class StoredAudit(Frozen):
    """``plan`` is the one that was asked for. ``done`` of ``total`` automations are read; when it
    is over, ``levels`` counts what they came to. ``ended_by`` stopped it."""

    id: int
    state: AuditState
    asked_by: str
    language: Language
    plan: PlanId | None = None
    terms: Terms = Terms()
    channel: str | None = None
    ts: str | None = None
    total: int
    done: int
    grade: Grade | None = None
    levels: dict[Level, int] = Field(default_factory=dict)
    asked_at: datetime
    ended_at: datetime | None = None
    ended_by: str | None = None
    error_id: str | None = None

    @field_validator("levels", "terms", mode="before")
    @classmethod
    def _read(cls, value: object) -> object:
        return json.loads(value) if isinstance(value, str) else value

    @property
    def running(self) -> bool:
        return self.state == "running"


class StoredBrief(Frozen):
    """``automation`` is the key that it had among ours; ``brief`` is JSON."""

    position: int
    automation: int
    name: str
    level: Level
    brief: str
