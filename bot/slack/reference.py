"""What a button carries: ids only. Everything else is reloaded and authorised on click."""

import re
from typing import Literal, get_args

from converter.frozen import Frozen
from converter.report.model import Language, PlanId

Listing = Literal["points", "findings", "steps", "questions"]

_PATTERN = re.compile(
    rf"(?P<key>\d{{1,18}})/(?P<language>{'|'.join(get_args(Language))})"
    rf"/(?P<plan>{'|'.join(get_args(PlanId))}|-)/(?P<share>[sp])"
    rf"(?:/(?P<listing>{'|'.join(get_args(Listing))})/(?P<page>\d{{1,6}}))?"
    r"(?:/(?P<code>CJ\d{3}))?",
    re.ASCII,
)


class Ref(Frozen):
    """``key`` of the automation, ``plan`` that was asked for, ``language`` of the reply.

    ``share`` tells whether the reply stands where it can be shared (not in a direct message,
    not already shared); ``listing`` and ``page`` (from 0) name a
    page of a modal, ``code`` a diagnostic.
    """

    key: int
    language: Language
    plan: PlanId | None = None
    share: bool = False
    listing: Listing | None = None
    page: int = 0
    code: str | None = None

    def encode(self) -> str:
        """At most 75 characters, so that it also fits an option's value."""
        parts = [str(self.key), self.language, self.plan or "-", "s" if self.share else "p"]
        if self.listing is not None:
            parts += [self.listing, str(self.page)]
        if self.code is not None:
            parts.append(self.code)
        return "/".join(parts)

    @classmethod
    def decode(cls, value: object) -> "Ref | None":
        """None for anything that ``encode`` did not write."""
        found = _PATTERN.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            return None
        return cls.model_validate(
            {
                "key": int(found["key"]),
                "language": found["language"],
                "plan": None if found["plan"] == "-" else found["plan"],
                "share": found["share"] == "s",
                "listing": found["listing"],
                "page": int(found["page"] or 0),
                "code": found["code"],
            }
        )

    def at(self, listing: Listing, page: int = 0) -> "Ref":
        return self.model_copy(update={"listing": listing, "page": page, "code": None})

    def about(self, code: str) -> "Ref":
        return self.model_copy(update={"code": code})

    def with_plan(self, plan: PlanId | None) -> "Ref":
        return self.model_copy(update={"plan": plan})
