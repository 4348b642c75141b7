"""Walks every leaf of an entry and gives it its one row, with findings for settings left out."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from converter.catalog import FIELDS, FieldRule
from converter.findings import Finding, Param, names, quoted, the_automation, the_email
from converter.language import shorten, shown
from converter.ledger import Claim
from converter.pointer import ONE_ROW, escape, leaves
from converter.reading import Notes

NOT_APPLICABLE = Claim("not_applicable")
CONVERTED = Claim("converted")
BESIDE = ("queues", "removed_subscribers", "unread")
"""People, and what was not given of them: nothing here is a part of the automation."""
CONTAINERS = {
    table: {path[:i] for path in rules for i, c in enumerate(path) if c == "."}
    for table, rules in FIELDS.items()
}
"""Paths below which fields are known: a plain value in their place is none that is known."""


@dataclass(slots=True)
class Accountant:
    """``blocked_by`` is the code that keeps the automation classic: then nothing carries over.

    Where the input is not ``readable`` that code stands for every row: no other is reported.
    """

    base: str
    notes: Notes
    removed: int = 0
    readable: bool = True
    blocked_by: str | None = None
    emails: dict[int, tuple[int, str]] = field(default_factory=dict)
    """For each place in the list: the e-mail's position and title, for naming it."""
    _settings: dict[tuple[str, str], list[tuple[str, str, object]]] = field(default_factory=dict)
    _unknown: dict[str, list[str]] = field(default_factory=dict)

    def rows(self, entry: object) -> Iterator[tuple[str, Claim]]:
        """One (pointer, claim) a leaf. Call ``report`` after the last one."""
        if not isinstance(entry, dict) or not entry:
            yield from self._outside(entry, self.base)
            return
        for key, value in entry.items():
            at = f"{self.base}/{escape(key)}"
            if key in ONE_ROW:
                yield at, NOT_APPLICABLE
            elif key == "automation" and isinstance(value, dict) and value:
                yield from self._container(value, at, "automation")
            elif key == "emails" and isinstance(value, list) and value:
                for i, email in enumerate(value):
                    if isinstance(email, dict) and email:
                        yield from self._container(email, f"{at}/{i}", "email")
                    else:
                        yield from self._outside(email, f"{at}/{i}")
            elif key in BESIDE:
                yield from self._contacts(value, at, key)
            elif key != "answers":
                yield from self._outside(
                    value, at, None if key in ("automation", "emails") else key
                )

    def _container(self, value: object, at: str, table: str) -> Iterator[tuple[str, Claim]]:
        fates, containers = FIELDS[table], CONTAINERS[table]
        claimed, of = self.notes.claims.by_pointer, self.notes.claims.of
        for pointer, pattern, leaf in leaves(value, at):
            claim = claimed.get(pointer) or of(pointer)
            if claim is not None:
                yield pointer, self._checked(claim)
                continue
            fate = fates.get(pattern)
            if isinstance(fate, FieldRule):
                yield pointer, self._setting(fate, pointer, pattern, leaf, at)
            elif fate == "converted":
                yield pointer, self._checked(CONVERTED)
            elif fate == "n/a" and not (leaf and pattern in containers):
                yield pointer, NOT_APPLICABLE
            else:
                yield pointer, self._unknown_key(pattern, leaf, at)

    def _checked(self, claim: Claim) -> Claim:
        if self.blocked_by is None or claim.status == "not_applicable":
            return claim
        return Claim("dropped", self.blocked_by)

    def _setting(self, fate: FieldRule, pointer: str, pattern: str, leaf: object, at: str) -> Claim:
        is_set = leaf not in (None, False, 0, "", [], {})
        if fate.off is not None:
            if is_set or leaf is None:
                return self._checked(CONVERTED)
            code, status = fate.off, Claim("dropped", fate.off)
        elif not is_set:
            return NOT_APPLICABLE
        elif fate.change is not None:
            code, status = fate.change, Claim("converted_with_change", fate.change)
        else:
            code, status = fate.set or "CJ209", Claim("dropped", fate.set or "CJ209")
        if self.blocked_by is not None:
            return Claim("dropped", self.blocked_by)
        self._settings.setdefault((code, at), []).append((pointer, pattern, leaf))
        return status

    def _unknown_key(self, pattern: str, leaf: object, at: str) -> Claim:
        if leaf is None or leaf in (False, "", 0) or leaf in ([], {}):
            return NOT_APPLICABLE
        if self.blocked_by is not None and not self.readable:
            return Claim("dropped", self.blocked_by)
        self._unknown.setdefault(at, []).append(pattern)
        return Claim("dropped", "CJ601")

    def _contacts(self, value: object, at: str, key: str) -> Iterator[tuple[str, Claim]]:
        total = f"{at}/total_items"
        for pointer, _, _ in leaves(value, at):
            claim = self.notes.claims.of(pointer)
            if key == "removed_subscribers" and pointer == total and self.removed:
                claim = Claim("dropped", self.blocked_by or "CJ504")
            yield pointer, claim or NOT_APPLICABLE

    def _outside(
        self, value: object, at: str, key: str | None = None
    ) -> Iterator[tuple[str, Claim]]:
        for pointer, pattern, leaf in leaves(value, at, key or ""):
            if self.blocked_by is not None and key is None:
                yield pointer, Claim("dropped", self.blocked_by)
            else:
                yield pointer, self._unknown_key(pattern, leaf, self.base)

    def report(self) -> None:
        """Adds the findings about settings that were left out and about unknown keys."""
        for (code, at), found in self._settings.items():
            pointer = found[0][0] if len(found) == 1 else at
            params: dict[str, Param] = {
                "where": self._where(at),
                "settings": names([pattern for _, pattern, _ in found]),
                "value": quoted(shown(found[0][2])),
                "email": self._where(at),
            }
            self.notes.findings.append(Finding(code, pointer, params))
        for at in dict.fromkeys([*self._unknown, *self.notes.unknown_values]):
            values = [shorten(v, 80) for v in dict.fromkeys(self._unknown.get(at, ()))]
            values += self.notes.unknown_values.get(at, [])
            self.notes.add("CJ601", at, where=self._where(at), values=names(values))

    def _where(self, at: str) -> Param:
        prefix = f"{self.base}/emails/"
        if not at.startswith(prefix):
            return the_automation()
        place = int(at[len(prefix) :])
        return the_email(*self.emails.get(place, (place + 1, "")))
