"""Faults that tests switch on, between Slack and the bot.

    slack.faults.delivery("duplicate", share=0.2)
    slack.faults.delivery("drop", name="event.message*", calls={1})
    slack.faults.api("error_after", method="chat.postMessage", share=0.1)
    slack.faults.api("rate_limited", method="chat.postMessage", calls={1, 3}, seconds=2)
    slack.faults.api("refuse", method="chat.postMessage", code="is_archived")

A rule fires when name or method match (`*` stands for anything), the matching call is one of
`calls` (counted from 1) if given, the dice say so (`share`) and it has not fired `most` times yet.
Every rule has dice of its own, made from the seed, so that rules do not change each other's luck.
Of several rules that match, the first that fires is taken; all of them count the call.

What happens to deliveries, which are named like "event.message", "event.message.message_changed",
"/convert", or an interaction's type:

- drop: lost on the way; the bot sees nothing, Slack counts it as a timeout.
- lose_answer: the bot gets it, its answer gets lost; Slack counts it as a timeout.
- duplicate: the bot gets it twice at the same time, with the same event_id.
- delay: a first delivery of an event leaves `seconds` later, on the clock.
- reorder: a first delivery of an event leaves after the next event, or `seconds` later if none
  comes before.

What happens to calls of the Web API, by method, besides "response_url" and "upload":

- rate_limited: 429 with Retry-After `seconds`; nothing is applied.
- refuse: `{"ok": false, "error": code}`; nothing is applied.
- error_before, close_before: 500, or the connection is closed; nothing is applied.
- error_after, close_after: the call is applied, then 500, or the connection is closed.
"""

import random
from collections.abc import Collection
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Literal, get_args

DeliveryFault = Literal["drop", "lose_answer", "duplicate", "delay", "reorder"]
ApiFault = Literal[
    "rate_limited", "refuse", "error_before", "error_after", "close_before", "close_after"
]

_EVENTS_ONLY = frozenset({"delay", "reorder"})


@dataclass(frozen=True, slots=True)
class Injected:
    """A fault that was injected. `call` says which of the matching calls it was, from 1."""

    what: str
    name: str
    call: int
    seconds: float = 0.0
    code: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.name} #{self.call}"


class Faults:
    """The rules that are switched on, and `log`: what they did. None at first.

    While `bot_is_down` is set, what does not reach the bot is no problem of the bot's.
    """

    def __init__(self, seed: int = 0) -> None:
        self.log: list[Injected] = []
        self.bot_is_down = False
        self._seed = seed
        self._made = 0
        self._deliveries: list[_Rule] = []
        self._calls: list[_Rule] = []

    def delivery(
        self,
        what: DeliveryFault,
        *,
        name: str = "*",
        share: float = 1.0,
        calls: Collection[int] | None = None,
        most: int | None = None,
        seconds: float = 10.0,
    ) -> None:
        """Switch on a fault of what goes to the bot."""
        if what not in get_args(DeliveryFault):
            raise ValueError(f"no fault of deliveries: {what}")
        self._deliveries.append(_Rule(what, name, self._dice(share), calls, most, seconds))

    def api(
        self,
        what: ApiFault,
        *,
        method: str = "*",
        share: float = 1.0,
        calls: Collection[int] | None = None,
        most: int | None = None,
        seconds: int = 1,
        code: str = "internal_error",
    ) -> None:
        """Switch on a fault of what the bot calls."""
        if what not in get_args(ApiFault):
            raise ValueError(f"no fault of the Web API: {what}")
        self._calls.append(_Rule(what, method, self._dice(share), calls, most, seconds, code))

    def clear(self) -> None:
        """Switch everything off; the log stays."""
        self._deliveries, self._calls = [], []

    def reset(self) -> None:
        """As it began, the dice too."""
        self.clear()
        self.log.clear()
        self.bot_is_down, self._made = False, 0

    def of_delivery(self, name: str, *, first_of_event: bool) -> Injected | None:
        """What happens to this delivery. Only the first of an event can wait for others."""
        without: frozenset[str] = frozenset() if first_of_event else _EVENTS_ONLY
        return self._choose(self._deliveries, name, without=without)

    def of_call(self, method: str) -> Injected | None:
        """What happens to this call of the Web API."""
        return self._choose(self._calls, method, without=frozenset())

    def _choose(
        self, rules: list["_Rule"], name: str, *, without: frozenset[str]
    ) -> Injected | None:
        chosen = None
        for rule in list(rules):
            if rule.what not in without and fnmatchcase(name, rule.pattern):
                chosen = rule.fires(name, allowed=chosen is None) or chosen
        if chosen is not None:
            self.log.append(chosen)
        return chosen

    def _dice(self, share: float) -> "_Dice":
        self._made += 1
        return _Dice(share, random.Random(f"{self._seed}:{self._made}"))  # noqa: S311


class _Dice:
    def __init__(self, share: float, random_: random.Random) -> None:
        if not 0 <= share <= 1:
            raise ValueError("a share is between 0 and 1")
        self._share = share
        self._random = random_

    def say_so(self) -> bool:
        return self._random.random() < self._share


class _Rule:
    def __init__(
        self,
        what: str,
        pattern: str,
        dice: _Dice,
        calls: Collection[int] | None,
        most: int | None,
        seconds: float,
        code: str = "",
    ) -> None:
        self.what = what
        self.pattern = pattern
        self._dice = dice
        self._calls = calls
        self._most = most
        self._seconds = seconds
        self._code = code
        self._seen = 0
        self._fired = 0

    def fires(self, name: str, *, allowed: bool) -> Injected | None:
        """Counts a matching call; `allowed` unless another rule has fired for it already."""
        self._seen += 1
        meant = self._calls is None or self._seen in self._calls
        left = self._most is None or self._fired < self._most
        # The dice are thrown for every call, so that what other rules do does not shift them.
        if not (self._dice.say_so() and meant and left and allowed):
            return None
        self._fired += 1
        return Injected(self.what, name, self._seen, self._seconds, self._code)
