"""What the reader and the rules collect on the way: findings, claims, unknown values."""

from dataclasses import dataclass, field

from converter.findings import Finding, Param, problem
from converter.ledger import Claims

NAME_LIMIT = 255
"""Characters of a name that are kept; Mailchimp's own limit is lower."""


class Unreadable(Exception):
    """The automation cannot be converted; ``finding`` says why and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(slots=True)
class Notes:
    """What the reader and the rules collect on the way."""

    findings: list[Finding] = field(default_factory=list)
    claims: Claims = field(default_factory=Claims)
    unknown_values: dict[str, list[str]] = field(default_factory=dict)
    """Values outside the published enums, by the pointer of what holds them."""

    def add(self, code: str, pointer: str, point: str | None = None, **params: Param) -> None:
        self.findings.append(Finding(code, pointer, params, point))

    def assumed(self, pointer: str, where: Param, key: str, **params: Param) -> None:
        """CJ605: something had to be assumed; the leaf carries over with a change."""
        self.add("CJ605", pointer, where=where, problem=problem(key, **params))
        self.claims.claim(pointer, "converted_with_change", "CJ605")


def invalid(pointer: str, key: str, **params: Param) -> Unreadable:
    """CJ603: what is needed is missing or of another kind."""
    return Unreadable(
        Finding("CJ603", pointer, {"place": pointer or "/", "problem": problem(key, **params)})
    )
