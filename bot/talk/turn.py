"""A turn: one question and what is shown for it. Every step is a new turn, from the old one.

A button holds the step that it was shown at. A click of an earlier step changes nothing, so a
question is never answered twice, and "No" leads to what was not shown yet, then to a person.
"""

from datetime import datetime
from typing import Literal

from converter.frozen import Frozen
from converter.report.model import Language
from intents.result import Candidate, Decision, Match

Outcome = Literal["pending", "yes", "no", "chosen", "superseded", "deleted"]
Shape = Literal["answer", "confirm", "choose", "rephrase", "person"]
"""What stands in the message now."""

OFFERED = 3
RATHER = 2
NEVER_NEXT = frozenset({"greeting", "thanks", "human"})
"""Not offered after a "No": nobody means a greeting then, and a person has a button anyway."""


class View(Frozen):
    """``topics``: the one answered for ``answer`` and ``confirm`` (there followed by those offered
    as "rather this?"), those to choose from for ``choose``."""

    shape: Shape
    topics: tuple[str, ...] = ()


class Turn(Frozen):
    """``candidates``: every topic that may be offered, best first. ``shown``: those that were,
    as an answer or as a button. ``view``: what stands there now. ``step`` counts the changes."""

    language: Language
    decision: Decision
    topic: str | None
    confidence: float
    candidates: tuple[Candidate, ...] = ()
    shown: tuple[str, ...] = ()
    view: View
    outcome: Outcome = "pending"
    step: int = 0

    @property
    def open(self) -> bool:
        """Whether Yes, No or a choice still counts."""
        return self.outcome in ("pending", "no") and self.view.shape in ("confirm", "choose")


def opening(match: Match, language: Language | None = None) -> Turn:
    """The first turn of a question."""
    ranked = _once((*match.candidates, *match.runners_up))
    view = _first_view(match)
    return Turn(
        language=language or match.language,
        decision=match.decision,
        topic=match.topic,
        confidence=match.confidence,
        candidates=ranked,
        shown=view.topics,
        view=view,
    )


def of_topic(topic: str, language: Language) -> Turn:
    """The turn of somebody who picked a topic from a list."""
    return Turn(
        language=language,
        decision="answer",
        topic=topic,
        confidence=1.0,
        candidates=(Candidate(topic=topic, confidence=1.0),),
        shown=(topic,),
        view=View(shape="answer", topics=(topic,)),
        outcome="chosen",
    )


def yes(turn: Turn) -> Turn:
    """The answer was what was meant."""
    return _next(turn, View(shape="answer", topics=turn.view.topics[:1]), "yes")


def no(turn: Turn) -> Turn:
    """Nothing shown was meant: the candidates not shown yet, or a person."""
    left = tuple(c.topic for c in turn.candidates if c.topic not in {*turn.shown, *NEVER_NEXT})
    left = left[:OFFERED]
    if left:
        return _next(turn, View(shape="choose", topics=left), "no")
    return _next(turn, View(shape="person"), "no")


def typed_yes(turn: Turn) -> Turn | None:
    """Somebody wrote "yes": to a question of ours, or about an answer. None where it says nothing
    about what is shown."""
    if turn.outcome not in ("pending", "no"):
        return None
    if turn.view.shape == "confirm":
        return yes(turn)
    if turn.view.shape == "answer":
        return turn.model_copy(update={"outcome": "yes", "step": turn.step + 1})
    if turn.view.shape == "choose" and len(turn.view.topics) == 1:
        return choose(turn, turn.view.topics[0])
    return None


def typed_no(turn: Turn) -> Turn | None:
    """Somebody wrote "no": as the button, and also about an answer that seemed sure. None where
    there is nothing to say no to."""
    if turn.outcome not in ("pending", "no") or turn.view.shape == "rephrase":
        return None
    if turn.view.shape == "answer":
        doubted = View(shape="confirm", topics=turn.view.topics)
        return no(turn.model_copy(update={"view": doubted}))
    return no(turn) if turn.open else turn


def choose(turn: Turn, topic: str) -> Turn | None:
    """The answer to one of the topics offered; None for one that is not offered now."""
    offered = turn.view.topics[1:] if turn.view.shape == "confirm" else turn.view.topics
    if topic not in offered:
        return None
    return _next(turn, View(shape="answer", topics=(topic,)), "chosen")


def edited(turn: Turn, match: Match, language: Language | None = None) -> Turn:
    """The same question in other words: everything starts anew, older buttons no longer count."""
    return opening(match, language).model_copy(update={"step": turn.step + 1})


def _next(turn: Turn, view: View, outcome: Outcome) -> Turn:
    if not turn.open:
        raise ValueError("nothing is open in this turn")
    return turn.model_copy(
        update={
            "view": view,
            "shown": tuple(dict.fromkeys((*turn.shown, *view.topics))),
            "outcome": outcome,
            "topic": view.topics[0] if view.shape == "answer" else turn.topic,
            "step": turn.step + 1,
        }
    )


def _first_view(match: Match) -> View:
    topics = tuple(candidate.topic for candidate in match.candidates)
    if match.decision == "answer" and topics:
        return View(shape="answer", topics=topics[:1])
    if match.decision == "confirm" and topics:
        return View(shape="confirm", topics=topics[: 1 + RATHER])
    if match.decision == "choose" and len(topics) > 1:
        return View(shape="choose", topics=topics[:OFFERED])
    if match.decision == "choose" and topics:
        return View(shape="confirm", topics=topics)
    return View(shape="rephrase" if match.decision == "rephrase" else "person")


def _once(candidates: tuple[Candidate, ...]) -> tuple[Candidate, ...]:
    kept: dict[str, Candidate] = {}
    for candidate in candidates:
        kept.setdefault(candidate.topic, candidate)
    return tuple(kept.values())


class Asked(Frozen):
    """A turn as it is stored: who asked what, where, when, and where the answer stands.

    ``question_ts`` is None where no message of the asker's holds the question (a command, a
    shortcut). ``answer_ts`` is None while there is none, and for private answers, which Slack
    does not let an app change.
    """

    id: int
    channel: str
    thread_ts: str
    question_ts: str | None
    asker: str
    text: str
    private: bool
    answer_ts: str | None
    answered: bool
    asked_at: datetime
    edited_at: datetime | None
    turn: Turn
