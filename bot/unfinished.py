"""What the bot could not do or deliver, for whoever runs it."""

from collections.abc import Iterator
from functools import partial

from sqlalchemy import Engine, inspect

from bot.assembling import workspaces
from bot.delivery.outbox import Outbox
from bot.delivery.resending import KIND as RESEND
from bot.delivery.resending import work_id_of
from bot.findings import Line, Status, line
from bot.settings import Settings
from bot.slack.resending import refusal
from bot.storage import StorageProblem, explained, new_file, opened, unlocked
from bot.store.outbox import Listed
from bot.work.asking import ask
from bot.work.problems import WorkProblem
from converter.report.model import Language

MOST = 1000
_line = partial(line, "doctor")


def undelivered(settings: Settings, limit: int) -> tuple[tuple[str, Listed], ...]:
    """Workspace and message of what Slack refused or never confirmed, the newest first. Raises what
    SQLAlchemy raises."""
    if new_file(settings) is not None:
        return ()
    with opened(settings) as engine:
        if not inspect(engine).has_table("outbox"):
            return ()
        outbox = Outbox(engine)
        found = [
            (workspace_id, one)
            for workspace_id in workspaces(engine)
            for one in outbox.undelivered(workspace_id, limit)
        ]
    return tuple(sorted(found, key=lambda one: one[1].created_at, reverse=True)[:limit])


def resend(settings: Settings, key: str) -> bool:
    """Have a message that was given up looked for, and sent where it is not there; False where that
    is under way. Raises WorkProblem, what SQLAlchemy raises, and KeyTrouble."""
    if new_file(settings) is not None:
        raise WorkProblem("no_work_yet")
    with unlocked(settings) as engine:
        if not inspect(engine).has_table("outbox"):
            raise WorkProblem("no_work_yet")
        found = _given_up(engine, key)
    if found is None:
        return False
    workspace_id, work_id = found
    asked = {"do": "begin", "id": work_id, "kind": RESEND, "workspace": workspace_id, "key": key}
    return bool(ask(settings.address, asked)["begun"])


def _given_up(engine: Engine, key: str) -> tuple[str, str] | None:
    """The workspace of a delivery and the id of the work that sends it again; None where that
    works already."""
    for workspace_id in workspaces(engine):
        try:
            kept = Outbox(engine).get(workspace_id, key)
        except LookupError:
            continue
        refused = refusal(engine, workspace_id, kept)
        if refused == "under_way":
            return None
        if refused is not None:
            raise WorkProblem(f"message_{refused}", message=key, error=kept.error or "")
        return workspace_id, work_id_of(kept)
    raise WorkProblem("message_unknown", message=key)


def abandon(settings: Settings, workspace_id: str, work_id: str, key: str) -> int:
    """Nobody will send what is left of this work's messages, or the one with its ``key``; gives how
    many that were. Raises what SQLAlchemy raises, and KeyTrouble."""
    if not _any_left(settings, workspace_id, work_id, key):
        return 0
    with unlocked(settings) as engine:
        return Outbox(engine).abandon(workspace_id, work_id, key)


def _any_left(settings: Settings, workspace_id: str, work_id: str, key: str) -> bool:
    """Without the keys, which are needed for nothing where there is nothing."""
    with opened(settings) as engine:
        if not workspace_id or not inspect(engine).has_table("outbox"):
            return False
        return bool(Outbox(engine).left_of(workspace_id, work_id, key))


def survey(settings: Settings, lang: Language) -> Iterator[Line]:
    """For ``doctor``: how much failed, and how much did not arrive."""
    try:
        with explained(settings, lang):
            failed = _failed(settings)
            lost = len(undelivered(settings, MOST))
    except WorkProblem as problem:
        status: Status = "missing" if problem.key == "no_work_yet" else "problem"
        yield Line(status=status, text=problem.sentence(lang))
        return
    except StorageProblem:
        return  # the database's own lines say so
    if failed:
        yield _line("problem", "work_failed", lang, count=failed)
    if lost:
        yield _line("missing", "work_undelivered", lang, count=lost)
    if not failed and not lost:
        yield _line("ok", "work_fine", lang)


def _failed(settings: Settings) -> int:
    asked = {"do": "list", "states": ["failed"], "limit": MOST}
    return len(ask(settings.address, asked)["items"])
