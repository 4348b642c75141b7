"""The four plans against one journey, in words, with what would have to go."""

from collections.abc import Sequence

from converter import advice
from converter.catalog import CODES
from converter.findings import Finding, Param
from converter.journey import Journey, Point
from converter.language import listing, phrase
from converter.plans import Limits, Load, Plan, fit
from converter.report.model import Advice, Chain, ChainPart, Language, PlanFit, PlanId

MOST_CHAINED = 5
"""Journeys in a chain above which nobody would build it; the report still counts them."""


def plan_findings(journey: Journey, given: PlanId | None, at: str, limits: Limits) -> list[Finding]:
    """CJ101 to CJ107, for the plan that was given."""
    pointer = f"{at}/emails"
    plan = limits.plan(given)
    if plan is None:
        return [Finding("CJ106", pointer)]
    load = Load.of(journey)
    params: dict[str, Param] = {
        "plan": plan.name,
        "points": load.points,
        "starting_points": load.starting_points,
        "splits": load.splits,
        "waits": load.waits,
        "official": plan.points,
        "observed": plan.points_observed or plan.points,
    }
    found = []
    for code in fit(plan, load)[1]:
        limit = plan.starting_points if code == "CJ103" else plan.points
        found.append(Finding(code, pointer, {**params, "limit": limit}))
    return found


def plan_fits(
    journey: Journey | None,
    places: Sequence[int],
    blocked: Finding | None,
    language: Language,
    limits: Limits,
) -> tuple[PlanFit, ...]:
    """A row for every plan, the lowest first. ``places``: see ``advice``."""
    if journey is None:
        reason = (CODES[blocked.code].name,) if blocked else ()
        text = phrase("fit_blocked", language)
        return tuple(
            PlanFit(plan=p.id, name=p.name, fits="no", reasons=reason, text=text)
            for p in limits.plans
        )
    load = Load.of(journey)
    blocks = advice.blocks_of(journey, places)
    rows = []
    for plan in limits.plans:
        gone = advice.removal(plan, journey, blocks)
        rows.append(_fit(plan, load, gone, blocks, language))
    return tuple(rows)


def cheapest(fits: Sequence[PlanFit]) -> PlanId | None:
    return next((row.plan for row in fits if row.fits != "no"), None)


def _fit(
    plan: Plan,
    load: Load,
    removal: advice.Removal | None,
    blocks: dict[int, list[Point]],
    language: Language,
) -> PlanFit:
    fits, codes = fit(plan, load)
    words: dict[str, Param] = {
        "points": load.points,
        "limit": plan.points,
        "observed": plan.points_observed or plan.points,
        "starts": load.starting_points,
        "start_limit": plan.starting_points,
        "splits": load.splits,
        "waits": load.waits,
    }
    keys = [f"fit_{code}" for code in codes] or ["fit_yes"]
    if plan.points_observed:
        keys = ["fit_CJ102_disputed" if k == "fit_CJ102" else k for k in keys]
    return PlanFit(
        plan=plan.id,
        name=plan.name,
        fits=fits,
        reasons=tuple(CODES[code].name for code in codes),
        text=" ".join(phrase(key, language, **words) for key in keys),
        advice=_advice(plan, removal, blocks, language) if fits != "yes" else None,
    )


def _advice(
    plan: Plan,
    removal: advice.Removal | None,
    blocks: dict[int, list[Point]],
    language: Language,
) -> Advice | None:
    links = advice.chain(plan, blocks)
    chain = None
    if links is not None and len(links) > 1:
        counts = tuple(link.points for link in links)
        shown = [str(c) for c in counts[:6]]
        text = " + ".join(shown)
        if len(counts) > 6:
            text = phrase("chain_more", language, counts=text + " + ")
        chain = Chain(
            journeys=len(counts),
            point_counts=counts,
            text=phrase("chain", language, journeys=len(counts), counts=text),
            practical=len(counts) <= MOST_CHAINED,
            parts=_parts(links, language) if len(counts) <= MOST_CHAINED else (),
        )
    if removal is None:
        if chain is None:
            return None
        total = sum(len(b) for b in blocks.values())
        return Advice(text=chain.text, remove=(), points_left=total, chain=chain)
    text = phrase(
        "advice_remove",
        language,
        emails=phrase(
            "advice_emails",
            language,
            count=len(removal.emails),
            numbers=ranges(removal.emails, language),
        ),
        count=len(removal.emails),
        left=removal.points_left,
        plan=plan.name,
    )
    return Advice(text=text, remove=removal.emails, points_left=removal.points_left, chain=chain)


def _parts(links: Sequence[advice.Link], language: Language) -> tuple[ChainPart, ...]:
    """What each journey of a chain holds, in words."""
    parts = []
    for number, link in enumerate(links, 1):
        numbers = ranges(link.emails, language)
        held = phrase("advice_emails", language, count=len(link.emails), numbers=numbers)
        place = "first" if number == 1 else "last" if number == len(links) else "middle"
        text = phrase(
            f"chain_{place}",
            language,
            number=number,
            points=link.points,
            held=held if link.emails else phrase("chain_wait", language),
            before=number - 1,
        )
        parts.append(ChainPart(emails=link.emails, point_count=link.points, text=text))
    return tuple(parts)


def ranges(numbers: Sequence[int], language: Language) -> str:
    """“3”, “2 and 4”, “3 to 30”."""
    runs: list[list[int]] = []
    for n in numbers:
        if runs and runs[-1][-1] + 1 == n:
            runs[-1][1:] = [n]
        else:
            runs.append([n, n])
    parts = []
    for first, last in runs:
        if last - first < 2:
            parts += [str(n) for n in range(first, last + 1)]
        else:
            parts.append(phrase("advice_range", language, first=str(first), last=str(last)))
    return listing(language, parts)
