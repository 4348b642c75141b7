"""The automations of a workspace: loaded from files, found by name, converted on request."""

import json
from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import Lock
from typing import Literal

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.audit_record import Terms
from bot.services.briefs import Audited, audited
from bot.services.loading import UPLOADED, LoadResult, is_live, load_file, restore
from bot.services.names import AutomationRef, Found, NameIndex
from bot.store.answers import AnswerRepository
from bot.store.engine import reading, writing
from bot.store.models import AutomationRow, BundleRow, WorkspaceRow
from bot.store.repositories import (
    AutomationRepository,
    BundleRepository,
    Heading,
    Stamp,
    StoredAutomation,
    WorkspaceRepository,
)
from converter import AutomationReport, Limits, Options, PlanGiven, plan_named
from converter.plans import BUILT_IN
from converter.report.model import Language, PlanId, Question

Asked = tuple[str, int, str, Language, PlanGiven, str | None, str]
"""What a report depends on: workspace, automation, its place and digest, language, plan, zone,
answers."""
KEPT_REPORTS = 32
"""So that turning a page of a long journey does not convert it again."""


class UnknownAutomation(LookupError):
    """The workspace has no automation with this key (any more)."""


class UnknownPlan(ValueError):
    """No plan has this name."""


class Automations:
    """Made once per process; safe to share between threads.

    ``default_plan`` (JOURNEYDESK_PLAN) counts where nothing nearer names a plan. ``language`` is
    the one in which broken files are told of.
    """

    def __init__(
        self,
        engine: Engine,
        default_plan: str | None,
        language: Language,
        limits: Limits = BUILT_IN,
    ) -> None:
        self._engine = engine
        self._limits = limits
        self._reports: OrderedDict[Asked, AutomationReport] = OrderedDict()
        self._default_plan = default_plan
        self._language = language
        self._lock = Lock()
        self._indexes: dict[str, tuple[Stamp, NameIndex]] = {}

    def know(self, workspace_id: str, name: str) -> None:
        """Remember a workspace under its present name."""
        with writing(self._engine) as session:
            WorkspaceRepository(session, workspace_id).ensure(name)

    def load(self, workspace_id: str, paths: Iterable[Path], only: bool = False) -> LoadResult:
        """Read files; those that did not change are skipped.

        An automation keeps its key when its file changes. With ``only``, what came from files
        that are not among ``paths`` is forgotten, unless people sent it or it was read from
        Mailchimp. A broken entry is kept, so that asking for it says what is wrong with it.
        """
        files = tuple(paths)
        result = LoadResult()
        for path in files:
            result = result.plus(load_file(self._engine, workspace_id, path, self._language))
        if only:
            self._forget_others(workspace_id, {str(path) for path in files})
        return result

    def receive(self, workspace_id: str, path: Path, name: str, language: Language) -> LoadResult:
        """Read a file that somebody sent, and keep what it holds under ``name``."""
        return load_file(self._engine, workspace_id, path, language, name)

    def sent_file(self, workspace_id: str, name: str) -> int | None:
        """The number of a file that somebody sent, for ``forget_file``."""
        with reading(self._engine) as session:
            row = BundleRepository(session, workspace_id).get(name)
            return row.id if row is not None else None

    def forget_file(self, workspace_id: str, number: int) -> bool:
        """Drop a file that somebody sent, with its automations. False where it is gone already."""
        with writing(self._engine) as session:
            bundles = BundleRepository(session, workspace_id)
            found = [
                one.path
                for one in bundles.all()
                if one.id == number and one.path.startswith(UPLOADED)
            ]
            for path in found:
                bundles.remove(path)
        return bool(found)

    def find(self, workspace_id: str, query: str) -> Found:
        """The automation that ``query`` names (a name or an id), or what it may have meant."""
        return self._index(workspace_id).find(query)

    def search(self, workspace_id: str, query: str, limit: int = 100) -> tuple[AutomationRef, ...]:
        """For a picker: what holds ``query``, then what is alike; everything for an empty one."""
        return self._index(workspace_id).search(query, limit)

    def get(self, workspace_id: str, key: int) -> AutomationRef | None:
        with reading(self._engine) as session:
            row = AutomationRepository(session, workspace_id).get(key)
            return _ref(row.id, row.automation_id, row.name, row.kind) if row else None

    def convert(
        self, workspace_id: str, key: int, language: Language, plan: str | None = None
    ) -> AutomationReport:
        """The report, in ``language``. Raises UnknownAutomation or UnknownPlan.

        The plan is the one given, else the file's, else the workspace's, else the default. What
        people answered counts before the answers of the file.
        """
        option = plan_named(plan) if plan is not None else None
        if plan is not None and option is None:
            raise UnknownPlan(plan)
        with reading(self._engine) as session:
            row = AutomationRepository(session, workspace_id).get(key)
            if row is None:
                raise UnknownAutomation(key)
            bundle = BundleRepository(session, workspace_id).get(row.loaded_from)
            workspace = WorkspaceRepository(session, workspace_id).get()
            answers = self._answers(session, workspace_id, row.automation_id)
            stored = _stored(row)
            timezone = bundle.timezone if bundle is not None else None
        used = (
            PlanGiven(plan=option.id, source="option")
            if option is not None
            else self._plan(bundle, workspace)
        )
        known_by = stored.pointer + stored.digest
        said = json.dumps(answers, sort_keys=True)
        asked = (workspace_id, key, known_by, language, used, timezone, said)
        with self._lock:
            known = self._reports.get(asked)
        if known is not None:
            return known
        options = Options(language=language, plan=used, limits=self._limits, timezone=timezone)
        report = restore(stored, options, answers)
        if report is None:
            raise UnknownAutomation(key)
        with self._lock:
            self._reports[asked] = report
            while len(self._reports) > KEPT_REPORTS:
                self._reports.popitem(last=False)
        return report

    def plan(self, workspace_id: str, key: int) -> PlanId | None:
        """What ``convert`` checks against where no plan is given; None where nobody named one, or
        the automation is gone."""
        with reading(self._engine) as session:
            row = AutomationRepository(session, workspace_id).get(key)
            if row is None:
                return None
            bundle = BundleRepository(session, workspace_id).get(row.loaded_from)
            return self._plan(bundle, WorkspaceRepository(session, workspace_id).get()).plan

    def questions(self, workspace_id: str, key: int, language: Language) -> tuple[Question, ...]:
        """Everything that is asked about an automation, answered or not. Raises
        UnknownAutomation."""
        with reading(self._engine) as session:
            row = AutomationRepository(session, workspace_id).get(key)
            stored = _stored(row) if row is not None else None
        options = Options(language=language, limits=self._limits)
        report = restore(stored, options, unanswered=True) if stored is not None else None
        if report is None:
            raise UnknownAutomation(key)
        return report.questions

    def with_id(self, workspace_id: str, automation_id: str) -> AutomationRef | None:
        """The automation with exactly this id of Mailchimp's."""
        return self._index(workspace_id).with_id(automation_id)

    def count(self, workspace_id: str) -> int:
        """How many can be found by name: one that several files hold counts once."""
        return len(self._index(workspace_id))

    # The account as a whole

    def keys(self, workspace_id: str) -> tuple[int, ...]:
        """Every automation, file by file, in the order of each file: one that several files hold
        once."""
        with reading(self._engine) as session:
            headings = AutomationRepository(session, workspace_id).headings()
        return tuple(heading.key for heading in _newest_of_each(headings))

    def terms(self, workspace_id: str, plan: PlanId | None) -> Terms:
        """The plan that was given, else that of the newest file, and so on as in ``convert``."""
        with reading(self._engine) as session:
            bundles = BundleRepository(session, workspace_id).all()
            workspace = WorkspaceRepository(session, workspace_id).get()
            newest = max(bundles, key=lambda one: one.loaded_at, default=None)
            used = self._plan(newest, workspace)
            timezone = newest.timezone if newest is not None else None
        given = PlanGiven(plan=plan, source="option") if plan is not None else used
        return Terms(plan=given, timezone=timezone)

    def audited(
        self,
        workspace_id: str,
        key: int,
        language: Language,
        plan: PlanId | None,
        answers: Mapping[str, Mapping[str, object]],
    ) -> Audited | None:
        """The report of an automation, and what an audit keeps of it; ``answers`` by automation
        and question. None for one that is gone, and for a campaign that needs no conversion."""
        with reading(self._engine) as session:
            row = AutomationRepository(session, workspace_id).get(key)
            if row is None:
                return None
            bundle = BundleRepository(session, workspace_id).get(row.loaded_from)
            workspace = WorkspaceRepository(session, workspace_id).get()
            stored = _stored(row)
            used = self._plan(bundle, workspace)
            timezone = bundle.timezone if bundle is not None else None
        given = PlanGiven(plan=plan, source="option") if plan is not None else used
        options = Options(
            language, plan=given, answers=answers, limits=self._limits, timezone=timezone
        )
        return audited(stored, options)

    def _answers(
        self, session: Session, workspace_id: str, automation_id: str
    ) -> dict[str, object]:
        given = AnswerRepository(session, workspace_id).of(automation_id)
        return {one.question: one.value for one in given}

    def _plan(self, bundle: BundleRow | None, workspace: WorkspaceRow | None) -> PlanGiven:
        of_bundle = plan_named(bundle.plan) if bundle is not None and bundle.plan else None
        if of_bundle is not None and bundle is not None:
            source: Literal["account", "bundle"] = (
                "account" if bundle.plan_source == "account" else "bundle"
            )
            return PlanGiven(plan=of_bundle.id, source=source)
        of_workspace = (
            plan_named(workspace.plan) if workspace is not None and workspace.plan else None
        )
        if of_workspace is not None:
            return PlanGiven(plan=of_workspace.id, source="workspace")
        default = plan_named(self._default_plan) if self._default_plan else None
        if default is not None:
            return PlanGiven(plan=default.id, source="environment")
        return PlanGiven(plan=None, source="none")

    def _index(self, workspace_id: str) -> NameIndex:
        # Another process may have loaded something meanwhile: what is there is asked for each time.
        with reading(self._engine) as session:
            stamp = BundleRepository(session, workspace_id).stamp()
            with self._lock:
                known = self._indexes.get(workspace_id)
            if known is not None and known[0] == stamp:
                return known[1]
            headings = AutomationRepository(session, workspace_id).headings()
        made = NameIndex(
            _ref(h.key, h.automation_id, h.name, h.kind) for h in _newest_of_each(headings)
        )
        with self._lock:
            self._indexes[workspace_id] = (stamp, made)
        return made

    def _forget_others(self, workspace_id: str, keep: set[str]) -> None:
        with writing(self._engine) as session:
            bundles = BundleRepository(session, workspace_id)
            for bundle in bundles.all():
                kept = bundle.path in keep or bundle.path.startswith(UPLOADED)
                if not kept and not is_live(bundle.path):
                    bundles.remove(bundle.path)


def _newest_of_each(headings: Sequence[Heading]) -> list[Heading]:
    """One of each automation: exports of several days hold the same ones, the last read counts.

    A broken entry has an id of its own only in its file, so each of them stays.
    """
    kept: dict[tuple[str, str], Heading] = {}
    for heading in headings:
        identity = (heading.automation_id, heading.loaded_from if heading.kind == "broken" else "")
        other = kept.get(identity)
        if other is None or heading.loaded_at >= other.loaded_at:
            kept[identity] = heading
    chosen = {heading.key for heading in kept.values()}
    return [heading for heading in headings if heading.key in chosen]


def _ref(key: int, automation_id: str, name: str, kind: str) -> AutomationRef:
    listed: Literal["automation", "campaign"] = "campaign" if kind == "campaign" else "automation"
    return AutomationRef(key=key, automation_id=automation_id, name=name, kind=listed)


def _stored(row: AutomationRow) -> StoredAutomation:
    return StoredAutomation(**{name: getattr(row, name) for name in StoredAutomation.model_fields})


__all__ = ["AutomationRef", "Automations", "Found", "UnknownAutomation", "UnknownPlan"]
