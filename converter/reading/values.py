"""Typed look-ups in JSON objects that report what they had to leave aside."""

from typing import Any

from converter.findings import Param, json_type, json_type_named, problem, quoted
from converter.language import shorten, shown
from converter.reading.notes import Notes


class Reader:
    """``where`` names the automation or the e-mail in what is reported."""

    def __init__(self, notes: Notes, where: Param) -> None:
        self.notes = notes
        self.where = where

    def assume(self, pointer: str, key: str, **params: Param) -> None:
        self.notes.assumed(pointer, self.where, key, **params)

    def wrong_type(self, pointer: str, name: str, expected: str, found: object) -> None:
        self.set_aside(pointer, name, json_type_named(expected), found)

    def set_aside(self, pointer: str, name: str, expected: Param, found: object) -> None:
        """CJ605 about a value that cannot be used; what stands there is dropped."""
        seen = quoted(shown(found)) if isinstance(found, str) else json_type(found)
        clause = problem("field_type", field=name, expected=expected, found=seen)
        self.notes.add("CJ605", pointer, where=self.where, problem=clause)
        self.notes.claims.claim_all(found, pointer, "dropped", "CJ605")

    def mapping(self, holder: dict[str, Any], key: str, at: str) -> dict[str, Any]:
        value = holder.get(key)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.wrong_type(f"{at}/{key}", key, "object", value)
        return {}

    def text(self, holder: dict[str, Any], key: str, at: str) -> str | None:
        value = holder.get(key)
        if isinstance(value, str):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is not None:
            self.wrong_type(f"{at}/{key}", key, "string", value)
        return None

    def short(self, holder: dict[str, Any], key: str, at: str) -> str | None:
        found = self.text(holder, key, at)
        return found if found is None else shorten(found)

    def whole(self, holder: dict[str, Any], key: str, at: str) -> int | None:
        value = holder.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if value is not None:
            self.wrong_type(f"{at}/{key}", key, "number", value)
        return None
