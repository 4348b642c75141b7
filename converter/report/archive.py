"""What happens to the classic automation when its journey is turned on."""

from converter.classic import ClassicAutomation
from converter.language import phrase
from converter.report.model import ArchiveNotice, Language
from converter.rules.account import last_send_text, wholly_paused


def archive_notice(classic: ClassicAutomation, language: Language) -> ArchiveNotice:
    queue = classic.queue
    if queue is None:
        waiting = phrase("archive_queue_unknown", language)
    elif queue.contacts == 0:
        waiting = phrase("archive_queue_empty", language)
    elif wholly_paused(classic):
        waiting = phrase("archive_queue_paused", language, queued=queue.contacts)
    else:
        last = last_send_text(classic, language)
        waiting = phrase("archive_queue", language, queued=queue.contacts, last=last)
    return ArchiveNotice(
        when=phrase("archive_when", language),
        where=phrase("archive_where", language),
        where_older=phrase("archive_where_older", language),
        reports=phrase("archive_reports", language),
        queued_contacts=queue.contacts if queue else None,
        last_planned_send=queue.last_send if queue else None,
        queue=waiting,
        new_contacts=phrase("archive_new_contacts", language),
        restart=phrase("archive_restart", language),
    )
