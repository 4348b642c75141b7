"""Sending the files of an account put together: how its work begins, and who does it."""

from collections.abc import Callable
from itertools import count

from bot.assembling import Wiring
from bot.audit_record import StoredAudit
from bot.recorded import recorded
from bot.settings import Settings
from bot.slack.audit.files_order import KIND, FilesOrder, work_id_of
from bot.slack.audit.parts import AuditParts
from bot.slack.audit.sending import FilesSending
from bot.slack.outgoing import OutgoingClient
from bot.work import JOBS, WorkEngine

SOON = 100
"""After what is small, before what is read in bulk: somebody clicked."""
UPLOAD_SECONDS = 120
"""Most that handing a file of many megabytes to Slack may take."""


def sending_of(work: WorkEngine) -> Callable[[str, StoredAudit, FilesOrder], bool]:
    """One at a time for a person, an audit and a language; then they can be sent again."""

    def free(workspace_id: str, audit: StoredAudit, order: FilesOrder) -> int | None:
        """The number of the next sending; None while one is under way."""
        for number in count(1):
            state, _ = work.operator.outcome(work_id_of(workspace_id, audit, order, number))
            if state is None:
                return number
            if state in ("waiting", "running", "retrying"):
                return None
        raise AssertionError("numbers do not end")

    def begin(workspace_id: str, audit: StoredAudit, order: FilesOrder, number: int) -> bool:
        work_id = work_id_of(workspace_id, audit, order, number)
        return work.accept(work_id, KIND, workspace_id, order.encode(), JOBS, priority=SOON)

    # A step each: a click that is handled again after a crash begins the same sending again.
    free, begin = recorded(free), recorded(begin)

    def send(workspace_id: str, audit: StoredAudit, order: FilesOrder) -> bool:
        number = free(workspace_id, audit, order)
        if number is not None:
            begin(workspace_id, audit, order, number)
        return number is not None

    return send


def send_files_with(wiring: Wiring, settings: Settings, parts: AuditParts) -> None:
    """Tell the engine how the files of an account are sent. When the process stops, it goes on
    after the next start."""
    client = OutgoingClient(
        wiring.client.token,
        settings.slack_api_base_url,
        timeout=UPLOAD_SECONDS,
        retry_handlers=[],
    )
    passes = wiring.tempo.handling.passes
    sending = FilesSending(parts.files, parts.audits, client, wiring.deliveries, passes)
    wiring.work.register(KIND, sending.handle, wiring.tempo.handling, leaves=True)
