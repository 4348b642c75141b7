"""What a button of the conversation carries: ids only, reloaded and authorised on click."""

import re
from typing import Literal, get_args

from converter.frozen import Frozen
from converter.report.model import Language

Verdict = Literal["up", "down"]

_PATTERN = re.compile(
    rf"(?P<turn>\d{{1,18}})\.(?P<step>\d{{1,6}})/(?P<language>{'|'.join(get_args(Language))})"
    r"/(?P<share>[sp])(?:/(?P<topic>[A-Za-z0-9_-]{1,64}))?"
    rf"(?:\+(?P<verdict>{'|'.join(get_args(Verdict))}))?",
    re.ASCII,
)


class TalkRef(Frozen):
    """``turn`` (0 where there is none yet) at ``step``; ``topic`` that the button stands for.

    ``share`` tells whether the message can be shared with others who read there.
    """

    turn: int = 0
    step: int = 0
    language: Language
    share: bool = False
    topic: str | None = None
    verdict: Verdict | None = None

    def encode(self) -> str:
        """At most 110 characters; an option's value may have 150."""
        text = f"{self.turn}.{self.step}/{self.language}/{'s' if self.share else 'p'}"
        text += f"/{self.topic}" if self.topic else ""
        return text + (f"+{self.verdict}" if self.verdict else "")

    @classmethod
    def decode(cls, value: object) -> "TalkRef | None":
        """None for anything that ``encode`` did not write."""
        found = _PATTERN.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            return None
        return cls.model_validate(
            {
                "turn": int(found["turn"]),
                "step": int(found["step"]),
                "language": found["language"],
                "share": found["share"] == "s",
                "topic": found["topic"],
                "verdict": found["verdict"],
            }
        )

    def about(self, topic: str) -> "TalkRef":
        return self.model_copy(update={"topic": topic, "verdict": None})

    def saying(self, verdict: Verdict) -> "TalkRef":
        return self.model_copy(update={"verdict": verdict})
