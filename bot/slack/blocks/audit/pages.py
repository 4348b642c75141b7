"""The automations of one level, page by page in a modal."""

from collections.abc import Sequence

from bot.slack.audit.reference import AuditRef
from bot.slack.blocks.elements import (
    Block,
    Line,
    Run,
    context_plain,
    modal,
    numbered,
    rich,
    section,
)
from bot.slack.blocks.level import LEVEL_ICONS, level_word
from bot.slack.blocks.turning import Page, turning
from bot.slack.mrkdwn import shorten
from bot.slack.texts import mrkdwn, plain
from converter.audit import AuditBrief
from converter.report.model import Language, Level

PAGE = 20
CODES = 5
MODAL = "audit_pages"


def pages_of(total: int) -> int:
    return max(1, -(-total // PAGE))


def page_view(rows: Sequence[AuditBrief], ref: AuditRef, level: Level, total: int) -> Block:
    """``rows`` are those of the page ``ref.page`` of ``total`` automations of that level."""
    language = ref.language
    blocks = [context_plain(f"{LEVEL_ICONS[level]} {level_word(level, language)}")]
    first = ref.page * PAGE
    if rows:
        blocks.append(rich(numbered([_row(one, language) for one in rows], first + 1)))
    else:
        blocks.append(section(mrkdwn(language, "page_empty")))
    page = Page(ref.page, pages_of(total), first + 1, first + len(rows), total)
    blocks += turning(
        language, page, lambda other: ref.at(level, other).encode(), action="audit_page"
    )
    return modal(plain(language, "audit_page_title"), plain(language, "close"), blocks, MODAL)


def _row(one: AuditBrief, language: Language) -> Line:
    facts: list[str] = []
    for key, count in (
        ("audit_row_points", one.points),
        ("audit_row_questions", one.asked),
        ("audit_row_queued", one.queued),
    ):
        if count:
            facts.append(plain(language, key, n=count))
    codes = list(dict.fromkeys(code for code, _ in one.findings))
    facts += [", ".join(codes[:CODES]) + ("…" if len(codes) > CODES else "")] if codes else []
    name = Run(shorten(one.name.strip() or plain(language, "untitled"), 120), bold=True)
    return [name, *([Run(" · " + " · ".join(facts))] if facts else [])]
