"""Reading bundle files into the store: what is unchanged is skipped, what is broken is told."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import file_digest, sha256
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.clock import utc_now
from bot.store.engine import reading, writing
from bot.store.repositories import (
    AutomationRepository,
    BundleRepository,
    StoredAutomation,
    WorkspaceRepository,
)
from bot.words import texts
from converter import (
    AutomationReport,
    Bundle,
    Entry,
    Options,
    convert_entry,
    plan_of,
    read_bundle,
)
from converter.frozen import Frozen
from converter.reading import name_of
from converter.report.model import Language

LANGUAGES: tuple[Language, ...] = ("en", "fr")
LIVE = "mailchimp:"
"""Begins the name of what was read from Mailchimp, where a file has its path; the account's id
follows."""

UPLOADED = "upload:"
"""Begins the name of what people sent; the rest is the name of their file."""


class LoadResult(Frozen):
    """``loaded``, ``unchanged``, ``unreadable`` count files; the others what those read hold.

    ``broken`` automations are among ``automations``. ``sentences`` tells, in the language of
    whoever runs the bot, what is broken and where.
    """

    loaded: int = 0
    unchanged: int = 0
    unreadable: int = 0
    automations: int = 0
    campaigns: int = 0
    broken: int = 0
    sentences: tuple[str, ...] = ()

    def plus(self, other: "LoadResult") -> "LoadResult":
        return LoadResult(
            loaded=self.loaded + other.loaded,
            unchanged=self.unchanged + other.unchanged,
            unreadable=self.unreadable + other.unreadable,
            automations=self.automations + other.automations,
            campaigns=self.campaigns + other.campaigns,
            broken=self.broken + other.broken,
            sentences=(*self.sentences, *other.sentences),
        )


class Content(Frozen):
    """What a file holds. ``problem``: why it cannot be read as a whole. ``broken``: sentences."""

    plan: str | None = None
    plan_source: str | None = None
    timezone: str | None = None
    entries: tuple[StoredAutomation, ...] = ()
    broken: tuple[str, ...] = ()
    problem: str | None = None


def load_file(
    engine: Engine, workspace_id: str, path: Path, language: Language, name: str | None = None
) -> LoadResult:
    """Bring one file's rows up to date. A file that cannot be read leaves them as they were.

    ``name`` is what it is kept as and called, where that is not its path.
    """
    place = name or str(path)
    try:
        digest = _digest(path)
        with reading(engine) as session:
            known = BundleRepository(session, workspace_id).get(place)
        if known is not None and known.digest == digest:
            return LoadResult(unchanged=1)
        content = read_content(path, language, name)
    except OSError as error:
        content = Content(problem=_no_access(path, error, language))
        known = None
    if content.problem is not None:
        told = [content.problem]
        if known is not None:
            told.append(texts("loading").say("kept", language))
        return LoadResult(unreadable=1, sentences=(" ".join(told),))
    with writing(engine) as session:
        WorkspaceRepository(session, workspace_id).ensure()
        _put(session, workspace_id, place, digest, content)
    return _result(content)


def is_live(place: str) -> bool:
    """Whether that is the name of something that was read from Mailchimp."""
    return place.startswith(LIVE)


def load_live(
    engine: Engine,
    workspace_id: str,
    account: dict[str, Any],
    automations: Sequence[object],
    campaigns: Sequence[object],
    language: Language,
) -> LoadResult:
    """Make what was read from Mailchimp all that is known from there. ``account`` is what GET /
    answered; the others are elements of a bundle's lists."""
    place = f"{LIVE}{account.get('account_id') or ''}"
    name = str(account.get("account_name") or place)
    bundle = Bundle(
        Path(place),
        name,
        pricing=_text(account.get("pricing_plan_type")),
        timezone=_text(account.get("account_timezone")),
    )
    read = [
        *(Entry("automation", n, f"/automations/{n}", one) for n, one in enumerate(automations)),
        *(Entry("campaign", n, f"/campaigns/{n}", one) for n, one in enumerate(campaigns)),
    ]
    content = _content(bundle, read, name, language)
    digest = sha256("".join(entry.digest for entry in content.entries).encode()).hexdigest()
    with writing(engine) as session:
        WorkspaceRepository(session, workspace_id).ensure()
        _put(session, workspace_id, place, digest, content)
        bundles = BundleRepository(session, workspace_id)
        for other in bundles.all():
            if is_live(other.path) and other.path != place:
                bundles.remove(other.path)
    return _result(content)


def count_live(engine: Engine, workspace_id: str) -> int:
    """How many automations of Mailchimp's are here, those among them that cannot be read too."""
    with reading(engine) as session:
        automations = AutomationRepository(session, workspace_id)
        bundles = BundleRepository(session, workspace_id).all()
        return sum(automations.count_from(one.path) for one in bundles if is_live(one.path))


def forget_live(engine: Engine, workspace_id: str) -> int:
    """Drop what was read from Mailchimp; how many automations that were."""
    count = count_live(engine, workspace_id)
    with writing(engine) as session:
        bundles = BundleRepository(session, workspace_id)
        for bundle in bundles.all():
            if is_live(bundle.path):
                bundles.remove(bundle.path)
    return count


