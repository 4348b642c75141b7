"""What became of an account between two audits, by automation and by finding."""

from collections import Counter, defaultdict
from collections.abc import Sequence

from converter.audit.brief import FindingRef
from converter.audit.model import Audit, AuditRow, Change, Comparison
from converter.audit.words import say, sentences
from converter.report.model import LEVELS, Language, Level

Rows = dict[str, list[AuditRow]]


def compare(before: Audit, now: Audit) -> Comparison:
    """In the language of the later audit. Automations are the same where their ids are.

    A finding is the same where its code and its place in the automation are: where an e-mail moves,
    its findings show as solved in one place and new in another.
    """
    language = now.language
    earlier, later = _by_id(before), _by_id(now)
    appeared = [_change([], rows) for key, rows in later.items() if key not in earlier]
    gone = [_change(rows, []) for key, rows in earlier.items() if key not in later]
    both = [_change(earlier[key], rows) for key, rows in later.items() if key in earlier]
    changed = [c for c in both if c.new or c.solved or c.before != c.now]
    better = sum(1 for c in both if _step(c.before, c.now) < 0)
    worse = sum(1 for c in both if _step(c.before, c.now) > 0)
    new, solved = (sum(len(part) for part in parts) for parts in (
        [c.new for c in both], [c.solved for c in both],
    ))  # fmt: skip
    questions = _sum(before, "questions"), _sum(now, "questions")
    queued = _sum(before, "queued"), _sum(now, "queued")
    plan_changed = before.plan.plan != now.plan.plan
    quiet = not (changed or appeared or gone) and questions[0] == questions[1]
    text = sentences(
        say("compare_same", language) if quiet else None,
        say("compare_levels", language, better=better, worse=worse) if better or worse else None,
        say("compare_findings", language, new=new, solved=solved) if new or solved else None,
        say("compare_appeared", language, count=len(appeared)) if appeared else None,
        say("compare_gone", language, count=len(gone)) if gone else None,
        _pair("compare_questions", questions, language),
        _pair("compare_queued", queued, language),
        _grades(before, now, language),
        say("compare_plan", language) if plan_changed else None,
    )
    return Comparison(
        before=before.summary,
        plan_changed=plan_changed,
        appeared=_sorted(appeared),
        gone=_sorted(gone),
        changed=_sorted(changed),
        better=better,
        worse=worse,
        new=new,
        solved=solved,
        questions=questions,
        queued=queued,
        text=text,
    )


def _by_id(audit: Audit) -> Rows:
    """The rows of each id: most often one, but a file may hold an automation twice."""
    rows: Rows = defaultdict(list)
    for row in audit.automations:
        rows[row.id].append(row)
    return rows


def _change(before: Sequence[AuditRow], now: Sequence[AuditRow]) -> Change:
    one = (now or before)[0]
    earlier, later = _findings(before), _findings(now)
    both = bool(before) and bool(now)
    return Change(
        id=one.id,
        name=min(row.name for row in now or before),
        before=_worst(before),
        now=_worst(now),
        new=_listed(later - earlier) if both else (),
        solved=_listed(earlier - later) if both else (),
    )


def _findings(rows: Sequence[AuditRow]) -> Counter[FindingRef]:
    return Counter(finding for row in rows for finding in row.findings)


def _listed(found: Counter[FindingRef]) -> tuple[FindingRef, ...]:
    return tuple(sorted(found.elements()))


def _worst(rows: Sequence[AuditRow]) -> Level | None:
    return max((row.level for row in rows), key=LEVELS.index, default=None)


RANK: dict[Level, int] = {
    "converted": 0,
    "not_needed": 0,
    "converted_with_changes": 1,
    "partial": 2,
    "blocked": 3,
    "failed": 4,
}


def _step(before: Level | None, now: Level | None) -> int:
    """Below 0 where it became better, above where it became worse."""
    if before is None or now is None:
        return 0
    return RANK[now] - RANK[before]


def _sum(audit: Audit, key: str) -> int:
    return sum(getattr(row, key) or 0 for row in audit.automations)


def _pair(key: str, pair: tuple[int, int], language: Language) -> str | None:
    return say(key, language, before=pair[0], now=pair[1]) if pair[0] != pair[1] else None


def _grades(before: Audit, now: Audit, language: Language) -> str | None:
    one, other = before.summary.grade, now.summary.grade
    if one == other or one is None or other is None:
        return None
    return say("compare_grade", language, before=one, now=other)


def _sorted(changes: Sequence[Change]) -> tuple[Change, ...]:
    return tuple(sorted(changes, key=lambda c: (c.name, c.id)))
