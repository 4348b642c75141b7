"""The account in the App Home: the last audit, the one that runs, a button for another."""

from bot.audit_record import StoredAudit
from bot.slack.audit.reference import AuditRef
from bot.slack.blocks.desk.moments import told
from bot.slack.blocks.elements import Block, actions, button, divider, section
from bot.slack.texts import mrkdwn, plain
from converter.report.model import Language

NONE = 0
"""Stands for no audit in the button of an account that has none."""


def home(last: StoredAudit | None, running: StoredAudit | None, language: Language) -> list[Block]:
    blocks = [divider(), section(f"*{mrkdwn(language, 'audit_home')}*")]
    buttons = []
    if last is not None:
        values = {"when": last.ended_at, "by": last.asked_by, "n": last.total}
        if last.grade is not None:
            blocks.append(told(language, "audit_home_last_grade", value=last.grade, **values))
        else:
            blocks.append(told(language, "audit_home_last", **values))
        ref = AuditRef(audit=last.id, language=language).encode()
        buttons.append(button(plain(language, "audit_home_show"), "audit_show", ref))
    elif running is None:
        blocks.append(section(mrkdwn(language, "audit_home_none")))
    if running is not None:
        by, done, total = running.asked_by, running.done, running.total
        blocks.append(told(language, "audit_home_running", by=by, n=done, total=total))
    else:
        ref = AuditRef(audit=last.id if last is not None else NONE, language=language).encode()
        key = "audit_first" if last is None else "audit_fresh"
        buttons.append(button(plain(language, key), "audit_start", ref, primary=last is None))
    return [*blocks, actions(*buttons)] if buttons else blocks
