"""The automations of a workspace: loaded from files, found by name, converted on request."""

from collections import OrderedDict
from collections.abc import Iterable, Sequence
from pathlib import Path
from threading import Lock
from typing import Literal

from sqlalchemy import Engine

from bot.services.loading import LoadResult, load_file, restore
from bot.services.names import AutomationRef, Found, NameIndex
from bot.store.engine import reading, writing
from bot.store.models import AutomationRow, BundleRow, WorkspaceRow
from bot.store.repositories import (
    AutomationRepository,
    BundleRepository,
    Heading,
    StoredAutomation,
    WorkspaceRepository,
)
from converter import AutomationReport, Limits, Options, PlanGiven, plan_named
from converter.plans import BUILT_IN
from converter.report.model import Language

Asked = tuple[str, int, str, Language, PlanGiven, str | None]
"""What a report depends on: workspace, automation, its place and digest, language, plan, zone."""
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
        self._indexes: dict[str, NameIndex] = {}
        self._drops = 0

    def know(self, workspace_id: str, name: str) -> None:
        """Remember a workspace under its present name."""
        with writing(self._engine) as session:
            WorkspaceRepository(session, workspace_id).ensure(name)

    def load(self, workspace_id: str, paths: Iterable[Path], only: bool = False) -> LoadResult:
        """Read files; those that did not change are skipped.

        An automation keeps its key when its file changes. With ``only``, what came from files
        that are not among ``paths`` is forgotten. A broken entry is kept, so that asking for it
        says what is wrong with it.
        """
        files = tuple(paths)
        result = LoadResult()
        try:
            for path in files:
                result = result.plus(load_file(self._engine, workspace_id, path, self._language))
            if only:
                self._forget_others(workspace_id, {str(path) for path in files})
        finally:
            self._drop(workspace_id)
        return result

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

        The plan is the one given, else the file's, else the workspace's, else the default.
        """
        given = plan_named(plan) if plan is not None else None
        if plan is not None and given is None:
            raise UnknownPlan(plan)
        with reading(self._engine) as session:
            row = AutomationRepository(session, workspace_id).get(key)
            if row is None:
                raise UnknownAutomation(key)
            bundle = BundleRepository(session, workspace_id).get(row.loaded_from)
            workspace = WorkspaceRepository(session, workspace_id).get()
            stored = _stored(row)
            timezone = bundle.timezone if bundle is not None else None
        used = (
            PlanGiven(plan=given.id, source="option")
            if given is not None
            else self._plan(bundle, workspace)
        )
        asked = (workspace_id, key, stored.pointer + stored.digest, language, used, timezone)
        with self._lock:
            known = self._reports.get(asked)
        if known is not None:
            return known
        options = Options(language=language, plan=used, limits=self._limits, timezone=timezone)
        report = restore(stored, options)
        if report is None:
            raise UnknownAutomation(key)
        with self._lock:
            self._reports[asked] = report
            while len(self._reports) > KEPT_REPORTS:
                self._reports.popitem(last=False)
        return report

    def count(self, workspace_id: str) -> int:
        """How many can be found by name: one that several files hold counts once."""
        return len(self._index(workspace_id))

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
        with self._lock:
            known = self._indexes.get(workspace_id)
            drops = self._drops
        if known is not None:
            return known
        with reading(self._engine) as session:
            headings = AutomationRepository(session, workspace_id).headings()
        made = NameIndex(
            _ref(h.key, h.automation_id, h.name, h.kind) for h in _newest_of_each(headings)
        )
        with self._lock:
            # What was read before a load that ended meanwhile must not outlive it.
            if self._drops == drops:
                self._indexes[workspace_id] = made
        return made

    def _drop(self, workspace_id: str) -> None:
        with self._lock:
            self._drops += 1
            self._indexes.pop(workspace_id, None)

    def _forget_others(self, workspace_id: str, keep: set[str]) -> None:
        with writing(self._engine) as session:
            bundles = BundleRepository(session, workspace_id)
            for bundle in bundles.all():
                if bundle.path not in keep:
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
