"""What a button of the desk carries: the case and a language; reloaded and authorised on click."""

import re

from bot.slack.carried import ID, LANGUAGE, Carried


class CaseRef(Carried):
    pattern = re.compile(rf"case/(?P<case>{ID})/(?P<language>{LANGUAGE})", re.ASCII)
    case: int

    def encode(self) -> str:
        """At most 26 characters."""
        return f"case/{self.case}/{self.language}"
