"""What holds for the automation as a whole: queues, removed contacts, the archive, drafts."""

from converter.catalog import Trigger
from converter.classic import ClassicAutomation
from converter.findings import Param, worded
from converter.language import moment, phrase
from converter.reading import Notes, moment_of
from converter.report.model import Language
from converter.rules.context import Context


def about_the_input(classic: ClassicAutomation, notes: Notes) -> None:
    """True of every readable automation, whether it converts or not."""
    if classic.stated_emails is not None and classic.stated_emails != len(classic.emails):
        notes.add(
            "CJ604",
            f"{classic.pointer}/automation/trigger_settings/workflow_emails_count",
            stated=classic.stated_emails,
            found=len(classic.emails),
        )
    if classic.status == "save":
        notes.add("CJ506", f"{classic.pointer}/automation/status")


def after_conversion(ctx: Context, trigger: Trigger) -> None:
    """True of every automation that converts: what archiving it means."""
    classic, notes = ctx.automation, ctx.notes
    at = classic.pointer
    if any(ask.id.startswith("post_send:") for ask in ctx.asks):
        notes.add("CJ201", f"{at}/emails")
    notes.add("CJ501", f"{at}/automation")
    notes.add("CJ502", f"{at}/automation")
    notes.add("CJ507", ctx.first.pointer + "/delay", "s1")
    if classic.queue is not None and classic.queue.contacts:
        queued = classic.queue.contacts
        notes.add(
            "CJ503",
            f"{at}/queues",
            queued=queued,
            last_send=last_send_words(classic),
        )
        if trigger.refires:
            notes.add("CJ505", f"{at}/queues", queued=queued)
    if classic.removed:
        notes.add("CJ504", f"{at}/removed_subscribers", removed=classic.removed)
    if wholly_paused(classic):
        notes.add("CJ508", f"{at}/emails")


def last_send_words(classic: ClassicAutomation) -> Param:
    return worded(lambda language: last_send_text(classic, language))


def last_send_text(classic: ClassicAutomation, language: Language) -> str:
    """What is known of when the queue ends: the API gives each contact's next send, no more."""
    queue = classic.queue
    if queue is None or wholly_paused(classic):
        return phrase("last_send_paused" if queue else "last_send_unknown", language)
    when = moment_of(queue.last_send)
    if when is None:
        return phrase("last_send_unknown", language)
    more = any(email != classic.emails[-1].id for email in queue.waiting)
    key = "last_send_more" if more else "last_send"
    text = phrase(key, language, moment=moment(language, when, classic.timezone))
    if queue.dated < queue.contacts:
        text += phrase("last_send_partial", language, dated=queue.dated, queued=queue.contacts)
    return text


def wholly_paused(classic: ClassicAutomation) -> bool:
    return all(email.status == "paused" for email in classic.emails)
