"""What audits are made of, once per process."""

from collections.abc import Callable
from dataclasses import dataclass

from bot.audit_record import StoredAudit
from bot.services.account_files import AccountFiles
from bot.services.audits import Audits
from bot.slack.audit.files_order import FilesOrder


@dataclass(frozen=True)
class AuditParts:
    """``start`` has the work of an audit begin; safe to call again. False where it was begun and
    came to an end without the audit's: nobody goes on with it. ``send`` has the files of an audit
    sent; False where they are on their way to that person already."""

    audits: Audits
    files: AccountFiles
    start: Callable[[str, StoredAudit], bool]
    send: Callable[[str, StoredAudit, FilesOrder], bool]
