"""Audits of a whole account: begun, read batch by batch, ended, shown, forgotten. Stored."""

from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from json import dumps
from threading import Lock
from time import time

from pydantic import ValidationError
from sqlalchemy import Engine

from bot.audit_record import AuditState, StoredAudit, StoredBrief
from bot.clock import utc_now
from bot.services.automations import Automations
from bot.store.audits import AuditRepository
from bot.store.engine import reading, writing
from bot.store.repositories import WorkspaceRepository
from converter import Limits, Options
from converter.audit import Audit, AuditBrief, Auditor, compare
from converter.frozen import Frozen
from converter.plans import BUILT_IN
from converter.report.build import Totals
from converter.report.model import LEVELS, Language, Level, PlanId

AnswersGiven = Mapping[str, Mapping[str, object]]
KEPT = 2
"""Finished audits of a workspace that are kept: the last, and the one to compare it with."""
KEPT_READY = 4
"""Audits that need not be made of their briefs again: a result's two, in two languages."""


class Begun(Frozen):
    """``new``: False for the one that was running."""

    audit: StoredAudit
    new: bool


class Batch(Frozen):
    """Whether the audit goes on, how far it is, and when the batch began and ended, in seconds
    since 1970."""

    running: bool
    done: int
    began: float
    ended: float


class Result(Frozen):
    """A finished audit in one language. ``earlier``: when the one that it is compared with was
    asked for."""

    stored: StoredAudit
    audit: Audit
    earlier: datetime | None = None


