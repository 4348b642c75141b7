"""From confidence to what is done: answer, confirm, choose, rephrase, person."""

import tomllib
from collections.abc import Sequence
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from intents.result import Candidate, Decision

FILE = Path(__file__).with_name("ladder.toml")
SHOWN = 3
"""Buttons a person can take in at a glance."""


class Thresholds(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: float = Field(ge=0, le=1)
    confirm: float = Field(ge=0, le=1)
    choose: float = Field(ge=0, le=1)
    outside: float = Field(ge=0, le=1)
    candidate: float = Field(ge=0, le=1)
    skip_deep: float = Field(ge=0, le=1)


class Step(BaseModel):
    """``shown`` are the topics a person sees, best first."""

    model_config = ConfigDict(frozen=True)

    decision: Decision
    shown: tuple[Candidate, ...] = ()


@cache
def thresholds() -> Thresholds:
    return Thresholds.model_validate(tomllib.loads(FILE.read_text(encoding="utf-8")))


def decide(
    candidates: Sequence[Candidate],
    outside: float,
    *,
    asked_again: bool = False,
    hesitant: bool = False,
    limits: Thresholds | None = None,
) -> Step:
    """``candidates`` best first with calibrated confidence; ``outside`` the chance that no topic
    fits. ``asked_again``: the person was asked to rephrase already. ``hesitant``: something
    outside the numbers speaks against a plain answer (another language, several questions)."""
    limits = limits or thresholds()
    likely = [one for one in candidates if one.confidence >= limits.candidate][:SHOWN]
    best = likely[0].confidence if likely else 0.0
    if best >= limits.answer and not hesitant:
        return Step(decision="answer", shown=tuple(likely[:1]))
    if best >= limits.confirm:
        return Step(decision="confirm", shown=tuple(likely))
    if outside >= limits.outside:
        return Step(decision="person")
    if len(likely) > 1 and sum(one.confidence for one in likely) >= limits.choose:
        return Step(decision="choose", shown=tuple(likely))
    return Step(decision="person" if asked_again else "rephrase")
