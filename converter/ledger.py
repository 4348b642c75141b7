"""The conservation law: every leaf of the classic input gets exactly one row.

Rules claim the leaves they turned into something; what nobody claims is decided by the table
``tables/fields.toml``; what the table does not know is unknown, and said so (CJ601).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from converter.pointer import leaves
from converter.report.model import LEDGER_STATUSES, Ledger, LedgerRow, LedgerStatus


class Claim(NamedTuple):
    """A tuple, because there is one for nearly every leaf of an account."""

    status: LedgerStatus
    code: str | None = None
    target: str | None = None


@dataclass(slots=True)
class Claims:
    """Who claims which leaf; the first claim of a leaf stands."""

    by_pointer: dict[str, Claim] = field(default_factory=dict)
    below: dict[str, Claim] = field(default_factory=dict)

    def claim(
        self, pointer: str, status: LedgerStatus, code: str | None = None, target: str | None = None
    ) -> None:
        if pointer not in self.by_pointer:
            self.by_pointer[pointer] = Claim(status, code, target)

    def claim_below(
        self, pointer: str, status: LedgerStatus, code: str | None = None, target: str | None = None
    ) -> None:
        """Claims whatever leaf turns out to stand at or under ``pointer``."""
        self.below.setdefault(pointer, Claim(status, code, target))

    def of(self, pointer: str) -> Claim | None:
        found = self.by_pointer.get(pointer)
        if found is None and "/segment_opts" in pointer:
            found = self.below.get(pointer[: pointer.index("/segment_opts") + len("/segment_opts")])
        return found

    def claim_all(
        self,
        value: object,
        pointer: str,
        status: LedgerStatus,
        code: str | None = None,
        target: str | None = None,
    ) -> None:
        """Claims every leaf under ``pointer``."""
        for leaf, _, _ in leaves(value, pointer):
            self.claim(leaf, status, code, target)


def to_row(pointer: str, claim: Claim) -> LedgerRow:
    return LedgerRow.model_construct(
        pointer=pointer, status=claim.status, code=claim.code, target=claim.target
    )


def summed(rows: Iterator[tuple[str, Claim]], full: bool) -> Ledger:
    """Counts of all rows, and the rows that need a look (all of them where ``full``)."""
    counts: dict[LedgerStatus, int] = dict.fromkeys(LEDGER_STATUSES, 0)
    kept: list[LedgerRow] = []
    for pointer, claim in rows:
        counts[claim.status] += 1
        if full or claim.status not in {"converted", "not_applicable"}:
            kept.append(to_row(pointer, claim))
    return Ledger(counts=counts, rows=tuple(kept))
