"""What each Mailchimp plan allows: data with a source and a date, and who fits.

A file with newer limits can replace the built-in ``plans.toml`` (see ``load_limits``).
"""

from pathlib import Path

from pydantic import ValidationError

from converter.content import ROOT, read, wrong
from converter.frozen import Frozen
from converter.journey import Journey, point_count, split_count, wait_rule_count
from converter.report.model import Fit, Language, PlanId


class Plan(Frozen):
    """Limits of a journey on one plan. ``points`` is what the help article says;
    ``points_observed`` what was seen elsewhere, where sources disagree."""

    id: PlanId
    name: str
    journeys: bool
    starting_points: int
    points: int
    points_observed: int | None = None
    branching: bool
    wait_rules: str
    aliases: tuple[str, ...] = ()
    source: str
    source_fr: str | None = None
    source_date: str
    source_date_fr: str | None = None
    support: dict[Language, str]

    @property
    def most_points(self) -> int:
        """The largest number of points that any source allows."""
        return max(self.points, self.points_observed or 0)

    def cited(self, language: Language) -> str:
        """The source with its date; French words where the file has them."""
        if language == "fr":
            return f"{self.source_fr or self.source} ({self.source_date_fr or self.source_date})"
        return f"{self.source} ({self.source_date})"


class Load(Frozen):
    """What a journey weighs: the numbers a plan limits."""

    points: int
    starting_points: int
    splits: int
    waits: int

    @classmethod
    def of(cls, journey: Journey) -> "Load":
        return cls(
            points=point_count(journey),
            starting_points=len(journey.starting_points),
            splits=split_count(journey),
            waits=wait_rule_count(journey),
        )


class Limits(Frozen):
    """Every plan, the lowest first, and what holds on all of them: ``wait_rules`` a journey,
    ``split_conditions`` a split."""

    plans: tuple[Plan, ...]
    wait_rules: int
    split_conditions: int

    def plan(self, plan_id: str | None) -> Plan | None:
        return next((p for p in self.plans if p.id == plan_id), None)


def load_limits(path: Path) -> Limits:
    """Limits from a file in the shape of ``plans.toml``. Raises ContentError."""
    raw = read(path)
    found: list[Plan] = []
    for row in raw.get("plan", ()):
        try:
            found.append(Plan.model_validate(row))
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise wrong(path, str(row.get("id", "plan")), f"{place}: {first['msg']}") from error
    limits = {k: v for k, v in raw.get("hard_limits", {}).items() if isinstance(v, int)}
    if not found or not {"wait_rules", "split_conditions"} <= limits.keys():
        raise wrong(
            path,
            "plan",
            "plans, hard_limits.wait_rules and hard_limits.split_conditions are needed",
        )
    return Limits(
        plans=tuple(found),
        wait_rules=limits["wait_rules"],
        split_conditions=limits["split_conditions"],
    )


BUILT_IN = load_limits(ROOT / "plans.toml")


def plans() -> tuple[Plan, ...]:
    """Every plan, the lowest first."""
    return BUILT_IN.plans


def plan_named(name: str) -> Plan | None:
    """A plan by its id, name or another name it goes by (“payg”), whatever the case."""
    wanted = " ".join(name.casefold().replace("_", " ").replace("-", " ").split())
    for plan in BUILT_IN.plans:
        known = {plan.id, plan.name, *plan.aliases}
        if wanted in {
            " ".join(k.casefold().replace("_", " ").replace("-", " ").split()) for k in known
        }:
            return plan
    return None


def fit(plan: Plan, load: Load) -> tuple[Fit, tuple[str, ...]]:
    """Whether a journey fits a plan, and the codes of what speaks against it."""
    if not plan.journeys:
        return "no", ("CJ101",)
    against: list[str] = []
    if load.points > plan.most_points:
        against.append("CJ102")
    if load.starting_points > plan.starting_points:
        against.append("CJ103")
    if load.splits and not plan.branching:
        against.append("CJ104")
    if against:
        return "no", tuple(against)
    doubts: list[str] = []
    if load.points > plan.points:
        doubts.append("CJ105")
    if load.waits and plan.wait_rules != "yes":
        doubts.append("CJ107")
    return ("check", tuple(doubts)) if doubts else ("yes", ())
