"""What the matcher says of a message."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["en", "fr"]
Decision = Literal["answer", "confirm", "choose", "rephrase", "person"]
"""answer at once · answer and ask whether this was it · show two or three candidates · ask for
other words · offer a person."""


class Candidate(BaseModel):
    """A topic and how likely (0 to 1) it is what was asked."""

    model_config = ConfigDict(frozen=True)

    topic: str
    confidence: float


class Match(BaseModel):
    """The matcher's word on one message.

    ``topic`` is the best guess whatever the decision, None only where the message holds no word.
    ``candidates`` are the topics a person is shown, best first: one for ``answer``, one to three
    for ``confirm`` (the others as "rather this?"), two or three for ``choose``, none otherwise.
    ``runners_up`` are further topics, best first, for after a "No".
    ``language`` is the language to answer in; ``language_sure`` is False where it was only taken
    over from the thread or the locale.
    """

    model_config = ConfigDict(frozen=True)

    topic: str | None
    confidence: float
    decision: Decision
    candidates: tuple[Candidate, ...] = ()
    runners_up: tuple[Candidate, ...] = ()
    language: Language
    language_sure: bool
