"""Modals with one page: a code explained, how to reach a person, a short notice."""

import re

from bot.slack.blocks.elements import (
    Block,
    Line,
    Run,
    bullets,
    context_plain,
    header,
    modal,
    paragraph,
    preformatted,
    rich,
    section,
)
from bot.slack.blocks.level import SEVERITY_ICONS, level_word, title_of
from bot.slack.mrkdwn import link, split
from bot.slack.reference import Ref
from bot.slack.texts import mrkdwn, plain
from converter import CodePage, Plan
from converter.report.model import AutomationReport, Language

CONTACT = "https://mailchimp.com/contact/"
PIECE = 2900

_URL = re.compile(r"https?://[^\s<>\"'«»“”]{1,2000}[^\s<>\"'«»“”.,;:)]")


def explain_view(page: CodePage, language: Language) -> Block:
    """The page of a diagnostic's code."""
    kind = " · ".join(
        (
            f"{SEVERITY_ICONS[page.severity]} {plain(language, f'severity_{page.severity}')}",
            plain(language, f"effort_{page.effort}"),
            plain(language, f"evidence_{page.evidence}"),
        )
    )
    blocks = [header(f"{page.code} · {page.title}"), context_plain(kind)]
    blocks += [rich(paragraph(piece)) for piece in split(page.page.strip(), PIECE)]
    if page.source:
        blocks.append(rich(with_links(f"{plain(language, 'source')} {page.source}")))
    return modal(page.code, plain(language, "close"), blocks, "explain")


def person_view(report: AutomationReport, plans: tuple[Plan, ...], ref: Ref) -> Block:
    """How to reach Mailchimp's support for now, with a text to copy."""
    language = ref.language
    offered: list[Line] = [
        [Run(plan.name, bold=True), Run(f" · {plan.support[language]}")]
        for plan in plans
        if ref.plan in (None, plan.id)
    ]
    contact = link(CONTACT, plain(language, "person_contact"))
    blocks = [section(f"{mrkdwn(language, 'person_not_yet')} {contact}")]
    if offered:
        title = paragraph([Run(plain(language, "person_support"), bold=True)])
        blocks.append(rich(title, bullets(offered)))
    sources = dict.fromkeys(d.source for d in report.diagnostics if _URL.search(d.source))
    if sources:
        title = paragraph([Run(plain(language, "person_pages"), bold=True)])
        blocks.append(rich(title, *(with_links(f"• {source}") for source in sources)))
    blocks += [
        section(mrkdwn(language, "person_copy")),
        rich(preformatted(_to_copy(report, language))),
    ]
    return modal(plain(language, "modal_person"), plain(language, "close"), blocks, "person")


def notice_view(text: str, language: Language) -> Block:
    """One sentence of ours, already mrkdwn."""
    return modal("journeydesk", plain(language, "close"), [section(text)], "notice")


def with_links(text: str) -> Block:
    """A paragraph in which web addresses can be followed."""
    elements: list[Block] = []
    at = 0
    for found in _URL.finditer(text):
        elements += paragraph(text[at : found.start()])["elements"]
        elements.append({"type": "link", "url": found[0]})
        at = found.end()
    if at < len(text):
        elements += paragraph(text[at:])["elements"]
    return {"type": "rich_text_section", "elements": elements}


def _to_copy(report: AutomationReport, language: Language) -> str:
    codes = list(dict.fromkeys(d.code for d in report.diagnostics if d.severity != "note"))
    return "\n".join(
        (
            title_of(report, language),
            plain(language, "copy_id", id=report.id),
            plain(language, "copy_level", level=level_word(report.level, language)),
            plain(language, "copy_codes", codes=", ".join(codes) or "—"),
            report.verdict,
        )
    )
