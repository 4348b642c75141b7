"""What becomes of the classic automation, what to do next, what is still open."""

from collections.abc import Sequence

from bot.slack.blocks.desk.moments import said
from bot.slack.blocks.elements import (
    Block,
    Run,
    bullets,
    button,
    numbered,
    paragraph,
    rich,
    section,
)
from bot.slack.mrkdwn import shorten
from bot.slack.ports import Given
from bot.slack.reference import Ref
from bot.slack.texts import mrkdwn, plain
from converter.report.model import AutomationReport, Language

LINE = 300
SHOWN_STEPS = 10


def archive(report: AutomationReport, language: Language) -> list[Block]:
    notice = report.archive_notice
    if notice is None:
        return []
    told = (
        notice.when,
        notice.queue,
        notice.new_contacts,
        notice.where,
        notice.where_older,
        notice.reports,
        notice.restart,
    )
    lines = [shorten(text, LINE) for text in dict.fromkeys(told) if text.strip()]
    return [rich(paragraph([Run(plain(language, "archive_title"), bold=True)]), bullets(lines))]


def next_steps(report: AutomationReport, language: Language) -> list[Block]:
    if not report.next_steps:
        return []
    steps = [shorten(step, LINE) for step in report.next_steps]
    parts = [
        paragraph([Run(plain(language, "steps_title"), bold=True)]),
        numbered(steps[:SHOWN_STEPS]),
    ]
    if len(steps) > SHOWN_STEPS:
        parts.append(paragraph(plain(language, "more_steps", n=len(steps) - SHOWN_STEPS)))
    return [rich(*parts)]


def steps_are_folded(report: AutomationReport) -> bool:
    return len(report.next_steps) > SHOWN_STEPS or any(len(s) > LINE for s in report.next_steps)


def open_questions(report: AutomationReport, language: Language, ref: Ref | None) -> list[Block]:
    """How many details Mailchimp's API hides, what answering unlocks, and how for now."""
    n = len(report.questions)
    if not n:
        return []
    if ref is None:
        return [section(mrkdwn(language, "questions_told_shared", n=n))]
    answer = button(plain(language, "button_answer", n=n), "answer_questions", ref.encode())
    return [section(mrkdwn(language, "questions_told", n=n), answer)]


def answers_given(given: Sequence[Given], language: Language, ref: Ref) -> list[Block]:
    """How many details people told us, and who did so last."""
    if not given:
        return []
    last = given[-1]
    text = said(language, "questions_answered", n=len(given), by=last.by, when=last.at)
    return [section(text, button(plain(language, "button_change"), "change_answers", ref.encode()))]
