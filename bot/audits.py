"""Audits put together: what they are read by, and the work that reads."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import Engine

from bot.assembling import Wiring
from bot.audit_files import sending_of
from bot.audit_record import StoredAudit
from bot.recorded import RecordedAudits, recorded
from bot.right_of_way import RightOfWay
from bot.services.account_files import AccountFiles
from bot.services.audits import AnswersGiven, Audits
from bot.services.automations import Automations
from bot.settings import Settings
from bot.slack.audit.auditing import KIND, Auditing, work_id_of
from bot.slack.audit.parts import AuditParts
from bot.storage import data_folder
from bot.work import JOBS, LAST, WorkEngine

OVER = ("done", "failed", "stopped", "dropped")


def audits_of(
    settings: Settings,
    application: Engine,
    automations: Automations,
    work: WorkEngine,
    way: RightOfWay,
    now: Callable[[], datetime],
    answers: Callable[[str], AnswersGiven],
) -> AuditParts:
    """Everything that Slack's side of an audit needs. ``answers``: those of a workspace."""

    def start(workspace_id: str, audit: StoredAudit) -> bool:
        work_id = work_id_of(workspace_id, audit)
        new = work.accept(work_id, KIND, workspace_id, str(audit.id), JOBS, priority=LAST)
        return new or work.operator.find(work_id).state not in OVER

    audits = RecordedAudits(
        application,
        automations,
        now,
        give=way.give,
        limits=settings.limits,
        answers=answers,
    )
    files = AccountFiles(
        automations, audits, data_folder(settings), now, way.give, answers, settings.limits
    )
    return AuditParts(audits, files, recorded(start), sending_of(work))


def audit_with(wiring: Wiring, audits: Audits) -> None:
    """Tell the engine how to audit an account. When the process stops, it goes on after the next
    start."""
    patience = wiring.tempo.handling
    auditing = Auditing(audits, wiring.client, wiring.deliveries, patience.passes)
    wiring.work.register(KIND, auditing.handle, patience, leaves=True)
