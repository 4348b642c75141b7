"""What a button of an audit carries: the audit and a language; reloaded and authorised on click."""

import re

from bot.slack.carried import ID, LANGUAGE, Carried, one_of
from converter.report.model import Level


class AuditRef(Carried):
    """``level`` and ``page`` (from 0) name a page of the list."""

    pattern = re.compile(
        rf"audit/(?P<audit>{ID})/(?P<language>{LANGUAGE})"
        rf"(?:/(?P<level>{one_of(Level)})/(?P<page>\d{{1,6}}))?",
        re.ASCII,
    )
    audit: int
    level: Level | None = None
    page: int = 0

    def encode(self) -> str:
        """At most 75 characters, so that it also fits an option's value."""
        place = f"/{self.level}/{self.page}" if self.level is not None else ""
        return f"audit/{self.audit}/{self.language}{place}"

    def at(self, level: Level, page: int = 0) -> "AuditRef":
        return self.model_copy(update={"level": level, "page": page})
