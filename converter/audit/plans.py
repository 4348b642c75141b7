"""Each plan against every journey of the account."""

from collections import Counter
from collections.abc import Sequence

from converter.audit.brief import AuditBrief
from converter.audit.model import AccountPlans, Named, PlanAccount, Reason
from converter.audit.words import names, say, sentences
from converter.catalog import CODES
from converter.language import listing
from converter.plans import Limits, Plan
from converter.report.model import Fit, Language

CODE_OF = {code.name: key for key, code in CODES.items()}
FITS: tuple[Fit, ...] = ("yes", "check", "no")


def account_plans(briefs: Sequence[AuditBrief], limits: Limits, language: Language) -> AccountPlans:
    """Only automations with a journey count: the others stay as they are on every plan."""
    journeys = [b for b in briefs if b.fits]
    rows = [_row(plan, journeys, language) for plan in limits.plans]
    place = next((i for i, row in enumerate(rows) if journeys and not row.counts["no"]), None)
    return AccountPlans(
        journeys=len(journeys),
        plans=tuple(rows),
        cheapest=rows[place].plan if place is not None else None,
        to_check=place is not None and rows[place].counts["check"] > 0,
        text=_text(rows, place, len(journeys), language),
    )


def _row(plan: Plan, journeys: Sequence[AuditBrief], language: Language) -> PlanAccount:
    counts: dict[Fit, int] = dict.fromkeys(FITS, 0)
    against: Counter[str] = Counter()
    left_out = []
    for brief in journeys:
        fits = brief.fits.get(plan.id, "no")
        counts[fits] += 1
        against.update(set(brief.reasons.get(plan.id, ())))
        if fits == "no":
            left_out.append(Named(id=brief.id, name=brief.name))
    reasons = tuple(
        Reason(name=name, title=_title(name, language), automations=count)
        for name, count in sorted(against.items(), key=lambda found: (-found[1], found[0]))
    )
    why = [say("plan_reason", language, reason=r.title, count=r.automations) for r in reasons]
    text = say(
        "plan_row", language, yes=counts["yes"], check=counts["check"], no=counts["no"],
        total=len(journeys),
    )  # fmt: skip
    return PlanAccount(
        plan=plan.id,
        name=plan.name,
        counts=counts,
        reasons=reasons,
        left_out=tuple(sorted(left_out, key=lambda found: (found.name, found.id))),
        text=sentences(
            text, say("plan_why", language, why=listing(language, why)) if why else None
        ),
    )


def _title(name: str, language: Language) -> str:
    return say(f"plan_{CODE_OF[name]}", language)


def _text(rows: Sequence[PlanAccount], place: int | None, total: int, language: Language) -> str:
    if not total:
        return say("plans_none", language)
    if place is None:
        least = min(rows, key=lambda row: row.counts["no"])
        return sentences(
            say("plans_too_big", language, plan=least.name),
            _left_out("plans_left", least, language),
        )
    chosen = rows[place]
    key = "plans_check" if chosen.counts["check"] else "plans_cheapest"
    text = say(key, language, plan=chosen.name, total=total, check=chosen.counts["check"])
    lower = rows[place - 1] if place else None
    return sentences(text, _left_out("plans_lower", lower, language) if lower else None)


def _left_out(key: str, row: PlanAccount, language: Language) -> str:
    left = names(language, [found.name for found in row.left_out])
    return say(key, language, plan=row.name, count=len(row.left_out), names=left)
