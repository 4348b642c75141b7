"""What a button of a cut-over carries: the cut-over, a language, a page, and at most one name."""

import re

from bot.slack.carried import ID, LANGUAGE, Carried


class CutRef(Carried):
    """``page`` of the card's tasks, from 0. ``name``: of a task, a decision or a plan."""

    pattern = re.compile(
        rf"cut/(?P<cutover>{ID})/(?P<language>{LANGUAGE})/(?P<page>\d{{1,4}})"
        r"(?:\+(?P<name>[A-Za-z0-9_-]{1,40}))?",
        re.ASCII,
    )
    cutover: int
    page: int = 0
    name: str | None = None

    def encode(self) -> str:
        """At most 75 characters, so that it also fits an option's value."""
        name = f"+{self.name}" if self.name else ""
        return f"cut/{self.cutover}/{self.language}/{self.page}{name}"

    def about(self, name: str) -> "CutRef":
        return self.model_copy(update={"name": name})

    def at(self, page: int) -> "CutRef":
        return self.model_copy(update={"page": page})
