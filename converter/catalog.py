"""The mapping tables, typed: triggers, starting points, targets, fields.

They are TOML files under ``tables/`` and ``diagnostics/``; what they hold is inferred from
matching names unless a row says otherwise, because Mailchimp publishes no mapping.
"""

from typing import Literal, TypeVar

from pydantic import TypeAdapter, ValidationError

from converter.content import ROOT, load, wrong
from converter.frozen import Frozen
from converter.report.model import Evidence, Language

Words = dict[Language, str]
Row = TypeVar("Row")


class Trigger(Frozen):
    """One API ``delay.action``. ``starting_point`` is None where no counterpart is known."""

    id: str
    starting_point: str | None = None
    rating: Literal["exact", "approximate", "none", "unknown"]
    diagnostic: str | None = None
    series: bool = False
    date: bool = False
    cart: bool = False
    refires: bool = True
    target: str | None = None
    workflow_types: tuple[str, ...] = ()
    evidence: str = "inferred"
    label: Words


class StartingPointName(Frozen):
    name: Words
    evidence: str = "inferred"
    requires: Words | None = None


class Target(Frozen):
    """What the API hides about a trigger. ``legacy``: fields of old clients that show it."""

    en: str
    fr: str
    question: Words
    legacy: tuple[str, ...] = ()

    def words(self, language: Language) -> str:
        return self.en if language == "en" else self.fr


class FieldRule(Frozen):
    """Exactly one of the three holds a code; see ``tables/fields.toml``."""

    set: str | None = None
    change: str | None = None
    off: str | None = None


FieldFate = Literal["n/a", "converted"] | FieldRule


class Code(Frozen):
    """What a code promises and how it is explained, in both languages.

    ``source_fr``: the citation in French words, where ``source`` holds English ones.
    """

    name: str
    severity: Literal["error", "warning", "note"]
    effort: Literal["simple", "medium", "significant"]
    evidence: Evidence
    source: str
    source_fr: str | None = None
    en: dict[str, str]
    fr: dict[str, str]

    def words(self, language: Language) -> dict[str, str]:
        return self.en if language == "en" else self.fr

    def cited(self, language: Language) -> str:
        """Where the fact comes from, for a reader of this language."""
        return self.source_fr or self.source if language == "fr" else self.source


def _table(name: str, kind: TypeAdapter[Row]) -> dict[str, Row]:
    rows: dict[str, Row] = {}
    for key, value in load(name).items():
        try:
            rows[key] = kind.validate_python(value)
        except ValidationError as error:
            first = error.errors()[0]
            place = ".".join(str(part) for part in first["loc"])
            raise wrong(ROOT / name, key, f"{place}: {first['msg']}") from error
    return rows


TRIGGERS: dict[str, Trigger] = _table("tables/triggers.toml", TypeAdapter(Trigger))
STARTING_POINTS: dict[str, StartingPointName] = _table(
    "tables/starting_points.toml", TypeAdapter(StartingPointName)
)
TARGETS: dict[str, Target] = _table("tables/targets.toml", TypeAdapter(Target))
CODES: dict[str, Code] = _table("diagnostics/texts.toml", TypeAdapter(Code))
FIELDS: dict[str, dict[str, FieldFate]] = _table(
    "tables/fields.toml", TypeAdapter(dict[str, FieldFate])
)
LEGACY_FIELDS: frozenset[str] = frozenset(
    [name for target in TARGETS.values() for name in target.legacy]
    + ["lifetime_purchase_value", "purchase_orders"]
)
HARD = frozenset({"CJ110", "CJ111"})
"""They hold an automation at “partial”, whatever else is settled."""


def weighs(code: str, severity: str) -> bool:
    """Whether a finding speaks against the level “converted”: plans and contacts do not."""
    return severity != "note" and code[:3] not in ("CJ1", "CJ5")
