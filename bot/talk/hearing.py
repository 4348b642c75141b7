"""When the bot may speak: decided from what was said, where, and what happened there before."""

import re
from datetime import datetime, timedelta
from typing import Literal

from converter.frozen import Frozen

Hearing = Literal["answer", "unasked", "mute", "other_person", "ignore"]
"""``answer``: it was asked. ``unasked``: a question in an agreed channel, so only a sure answer
may be given. ``mute``: somebody wants quiet. ``other_person``: a person took over, be quiet."""

QUIET = {
    "mute",
    "stop",
    "silence",
    "quiet",
    "be quiet",
    "shut up",
    "hush",
    "chut",
    "tais toi",
    "taisez vous",
    "arrete",
    "arrête",
    "stop it",
}

YES = {"yes", "yep", "yeah", "yes it was", "yes exactly", "exactly", "that's it", "yes that's it"}
YES |= {"oui", "ouais", "si", "oui exactement", "exactement", "c'est ça", "oui c'est ça"}
NO = {"no", "nope", "nah", "no it was not", "not really", "not that", "that's not it", "wrong"}
NO |= {"non", "nan", "pas vraiment", "pas du tout", "ce n'est pas ça", "c'est pas ça", "pas ça"}
NO |= {"non pas du tout", "no that's not it", "non ce n'est pas ça", "non c'est pas ça"}

WINDOW = timedelta(minutes=10)
PER_THREAD = 20
PER_PERSON = 30
"""Replies in a WINDOW: a guard against loops, far above what a conversation takes."""
REPHRASE_WINDOW = timedelta(minutes=15)
"""How long a request for other words stays open."""
MUCH_LATER = timedelta(minutes=10)
"""An edited message that was never delivered counts as new for this long."""


class Said(Frozen):
    """A message in a place. ``known``: the bot was part of this thread before; ``asker``: by whom
    it was addressed there last is who speaks now; ``answered``: it has answered them there."""

    text: str
    direct: bool = False
    mentioned: bool = False
    mentions_others: bool = False
    agreed: bool = False
    in_thread: bool = False
    known: bool = False
    asker: bool = False
    answered: bool = False
    quiet: bool = False


def wants_quiet(text: str) -> bool:
    """Whether the message is nothing but a wish for silence."""
    return " ".join(re.findall(r"\w+", text.casefold())) in QUIET


def yes_or_no(text: str) -> Literal["yes", "no"] | None:
    """Whether the message is nothing but a yes or a no to what was said before."""
    words = " ".join(re.findall(r"[\w']+", text.casefold().replace("’", "'")))
    return "yes" if words in YES else "no" if words in NO else None


def hear(said: Said) -> Hearing:
    """What to do about a message of a person (never of a bot, never our own)."""
    spoken_to = said.direct or said.mentioned
    if wants_quiet(said.text) and (spoken_to or (said.known and not said.quiet)):
        return "mute"
    if spoken_to:
        return "answer"
    if not said.in_thread:
        return "unasked" if said.agreed and not said.mentions_others else "ignore"
    if not said.known:
        return "ignore"
    if not said.asker:
        return "other_person"
    if said.quiet or said.mentions_others or not said.answered:
        return "ignore"
    return "answer"


Allowance = Literal["speak", "last", "silent"]


def allowance(in_thread: int, of_person: int) -> Allowance:
    """Whether one more reply is allowed after so many in a WINDOW; ``last``: only to say that
    there will be none for a while."""
    over = max(in_thread - PER_THREAD, of_person - PER_PERSON)
    return "speak" if over < 0 else "last" if over == 0 else "silent"


def may_speak_unasked(decision: str, kind: str | None) -> bool:
    """In an agreed channel, nobody asked the bot: only a sure answer about a topic is worth it."""
    return decision in ("answer", "confirm") and kind == "topic"


def asked_for_other_words(decision: str | None, outcome: str | None, age: timedelta) -> bool:
    """Whether the last thing the bot did for somebody was to ask them to rephrase."""
    return decision == "rephrase" and outcome == "pending" and age <= REPHRASE_WINDOW


def is_recent(said_at: datetime, now: datetime) -> bool:
    return now - said_at <= MUCH_LATER
