"""What the button under a file that somebody sent carries: its number and a language."""

import re

from bot.slack.carried import ID, LANGUAGE, Carried


class FileRef(Carried):
    pattern = re.compile(rf"file/(?P<number>{ID})/(?P<language>{LANGUAGE})", re.ASCII)
    number: int

    def encode(self) -> str:
        """At most 26 characters."""
        return f"file/{self.number}/{self.language}"
