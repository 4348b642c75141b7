"""The result of an audit: what there is, what blocks, what it costs, what comes first."""

from collections.abc import Sequence
from datetime import datetime
from itertools import groupby

from bot.audit_record import StoredAudit
from bot.slack.audit.reference import AuditRef
from bot.slack.blocks.desk.moments import aside, told
from bot.slack.blocks.elements import (
    Block,
    Line,
    Reply,
    Run,
    actions,
    bullets,
    button,
    context,
    context_plain,
    divider,
    header,
    numbered,
    option,
    paragraph,
    rich,
    select,
)
from bot.slack.blocks.level import LEVEL_ICONS, SEVERITY_ICONS, level_word
from bot.slack.mrkdwn import neutral, shorten
from bot.slack.texts import mrkdwn, plain
from converter.audit import Audit, Comparison
from converter.audit.model import Change, Turn
from converter.report.model import LEVELS, Language, Level

SHOWN = 5
FEW = 3
TEXT = 600


def reply(audit: Audit, stored: StoredAudit, earlier: datetime | None) -> Reply:
    """In the audit's own language. ``earlier``: when the one was made that it is compared with."""
    language = audit.language
    blocks = [
        header(_title(audit)),
        rich(paragraph(shorten(audit.summary.text, TEXT))),
        context_plain(audit.thresholds),
        rich(bullets(_levels(audit))),
        *_unexpected(audit),
        *_since(audit.comparison, earlier, language),
        *_part("audit_constructs", _constructs(audit), language),
        *_part("audit_answers", _gains(audit), language),
        *_part("audit_plans", [audit.plans.text], language),
        *_part("audit_doubles", _few([one.text for one in audit.double_sends], language), language),
        *_part("audit_queues", [audit.queues.text], language),
        *_order(audit),
        divider(),
        _buttons(audit, stored),
        aside(language, "audit_read_at", when=stored.ended_at, by=stored.asked_by),
    ]
    line = f"{_title(audit)}. {audit.summary.text}"
    return Reply(neutral(shorten(line, TEXT)), tuple(blocks))


def _title(audit: Audit) -> str:
    grade = audit.summary.grade
    if grade is None:
        return plain(audit.language, "audit_title_bare")
    return plain(audit.language, "audit_title", value=grade)


def _levels(audit: Audit) -> list[Line]:
    return [*_by_level(audit).values()] or ["—"]


def _by_level(audit: Audit) -> dict[Level, str]:
    """How many there are of each level that there is."""
    language, counts = audit.language, audit.summary.automations
    return {
        level: plain(
            language,
            "audit_level_line",
            icon=LEVEL_ICONS[level],
            level=level_word(level, language),
            n=counts[level],
        )
        for level in LEVELS
        if counts.get(level, 0)
    }


def _unexpected(audit: Audit) -> list[Block]:
    count = len(audit.unexpected)
    return [context(mrkdwn(audit.language, "audit_unexpected", n=count))] if count else []


def _since(found: Comparison | None, earlier: datetime | None, language: Language) -> list[Block]:
    if found is None or earlier is None:
        return []
    changes = [
        *(_change(one, language) for one in found.changed),
        *(_appeared(one, language) for one in found.appeared),
        *(plain(language, "audit_gone_line", name=shorten(one.name, 100)) for one in found.gone),
    ]
    parts = [paragraph(shorten(found.text, TEXT))]
    if changes:
        parts.append(bullets(_few(changes, language)))
    return [told(language, "audit_since", when=earlier), rich(*parts)]


def _change(one: Change, language: Language) -> str:
    name = shorten(one.name, 100)
    if one.before != one.now and one.before is not None and one.now is not None:
        before, now = level_word(one.before, language), level_word(one.now, language)
        return plain(language, "audit_change_line", name=name, before=before, level=now)
    solved, new = len(one.solved), len(one.new)
    return plain(language, "audit_solved_line", name=name, n=solved, m=new)


def _appeared(one: Change, language: Language) -> str:
    level = level_word(one.now, language) if one.now is not None else ""
    return plain(language, "audit_appeared_line", name=shorten(one.name, 100), level=level)


def _constructs(audit: Audit) -> list[str]:
    found = [one for one in audit.constructs if one.severity != "note"]
    lines = [
        plain(
            audit.language,
            "audit_construct_line",
            icon=SEVERITY_ICONS[one.severity],
            id=one.code,
            name=one.title,
            n=one.automations,
        )
        for one in found
    ]
    return _few(lines, audit.language, SHOWN)


def _gains(audit: Audit) -> list[str]:
    """What improves an automation first."""
    answers = [one.text for one in audit.answers]
    return [*answers[:FEW], *(one.text for one in audit.gaps[:FEW])]


def _order(audit: Audit) -> list[Block]:
    if not audit.order:
        return []
    lines: list[Line] = []
    shown = 0
    for turns in _together(audit.order):
        if len(lines) == SHOWN:
            break
        name, others = shorten(turns[0].name, 100), len(turns) - 1
        if others:
            name = plain(audit.language, "audit_together", name=name, n=others)
        lines.append([Run(name, bold=True), Run(f" · {shorten(turns[0].reason, 200)}")])
        shown += len(turns)
    parts = [_heading("audit_order", audit.language), numbered(lines)]
    if shown < len(audit.order):
        more = plain(audit.language, "audit_more", n=len(audit.order) - shown)
        parts.append(paragraph(more))
    return [rich(*parts)]


def _together(order: Sequence[Turn]) -> list[list[Turn]]:
    """Those that follow each other and are moved as one set make one step."""

    def key(place_and_turn: tuple[int, Turn]) -> tuple[int, int]:
        place, turn = place_and_turn
        return (1, turn.double_send) if turn.double_send is not None else (0, place)

    return [[turn for _, turn in turns] for _, turns in groupby(enumerate(order), key)]


def _buttons(audit: Audit, stored: StoredAudit) -> Block:
    language = audit.language
    ref = AuditRef(audit=stored.id, language=language)
    options = [option(line, ref.at(level).encode()) for level, line in _by_level(audit).items()]
    elements = [select(plain(language, "audit_list"), "audit_list", options)] if options else []
    elements.append(button(plain(language, "audit_files"), "audit_files", ref.encode()))
    elements.append(button(plain(language, "audit_fresh"), "audit_start", ref.encode()))
    return actions(*elements)


def _part(key: str, texts: Sequence[str], language: Language) -> list[Block]:
    shown: list[Line] = [shorten(text, TEXT) for text in texts if text]
    return [rich(_heading(key, language), bullets(shown))] if shown else []


def _heading(key: str, language: Language) -> Block:
    return paragraph([Run(plain(language, key), bold=True)])


def _few(texts: Sequence[str], language: Language, most: int = FEW) -> list[str]:
    if len(texts) <= most:
        return list(texts)
    return [*texts[:most], plain(language, "audit_more", n=len(texts) - most)]
