"""What can be said about the database and its keys, for ``doctor`` and ``db check``."""

from collections.abc import Iterator

from bot.findings import Line, Status, line
from bot.settings import Settings
from bot.storage import StorageProblem, explained, kind, new_file, opened, shown, unlocked
from bot.store.keys import check_keys, holds_secrets, state_of
from bot.store.migrate import current, differences, head, pending
from bot.store.secrets import KeyTrouble
from bot.words import texts
from converter.language import Param
from converter.report.model import Language


def survey(settings: Settings, lang: Language) -> Iterator[Line]:
    """For ``doctor``: kind, revision, keys. Writes nothing."""
    file = new_file(settings)
    if file is not None:
        yield line("doctor", "ok", "database_new", lang, file=str(file))
        yield _where_keys_are(settings, lang)
        return
    try:
        with explained(settings, lang), opened(settings) as engine:
            revision, behind = current(engine), pending(engine)
    except StorageProblem as problem:
        yield Line(status="problem", text=problem.sentence)
        yield _where_keys_are(settings, lang)
        return
    key = "database_empty" if revision is None else "database_old" if behind else "database_ready"
    facts = {"kind": kind(settings), "where": shown(settings), "revision": revision or ""}
    yield line("doctor", "ok", key, lang, **facts)
    yield _keys(settings, lang)


def check(settings: Settings, lang: Language) -> Iterator[Line]:
    """For ``db check``: kind, revision, what is pending, whether tables and models agree, keys."""
    if new_file(settings) is not None:
        yield line("storage", "missing", "check_new", lang, where=shown(settings))
        return
    try:
        with explained(settings, lang), opened(settings) as engine:
            revision, missing = current(engine), pending(engine)
            changed = differences(engine) if not missing else ()
    except StorageProblem as problem:
        yield Line(status="problem", text=problem.sentence)
        return
    yield line("storage", "ok", "check_kind", lang, kind=kind(settings), where=shown(settings))
    none = texts("storage").say("none", lang)
    if missing:
        named = ", ".join(one.revision for one in missing)
        facts: dict[str, Param] = {"count": len(missing), "list": named}
        yield line("storage", "problem", "check_pending", lang, revision=revision or none, **facts)
    else:
        yield line("storage", "ok", "check_revision", lang, revision=head() or none)
        if changed:
            listed = ", ".join(changed)
            yield line("storage", "problem", "check_differs", lang, list=listed)
        else:
            yield line("storage", "ok", "check_agrees", lang)
    yield _keys(settings, lang)


def _keys(settings: Settings, lang: Language) -> Line:
    """Where the keys are, and whether they open what is there."""
    try:
        with explained(settings, lang):
            state = state_of(settings.address, settings.keys)
            if state.place in ("given", "file"):
                with unlocked(settings) as engine:
                    check_keys(engine)
            elif state.place == "new":
                with opened(settings) as engine:
                    if holds_secrets(engine):
                        raise KeyTrouble("key_file_missing", state.path)
    except StorageProblem as problem:
        return Line(status="problem", text=problem.sentence)
    return _where_keys_are(settings, lang)


def _where_keys_are(settings: Settings, lang: Language) -> Line:
    try:
        with explained(settings, lang):
            state = state_of(settings.address, settings.keys)
    except StorageProblem as problem:
        return Line(status="problem", text=problem.sentence)
    if state.place == "missing":
        return line("storage", "problem", "keys_missing", lang)
    if state.place == "new":
        return line("storage", "missing", "keys_new", lang, file=state.path)
    key = "keys_shared" if state.shared else f"keys_{state.place}"
    status: Status = "problem" if state.shared else "ok"
    return line("storage", status, key, lang, file=state.path, count=state.count)