class Audits:
    """Made once per process; safe to share between threads. Raises what SQLAlchemy raises.

    ``give`` is called before each automation: what somebody waits for goes first. ``answers`` gives
    what the people of a workspace answered, by automation and question.
    """

    def __init__(
        self,
        engine: Engine,
        automations: Automations,
        now: Callable[[], datetime] = utc_now,
        give: Callable[[], None] = lambda: None,
        answers: Callable[[str], AnswersGiven] = lambda _workspace_id: {},
        limits: Limits = BUILT_IN,
    ) -> None:
        self._engine = engine
        self._automations = automations
        self._now = now
        self._give = give
        self._answers = answers
        self._limits = limits
        self._lock = Lock()
        self._made: OrderedDict[tuple[str, int, datetime, Language], Audit] = OrderedDict()

    def begin(
        self, workspace_id: str, asked_by: str, language: Language, plan: PlanId | None
    ) -> Begun:
        """A new audit, or the one that is running: there is one at a time."""
        total = self._automations.count(workspace_id)
        with writing(self._engine) as session:
            WorkspaceRepository(session, workspace_id).ensure()
            audits = AuditRepository(session, workspace_id)
            while True:
                made = audits.open(asked_by, language, plan, total, self._now())
                audit = audits.get(made) if made is not None else audits.running()
                # Else it ended between the two statements.
                if audit is not None:
                    return Begun(audit=audit, new=made is not None)

    def get(self, workspace_id: str, audit_id: int) -> StoredAudit | None:
        with reading(self._engine) as session:
            return AuditRepository(session, workspace_id).get(audit_id)

    def running(self, workspace_id: str) -> StoredAudit | None:
        with reading(self._engine) as session:
            return AuditRepository(session, workspace_id).running()

    def last(self, workspace_id: str) -> StoredAudit | None:
        """The newest that came to its end."""
        with reading(self._engine) as session:
            return next(iter(AuditRepository(session, workspace_id).finished(1)), None)

    # What the work does

    def plan(self, workspace_id: str, audit_id: int) -> tuple[int, ...] | None:
        """The automations to read; None where the audit is not running (any more)."""
        audit = self.get(workspace_id, audit_id)
        if audit is None:
            return None
        keys = self._automations.keys(workspace_id)
        terms = self._automations.terms(workspace_id, audit.plan)
        with writing(self._engine) as session:
            changed = AuditRepository(session, workspace_id).change(
                audit_id, total=len(keys), terms=terms.model_dump_json()
            )
        return keys if changed else None

    def shown(self, workspace_id: str, audit_id: int, channel: str, ts: str) -> None:
        """Remember the message that shows how far it is."""
        with writing(self._engine) as session:
            AuditRepository(session, workspace_id).change(audit_id, channel=channel, ts=ts)

    def read(self, workspace_id: str, audit_id: int, keys: Sequence[int], start: int) -> Batch:
        """Convert these and keep what they came to; ``start`` are read already. Done again, it
        changes nothing."""
        began, done = time(), start + len(keys)
        audit = self.get(workspace_id, audit_id)
        if audit is None or not audit.running:
            return Batch(running=False, done=start, began=began, ended=time())
        briefs = []
        answers = self._answers(workspace_id)
        for position, key in enumerate(keys, start):
            self._give()
            made = self._automations.audited(workspace_id, key, "en", audit.plan, answers)
            # None: it went meanwhile, or is a campaign that needs no conversion.
            if made is not None:
                briefs.append(_stored(position, key, made[1]))
        with writing(self._engine) as session:
            audits = AuditRepository(session, workspace_id)
            running = audits.change(audit_id, done=done)
            if running:
                audits.put(audit_id, briefs)
        return Batch(running=running, done=done if running else start, began=began, ended=time())

    def end(self, workspace_id: str, audit_id: int) -> AuditState | None:
        """Everything is read. Of this and a stop at the same time one wins: what it is now; None
        where it is gone."""
        with reading(self._engine) as session:
            levels = AuditRepository(session, workspace_id).levels(audit_id)
        totals = Totals("en", levels=dict.fromkeys(LEVELS, 0) | levels)
        return self._finish(workspace_id, audit_id, state="done", grade=totals.grade())

    def fail(self, workspace_id: str, audit_id: int, error_id: str) -> AuditState | None:
        """It cannot go on; what it is now."""
        return self._finish(workspace_id, audit_id, state="failed", error_id=error_id)

    def stop(self, workspace_id: str, audit_id: int, by: str) -> bool:
        """Whether this stops it: else it was over."""
        return self._changed(workspace_id, audit_id, state="stopped", ended_by=by)

    # What is shown

    def result(self, workspace_id: str, audit_id: int, language: Language) -> Result | None:
        """A finished audit, compared with the one before it; None where it is not kept."""
        with reading(self._engine) as session:
            audits = AuditRepository(session, workspace_id)
            stored = audits.get(audit_id)
            earlier = next(iter(audits.finished(1, before=audit_id)), None)
        if stored is None or stored.state != "done":
            return None
        before = self._audit(workspace_id, earlier, language) if earlier is not None else None
        audit = self._audit(workspace_id, stored, language, before)
        if audit is None:
            return None
        compared = earlier.asked_at if earlier is not None and before is not None else None
        return Result(stored=stored, audit=audit, earlier=compared)

    def listed(
        self, workspace_id: str, audit_id: int, level: Level, start: int, most: int
    ) -> tuple[AuditBrief, ...]:
        """Some of the automations of a level, in the order of the account."""
        with reading(self._engine) as session:
            found = AuditRepository(session, workspace_id).briefs(
                audit_id, level=level, start=start, most=most
            )
        return tuple(AuditBrief.model_validate_json(one.brief) for one in found)

    def _finish(self, workspace_id: str, audit_id: int, **values: object) -> AuditState | None:
        self._changed(workspace_id, audit_id, **values)
        now = self.get(workspace_id, audit_id)
        return now.state if now is not None else None

    def _changed(self, workspace_id: str, audit_id: int, **values: object) -> bool:
        with writing(self._engine) as session:
            audits = AuditRepository(session, workspace_id)
            levels = dumps(audits.levels(audit_id))
            return audits.change(audit_id, ended_at=self._now(), levels=levels, **values)

    def _audit(
        self,
        workspace_id: str,
        stored: StoredAudit,
        language: Language,
        before: Audit | None = None,
    ) -> Audit | None:
        """None where another version kept it, whose briefs this one cannot read."""
        # The number of one that was forgotten may be given again.
        asked = (workspace_id, stored.id, stored.asked_at, language)
        with self._lock:
            known = self._made.get(asked)
        if known is None:
            known = self._anew(workspace_id, stored, language)
        if known is None:
            return None
        with self._lock:
            self._made[asked] = known
            self._made.move_to_end(asked)
            while len(self._made) > KEPT_READY:
                self._made.popitem(last=False)
        if before is None:
            return known
        return known.model_copy(update={"comparison": compare(before, known)})

    def _anew(self, workspace_id: str, stored: StoredAudit, language: Language) -> Audit | None:
        with reading(self._engine) as session:
            briefs = AuditRepository(session, workspace_id).briefs(stored.id)
        terms = stored.terms
        options = Options(language, terms.plan, limits=self._limits, timezone=terms.timezone)
        auditor = Auditor(options)
        try:
            for one in briefs:
                auditor.add(AuditBrief.model_validate_json(one.brief))
        except ValidationError:
            return None
        return auditor.finish()


def _stored(position: int, key: int, brief: AuditBrief) -> StoredBrief:
    return StoredBrief(
        position=position,
        automation=key,
        name=brief.name,
        level=brief.level,
        brief=brief.model_dump_json(),
    )


def forget_audits(engine: Engine, workspace_id: str, moment: datetime) -> None:
    """All but the last two that came to their end; of the others those that ended before."""
    with reading(engine) as session:
        outdated = AuditRepository(session, workspace_id).outdated(KEPT, moment)
    for audit_id in outdated:
        more = True
        while more:
            with writing(engine) as session:
                more = AuditRepository(session, workspace_id).remove(audit_id)
