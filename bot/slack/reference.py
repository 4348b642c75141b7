"""What a button carries: ids only. Everything else is reloaded and authorised on click."""

import re
from typing import Literal

from bot.slack.carried import ID, LANGUAGE, Carried, Shared, one_of
from converter.report.model import PlanId

Listing = Literal["points", "findings", "steps", "questions"]


class Ref(Carried):
    """``key`` of the automation, ``plan`` that was asked for, ``language`` of the reply.

    ``share`` tells whether the reply stands where it can be shared (not in a direct message,
    not already shared); ``listing`` and ``page`` (from 0) name a
    page of a modal, ``code`` a diagnostic.
    """

    pattern = re.compile(
        rf"(?P<key>{ID})/(?P<language>{LANGUAGE})"
        rf"/(?:(?P<plan>{one_of(PlanId)})|-)/(?P<share>[sp])"
        rf"(?:/(?P<listing>{one_of(Listing)})/(?P<page>\d{{1,6}}))?"
        r"(?:/(?P<code>CJ\d{3}))?",
        re.ASCII,
    )
    key: int
    plan: PlanId | None = None
    share: Shared = False
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

    def at(self, listing: Listing, page: int = 0) -> "Ref":
        return self.model_copy(update={"listing": listing, "page": page, "code": None})

    def about(self, code: str) -> "Ref":
        return self.model_copy(update={"code": code})

    def with_plan(self, plan: PlanId | None) -> "Ref":
        return self.model_copy(update={"plan": plan})
