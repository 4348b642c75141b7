"""What one answer or one decision would do for the whole account."""

from collections import defaultdict
from collections.abc import Sequence

from converter.audit.brief import AuditBrief
from converter.audit.model import AnswerGain, GapGain, Named
from converter.audit.questions import OpenQuestion
from converter.audit.words import names, say, sentences
from converter.catalog import CODES, HARD, TARGETS, weighs
from converter.report.model import LEVELS, Language


def answer_gains(briefs: Sequence[AuditBrief], language: Language) -> tuple[AnswerGain, ...]:
    """Each kind of question: those that improve most automations first."""
    found: dict[tuple[str, str | None], list[tuple[AuditBrief, OpenQuestion]]] = defaultdict(list)
    for brief in briefs:
        for question in brief.questions:
            found[(question.kind, question.target)].append((brief, question))
    gains = [_answer(kind, target, rows, language) for (kind, target), rows in found.items()]
    return tuple(
        sorted(
            gains,
            key=lambda g: (-len(g.better), -g.last_in, -g.open_in, g.kind, g.target or ""),
        )
    )


def _answer(
    kind: str,
    target: str | None,
    rows: Sequence[tuple[AuditBrief, OpenQuestion]],
    language: Language,
) -> AnswerGain:
    better = _named([b for b, q in rows if _better(b, q)])
    questions = sum(q.count for _, q in rows)
    last = sum(1 for b, _ in rows if len(b.questions) == 1)
    what = TARGETS[target].words(language) if target in TARGETS else say(f"asks_{kind}", language)
    text = sentences(
        say("answer", language, what=what[:1].upper() + what[1:], questions=questions,
            count=len(rows)),
        say("answer_better", language, count=len(better),
            names=names(language, [b.name for b in better])) if better else None,
        say("answer_last", language, count=last) if last else None,
    )  # fmt: skip
    return AnswerGain(
        kind=kind,
        target=target,
        questions=questions,
        open_in=len(rows),
        last_in=last,
        better=better,
        text=text,
    )


def _better(brief: AuditBrief, question: OpenQuestion) -> bool:
    return LEVELS.index(question.level) < LEVELS.index(brief.level)


def gap_gains(briefs: Sequence[AuditBrief], language: Language) -> tuple[GapGain, ...]:
    """Findings that are the only kind that keeps an automation from “converts as it is”, and that
    no answer settles (see ``answer_gains``)."""
    found: dict[str, list[AuditBrief]] = defaultdict(list)
    for brief in briefs:
        codes = {code for code, _ in brief.findings}
        weighty = {code for code in codes if weighs(code, CODES[code].severity)}
        changed = brief.level in ("converted_with_changes", "partial")
        movable = (
            changed and not codes & HARD and not any(_better(brief, q) for q in brief.questions)
        )
        if movable and len(weighty) == 1:
            found[weighty.pop()].append(brief)
    rows = sorted(found.items(), key=lambda gap: (-len(gap[1]), gap[0]))
    return tuple(_gap(code, alone, language) for code, alone in rows)


def _gap(code: str, alone: Sequence[AuditBrief], language: Language) -> GapGain:
    named, title = _named(alone), CODES[code].words(language)["title"]
    return GapGain(
        code=code,
        name=CODES[code].name,
        title=title,
        automations=named,
        text=say("gap", language, code=code, title=title, count=len(named),
                 names=names(language, [one.name for one in named])),
    )  # fmt: skip


def _named(briefs: Sequence[AuditBrief]) -> tuple[Named, ...]:
    found = sorted(briefs, key=AuditBrief.by_name)
    return tuple(Named(id=b.id, name=b.name) for b in found)
