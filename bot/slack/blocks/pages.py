"""Everything that the first reply folds, page by page in a modal: nothing is cut silently."""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from bot.slack.blocks.elements import (
    Block,
    Run,
    actions,
    bullets,
    context_plain,
    divider,
    modal,
    numbered,
    option,
    paragraph,
    preformatted,
    rich,
    section,
    select,
    texts_of,
)
from bot.slack.blocks.emails import Emails
from bot.slack.blocks.findings import finding_heading
from bot.slack.blocks.journey import point_lines
from bot.slack.blocks.level import title_of
from bot.slack.blocks.turning import Page, turning
from bot.slack.mrkdwn import width
from bot.slack.reference import Listing, Ref
from bot.slack.texts import mrkdwn, plain
from converter.report.model import AutomationReport, Diagnostic, Language, Question

PAGE_WEIGHT = 8_000
"""Characters of a page: far below what Slack takes, and still readable."""
PAGE_ITEMS: dict[Listing, int] = {"points": 40, "findings": 10, "steps": 40, "questions": 10}
MODAL = "pages"


@dataclass(frozen=True)
class _Items:
    """What a listing holds: the weight of each item, and how a stretch of them is drawn."""

    weights: Sequence[int]
    draw: Callable[[int, int], list[Block]]


def page_view(report: AutomationReport, ref: Ref) -> Block:
    """The modal for ``ref.listing`` at ``ref.page``; beyond the end it is the last page."""
    listing = ref.listing or "points"
    language = ref.language
    items = _LISTINGS[listing](report, ref)
    bounds = page_bounds(items.weights, PAGE_ITEMS[listing])
    page = min(ref.page, len(bounds) - 1)
    start, end = bounds[page]
    blocks = [context_plain(title_of(report, language))]
    if end > start:
        blocks += items.draw(start, end)
    else:
        blocks.append(section(mrkdwn(language, "page_empty")))
    shown = Page(page, len(bounds), start + 1, end, len(items.weights))
    blocks += turning(language, shown, lambda other: ref.at(listing, other).encode())
    title = plain(language, f"modal_{listing}")
    return modal(title, plain(language, "close"), blocks, MODAL)


def page_bounds(weights: Sequence[int], most: int) -> list[tuple[int, int]]:
    """Pages as (start, end): at most ``most`` items and PAGE_WEIGHT each, but at least one item."""
    bounds: list[tuple[int, int]] = []
    start = weight = 0
    for index, one in enumerate(weights):
        if index > start and (index - start == most or weight + one > PAGE_WEIGHT):
            bounds.append((start, index))
            start, weight = index, 0
        weight += one
    bounds.append((start, len(weights)))
    return bounds


def _points(report: AutomationReport, _ref: Ref) -> _Items:
    lines = point_lines(report.journey) if report.journey is not None else []
    return _Items(
        [width(line) for line in lines],
        lambda start, end: [rich(numbered(lines[start:end], first=start + 1))],
    )


def _steps(report: AutomationReport, _ref: Ref) -> _Items:
    steps = report.next_steps
    return _Items(
        [width(step) for step in steps],
        lambda start, end: [rich(numbered(steps[start:end], first=start + 1))],
    )


def _findings(report: AutomationReport, ref: Ref) -> _Items:
    found = report.diagnostics
    emails = Emails(report, ref.language)

    def draw(start: int, end: int) -> list[Block]:
        blocks: list[Block] = []
        for finding in found[start:end]:
            blocks += [_finding(finding, emails, ref.language), divider()]
        codes = {finding.code: finding.title for finding in found[start:end]}
        options = [
            option(f"{code} · {title}", ref.about(code).encode()) for code, title in codes.items()
        ]
        label = plain(ref.language, "explain_a_code")
        return [*blocks, actions(select(label, "explain", options))]

    return _Items([_weight(_finding(finding, emails, ref.language)) for finding in found], draw)


def _finding(finding: Diagnostic, emails: Emails, language: Language) -> Block:
    parts = [
        paragraph([Run(finding_heading(finding), bold=True)]),
        paragraph(finding.message),
    ]
    if finding.fix:
        fix = [Run(plain(language, "what_to_do") + " ", bold=True), Run(finding.fix)]
        parts.append(paragraph(fix))
    kind = plain(language, f"effort_{finding.effort}")
    email = emails.named(finding)
    where = plain(language, "about_email", email=email) + " · " if email else ""
    parts.append(paragraph(where + kind))
    return rich(*parts)


def _questions(report: AutomationReport, ref: Ref) -> _Items:
    asked = report.questions

    def draw(start: int, end: int) -> list[Block]:
        blocks = [_question(question) for question in asked[start:end]]
        template = {report.id: {question.id: None for question in asked[start:end]}}
        return [
            section(mrkdwn(ref.language, "questions_how")),
            *blocks,
            section(mrkdwn(ref.language, "questions_template")),
            rich(preformatted(json.dumps(template, ensure_ascii=False, indent=2))),
        ]

    return _Items([_weight(_question(question)) for question in asked], draw)


def _question(question: Question) -> Block:
    parts = [paragraph([Run(question.text, bold=True)]), paragraph(question.id)]
    if question.choices:
        parts.append(bullets([f"{value} · {words}" for value, words in question.choices.items()]))
    return rich(*parts)


def _weight(block: Block) -> int:
    return sum(width(text) for text in texts_of(block))


_LISTINGS: dict[Listing, Callable[[AutomationReport, Ref], _Items]] = {
    "points": _points,
    "findings": _findings,
    "steps": _steps,
    "questions": _questions,
}