def _put(session: Session, workspace_id: str, place: str, digest: str, content: Content) -> None:
    WorkspaceRepository(session, workspace_id).alone()
    BundleRepository(session, workspace_id).put(
        place,
        digest,
        utc_now(),
        content.plan,
        content.plan_source,
        content.entries,
        content.timezone,
    )


def _result(content: Content) -> LoadResult:
    kinds = Counter(entry.kind for entry in content.entries)
    return LoadResult(
        loaded=1,
        automations=kinds["automation"] + kinds["broken"],
        campaigns=kinds["campaign"],
        broken=len(content.broken),
        sentences=content.broken,
    )


def survey(path: Path, language: Language) -> Content:
    """What loading a file would find. Raises nothing."""
    try:
        with path.open("rb"):
            """Whoever may not read it gets the system's reason."""
        return read_content(path, language)
    except OSError as error:
        return Content(problem=_no_access(path, error, language))


def read_content(path: Path, language: Language, name: str | None = None) -> Content:
    """Every entry of a file as it is stored. Raises OSError."""
    bundle = read_bundle(path, name)
    file = name or str(path)
    if bundle.fault is not None:
        whole = next(bundle.entries())
        row = convert_entry(whole, Options(language=language))
        why = row.diagnostics[0].message if row is not None else ""
        said = texts("loading")
        return Content(problem=said.say("unreadable", language, file=file, why=why))
    return _content(bundle, bundle.entries(), file, language)


def _content(bundle: Bundle, found: Iterable[Entry], name: str, language: Language) -> Content:
    """Every entry as it is stored. ``name`` is what the bundle is called in sentences."""
    said = texts("loading")
    entries: list[StoredAutomation] = []
    broken: list[str] = []
    ids: set[str] = set()
    for entry in found:
        row = convert_entry(entry, Options(language=language))
        if row is None:
            continue
        automation_id = _unused(_clean(row.id), ids)
        ids.add(automation_id)
        entries.append(_stored(entry, row, automation_id, len(entries)))
        if row.level == "failed":
            why = row.diagnostics[0].message if row.diagnostics else ""
            broken.append(said.say("broken_entry", language, file=name, name=row.name, why=why))
    plan = plan_of(bundle)
    return Content(
        plan=plan.plan,
        plan_source=plan.source if plan.plan else None,
        timezone=_clean(bundle.timezone)[:64] if bundle.timezone else None,
        entries=tuple(entries),
        broken=tuple(broken),
    )


def restore(
    stored: StoredAutomation,
    options: Options,
    answers: Mapping[str, object] | None = None,
    *,
    unanswered: bool = False,
) -> AutomationReport | None:
    """The report of a stored entry; None for a campaign that needs none.

    ``answers`` are those of its questions. ``unanswered``: without those of the file, too.
    """
    value = json.loads(stored.payload)
    if stored.kind == "broken":
        return AutomationReport.model_validate(value[options.language])
    if unanswered:
        value.pop("answers", None)
    if answers:
        # The entry's own id: the one it is stored under may have been made unlike another.
        own = name_of(value)[0] or stored.automation_id
        options = replace(options, answers={own: answers})
    kind: Literal["automation", "campaign"] = (
        "campaign" if stored.kind == "campaign" else "automation"
    )
    return convert_entry(Entry(kind, stored.entry_index, stored.pointer, value=value), options)


def _stored(
    entry: Entry, row: AutomationReport, automation_id: str, position: int
) -> StoredAutomation:
    kind: str = entry.kind
    payload = json.dumps(entry.value)
    if entry.kind == "broken":
        # There is nothing to convert again, so what is said about it is kept, in every language.
        payload = json.dumps({language: _failure(entry, language) for language in LANGUAGES})
    return StoredAutomation(
        automation_id=automation_id,
        kind=kind,
        name=_clean(row.name),
        position=position,
        entry_index=entry.index,
        pointer=entry.base,
        payload=payload,
        digest=sha256(payload.encode()).hexdigest(),
    )


def _failure(entry: Entry, language: Language) -> object:
    row = convert_entry(entry, Options(language=language))
    return row.model_dump(mode="json") if row is not None else None


def _unused(automation_id: str, ids: set[str]) -> str:
    """The id; a second entry with the same one gets a number, so that neither is lost."""
    candidates: Iterator[str] = (
        automation_id if n == 1 else f"{automation_id[:240]} ({n})" for n in range(1, len(ids) + 2)
    )
    return next(name for name in candidates if name not in ids)


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _clean(text: str) -> str:
    """Without what a database cannot keep: NUL, and halves of surrogate pairs."""
    return text.replace("\0", "").encode("utf-8", "replace").decode("utf-8")


def _no_access(path: Path, error: OSError, language: Language) -> str:
    why = error.strerror or type(error).__name__
    return texts("loading").say("no_access", language, file=str(path), why=why)


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
