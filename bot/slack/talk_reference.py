"""What a button of the conversation carries: ids only, reloaded and authorised on click."""

import re
from typing import Literal

from bot.slack.carried import ID, LANGUAGE, Carried, Shared, one_of

Verdict = Literal["up", "down"]


class TalkRef(Carried):
    """``turn`` (0 where there is none yet) at ``step``; ``topic`` that the button stands for.

    ``share`` tells whether the message can be shared with others who read there.
    """

    pattern = re.compile(
        rf"(?P<turn>{ID})\.(?P<step>\d{{1,6}})/(?P<language>{LANGUAGE})"
        r"/(?P<share>[sp])(?:/(?P<topic>[A-Za-z0-9_-]{1,64}))?"
        rf"(?:\+(?P<verdict>{one_of(Verdict)}))?",
        re.ASCII,
    )
    turn: int = 0
    step: int = 0
    share: Shared = False
    topic: str | None = None
    verdict: Verdict | None = None

    def encode(self) -> str:
        """At most 110 characters; an option's value may have 150."""
        text = f"{self.turn}.{self.step}/{self.language}/{'s' if self.share else 'p'}"
        text += f"/{self.topic}" if self.topic else ""
        return text + (f"+{self.verdict}" if self.verdict else "")

    def about(self, topic: str) -> "TalkRef":
        return self.model_copy(update={"topic": topic, "verdict": None})

    def saying(self, verdict: Verdict) -> "TalkRef":
        return self.model_copy(update={"verdict": verdict})
