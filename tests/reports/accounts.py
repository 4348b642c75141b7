"""Reports to make files of: the sample account, and automations that are hard to show."""

from functools import cache
from typing import Any

from bot.demo.run import SAMPLE
from converter import Options, PlanGiven, Report, build_report, convert_bundle, read_bundle
from converter.convert import convert_automation
from converter.report.model import Language, PlanId
from tests.converter.build import SENT, email, entry, segment, series

BOTH: tuple[Language, ...] = ("en", "fr")


@cache
def sample(language: Language, plan: PlanId | None = None) -> Report:
    """The sample account, in which every level stands."""
    bundle = read_bundle(SAMPLE)
    given = PlanGiven(plan=plan, source="option" if plan else "none")
    options = Options(language=language, plan=given, timezone=bundle.timezone)
    return build_report(convert_bundle(bundle, options), options)


def of(*entries: Any, language: Language = "en", plan: PlanId | None = "standard") -> Report:
    """The report of an account with these automations."""
    given = PlanGiven(plan=plan, source="option" if plan else "none")
    options = Options(language=language, plan=given)
    rows = [
        convert_automation(one, options, place, f"/automations/{place}")
        for place, one in enumerate(entries)
    ]
    return build_report(rows, options)


def branching() -> Any:
    """Every email but the first stands behind a split."""
    later = [email(n, SENT, 1, segment=segment(3, "any")) for n in range(2, 6)]
    return entry(email(1, "signup"), *later)


def two_hundred_points() -> Any:
    return series(100)
