"""What a file is made from: a report in memory, or one whose automations stand on disk."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from converter.report.model import (
    AutomationReport,
    Construct,
    Language,
    PlanGiven,
    Report,
    Summary,
    Unexpected,
)


class Source(Protocol):
    """The parts of a ``Report``. ``automations`` may be gone through again and again, one pass
    after the other."""

    @property
    def language(self) -> Language: ...
    @property
    def plan(self) -> PlanGiven: ...
    @property
    def summary(self) -> Summary: ...
    @property
    def constructs(self) -> tuple[Construct, ...]: ...
    @property
    def automations(self) -> Iterable[AutomationReport]: ...
    @property
    def unexpected(self) -> tuple[Unexpected, ...]: ...


@dataclass(frozen=True, slots=True)
class StoredReport:
    """A report whose automations are read anew for each pass."""

    language: Language
    plan: PlanGiven
    summary: Summary
    constructs: tuple[Construct, ...]
    automations: Iterable[AutomationReport]
    unexpected: tuple[Unexpected, ...]


__all__ = ["Report", "Source", "StoredReport"]
