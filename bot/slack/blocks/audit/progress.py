"""How far an audit is, and how it ended."""

from bot.audit_record import StoredAudit
from bot.slack.audit.reference import AuditRef
from bot.slack.blocks.desk.moments import said
from bot.slack.blocks.elements import Reply, actions, button, context, section
from bot.slack.blocks.level import level_word
from bot.slack.blocks.sentences import sentence
from bot.slack.texts import mrkdwn, plain
from converter.report.model import Language

BAR = 10


def progress(audit: StoredAudit, done: int) -> Reply:
    """With a button to cancel it."""
    language = audit.language
    shown = bar(done, audit.total)
    told = mrkdwn(language, "audit_progress", bar=shown, n=done, total=audit.total)
    line = mrkdwn(language, "audit_progress_line", n=done, total=audit.total)
    return Reply(
        line,
        (
            section(told),
            context(mrkdwn(language, "audit_progress_hint")),
            actions(button(plain(language, "audit_cancel"), "audit_cancel", _ref(audit))),
        ),
    )


def bar(done: int, total: int) -> str:
    """Full only when everything is read."""
    full = BAR * min(done, total) // total if total else BAR
    return "▰" * full + "▱" * (BAR - full)


def over(audit: StoredAudit) -> Reply:
    """In place of the progress: done, cancelled or failed."""
    language = audit.language
    if audit.state == "done":
        return sentence(language, "audit_over", total=audit.total)
    again = button(plain(language, "audit_fresh"), "audit_start", _ref(audit))
    if audit.state == "failed":
        text = mrkdwn(
            language,
            "audit_failed",
            n=audit.done,
            total=audit.total,
            id=audit.error_id or "",
        )
        return Reply(text, (section(text), actions(again)))
    text = said(
        language,
        "audit_stopped",
        when=audit.ended_at,
        by=audit.ended_by,
        n=audit.done,
        total=audit.total,
    )
    counted = [f"{level_word(level, language)} {n}" for level, n in audit.levels.items() if n]
    levels = [context(mrkdwn(language, "audit_stopped_levels", value=", ".join(counted)))]
    return Reply(text, (section(text), *(levels if counted else ()), actions(again)))


def unreadable(audit: StoredAudit, error_id: str) -> Reply:
    """It is done, and cannot be shown."""
    return sentence(audit.language, "audit_unreadable", id=error_id)


def begun(audit: StoredAudit, language: Language) -> Reply:
    """Where it was asked for; the rest comes in the direct conversation."""
    return sentence(language, "audit_begun", n=audit.total)


def running(audit: StoredAudit, language: Language, asker: str) -> Reply:
    """To whoever asks while it runs."""
    mine = audit.asked_by == asker
    key = "audit_running_mine" if mine else "audit_running_other"
    text = said(language, key, by=audit.asked_by, n=audit.done, total=audit.total)
    return Reply(text, (section(text),))


def _ref(audit: StoredAudit) -> str:
    return AuditRef(audit=audit.id, language=audit.language).encode()
