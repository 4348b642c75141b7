"""What people do while the bot dies and comes back, and what must have become of it.

A deed is played step by step: it yields where the person waits for the bot. Where Slack says that
the bot did not take something, the person does it again, as people do.
"""

import random
import re
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from typing import ClassVar

from bot.playground.driver import LocalSlack
from bot.playground.errors import Refused
from bot.playground.player import Player, Seen
from bot.playground.records import Notice
from tests.faults.evidence import Evidence, is_answer, of_bot
from tests.faults.town import MARKETING, SUPPORT

POINTS = "How many points a plan allows"
TEXT_OF_YES = "this was the right answer"
AGAIN = 150
"""After so many looks in vain somebody clicks again."""

Waiting = Iterator[None]
Verdict = Iterator[tuple[str, str]]
"""("lost" or "doubled", what)."""


class Deed(ABC):
    """``number`` is in every word of it, and in no other deed's."""

    kinds: ClassVar[list[type["Deed"]]] = []

    def __init_subclass__(cls) -> None:
        Deed.kinds.append(cls)

    def __init__(self, slack: LocalSlack, person: Player, number: int, dice: random.Random) -> None:
        self.slack = slack
        self.person = person
        self.number = number
        self.case = f"case {number}x"
        self.dice = dice
        self.ts = ""
        # What was whispered may be whispered once more, late: that answers nothing of this deed.
        self._earlier = {turn for one in self._whispers() for turn in turns_in(one)}

    def __str__(self) -> str:
        return f"{type(self).__name__} {self.number} of {self.person.id} ({self.ts})"

    @abstractmethod
    def play(self) -> Waiting: ...

    @abstractmethod
    def judge(self, found: Evidence) -> Verdict: ...

    def ask(self, words: str) -> Seen:
        asked = self.person.says(f"{words}, {self.case}?")
        self.ts = asked.ts
        return asked

    def answer(self, ts: str = "") -> Seen | None:
        """The bot's message that answers, as the person sees it."""
        wanted = ts or self.ts
        standing = self.slack.call(lambda: [m for m in of_bot(self.slack) if is_answer(m, wanted)])
        if not standing:
            return None
        moments = {one.ts for one in standing}
        seen = [one for one in self.person.sees(standing[0].channel) if one.ts in moments]
        return seen[-1] if seen else None

    def whispered(self) -> Seen | None:
        """The newest private message since the deed began."""
        newer = [one for one in self._whispers() if float(one.ts) > float(self.ts)]
        new = [one for one in newer if self._earlier.isdisjoint(turns_in(one))]
        return new[-1] if new else None

    def _whispers(self) -> list[Seen]:
        return [one for one in self.person.sees(MARKETING) if one.ephemeral and one.is_bot]

    def once(self, found: Evidence, ts: str = "") -> Verdict:
        """One turn and one message that answers it."""
        wanted = ts or self.ts
        yield from counted("turn", len(found.turns_at(wanted)))
        yield from counted("answer", len(found.answers(wanted)))


def turns_in(seen: Seen) -> set[str]:
    """The turns that the buttons of an answer speak of: ``12`` of ``12.0/en/s/plan-limits``."""
    values = [one.get("value") or "" for block in seen.blocks for one in block.get("elements", ())]
    return {found[1] for value in values if (found := re.match(r"(\d+)\.\d+/", value))}


def counted(what: str, count: int) -> Verdict:
    if count == 0:
        yield "lost", what
    elif count > 1:
        yield "doubled", f"{what} ({count})"


def until(look: Callable[[], object]) -> Waiting:
    while not look():
        yield


def clicked(do: Callable[[], Notice | None]) -> bool:
    """Whether the bot took it; also where there is nothing to click any more."""
    try:
        return do() is None
    except LookupError:
        return True
    except Refused:
        return False


def clicking(do: Callable[[], Notice | None], done: Callable[[], object]) -> Waiting:
    """Until it is ``done``; who is told that it did not work, or sees nothing of it for long, does
    it again."""
    looks, taken = 0, False
    while not done():
        if not taken or looks % AGAIN == 0:
            taken = clicked(do)
        looks += 1
        yield


class Question(Deed):
    def play(self) -> Waiting:
        self.ask("Which plan do I need")
        yield from until(self.answer)

    def judge(self, found: Evidence) -> Verdict:
        yield from self.once(found)


class Mention(Deed):
    def play(self) -> Waiting:
        self.ts = self.person.mentions(f"Which plan do I need, {self.case}?", MARKETING).ts
        yield from until(self.whispered)

    def judge(self, found: Evidence) -> Verdict:
        turns = found.turns_at(self.ts)
        yield from counted("turn", len(turns))
        if turns and turns[0]["answered_at"] is None:
            yield "lost", "private answer"


class Thread(Deed):
    """A question in a channel where all are answered, and another one under its answer."""

    def play(self) -> Waiting:
        first = self.person.says(f"Which plan do I need, {self.case}?", SUPPORT)
        self.ts = self.next = first.ts
        yield from until(self.answer)
        said = self.person.says(f"And can I go back, {self.case}?", SUPPORT, thread=first)
        self.next = said.ts
        yield from until(lambda: self.answer(self.next))

    def judge(self, found: Evidence) -> Verdict:
        yield from self.once(found)
        yield from self.once(found, self.next)


class Confirm(Deed):
    """“Yes”, or “No” and then another topic."""

    def play(self) -> Waiting:
        self.yes = self.dice.random() < 0.5
        self.ask("Perhaps: which plan do I need")
        yield from until(self.answer)
        yield from self._click("Yes" if self.yes else "No")
        if not self.yes:
            yield from self._click(POINTS)

    def _click(self, label: str) -> Waiting:
        yield from until(lambda: label in self._buttons())
        yield from clicking(
            lambda: self.person.clicks(label, self.answer()),
            lambda: label not in self._buttons(),
        )

    def _buttons(self) -> list[str]:
        seen = self.answer()
        return seen.buttons if seen else []

    def judge(self, found: Evidence) -> Verdict:
        yield from self.once(found)
        for turn in found.turns_at(self.ts):
            wanted = ("yes", 1) if self.yes else ("chosen", 2)
            if (turn["outcome"], turn["step"]) != wanted:
                kind = "doubled" if turn["step"] > wanted[1] else "lost"
                yield kind, f"click: {turn['outcome']} at step {turn['step']}"


class Share(Deed):
    def play(self) -> Waiting:
        self.ts = self.person.mentions(f"Which plan do I need, {self.case}?", MARKETING).ts
        while (seen := self.whispered()) is None or "Share" not in seen.buttons:
            yield
        yield from clicking(lambda: self.person.clicks("Share", seen), self._shared)

    def _shared(self) -> bool:
        return any(
            self.case in one.plain and one.is_bot and not one.ephemeral
            for one in self.person.sees(MARKETING)
        )

    def judge(self, found: Evidence) -> Verdict:
        yield from counted("turn", len(found.turns_at(self.ts)))
        shared = [m for m in found.messages if not m.only_for and self.case in str(m.blocks)]
        yield from counted("share", len(shared))


class ThumbUp(Deed):
    def play(self) -> Waiting:
        self.ask("Which plan do I need")
        yield from until(self.answer)
        while not clicked(lambda: self.person.clicks("Helpful", self.answer())):
            yield

    def judge(self, found: Evidence) -> Verdict:
        yield from self.once(found)
        thumbs = [row for turn in found.turns_at(self.ts) for row in found.thumbs(turn)]
        yield from counted("thumb", sum(row["verdict"] == "up" for row in thumbs))


class Reason(Deed):
    """A thumb down, and why: a form that was lost with the bot is asked for again."""

    def play(self) -> Waiting:
        self.ask("Which plan do I need")
        yield from until(self.answer)
        yield from clicking(
            lambda: self.person.clicks("Not helpful", self.answer()),
            lambda: self.person.modals,
        )
        values: dict[str, object] = {"reason": "wrong", "comment": f"because of {self.case}"}
        while not clicked(lambda: self._submit(values)):
            yield
        while self.person.modals:
            self.person.closes()

    def _submit(self, values: dict[str, object]) -> None:
        assert self.person.submits(values) == {}

    def judge(self, found: Evidence) -> Verdict:
        yield from self.once(found)
        thumbs = [row for turn in found.turns_at(self.ts) for row in found.thumbs(turn)]
        yield from counted("thumb", sum(row["verdict"] == "down" for row in thumbs))
        yield from counted("reason", sum(self.case in (row["comment"] or "") for row in thumbs))


class Edit(Deed):
    """Sometimes before the answer is there."""

    def play(self) -> Waiting:
        asked = self.ask("Which plan do I need")
        if self.dice.random() < 0.5:
            yield from until(self.answer)
        self.person.edits(asked, f"How many points, {self.case}?")
        yield from until(lambda: POINTS in self._shown())

    def _shown(self) -> str:
        """Also the answer to the edit alone: its question may reach the bot after it."""
        seen = [self.answer(), *(one for one in self.person.sees() if one.is_bot)]
        return "".join(one.plain for one in seen if one and float(one.ts) > float(self.ts))

    def judge(self, found: Evidence) -> Verdict:
        yield from self.once(found)
        for turn in found.turns_at(self.ts):
            if "How many" not in turn["text"]:
                yield "lost", "edit"


class Delete(Deed):
    """Sometimes before the answer is there."""

    def play(self) -> Waiting:
        asked = self.ask("Which plan do I need")
        if self.dice.random() < 0.5:
            yield from until(self.answer)
        self.person.deletes(asked)
        yield

    def judge(self, found: Evidence) -> Verdict:
        if found.answers(self.ts):
            yield "lost", "deletion: its answer still stands there"
        if found.turns_about(self.case):
            yield "lost", "deletion: its words are still kept"


class Shortcut(Deed):
    """“Answer this”. Whenever Slack shows it as failed it may have been taken all the same."""

    def play(self) -> Waiting:
        said = self.person.says(f"How many points, {self.case}?", MARKETING)
        self.ts, self.tries = said.ts, 1
        while not clicked(lambda: self.person.uses_shortcut("answer_message", said)):
            self.tries += 1
            yield
        yield from until(self.whispered)

    def judge(self, found: Evidence) -> Verdict:
        turns = len(found.turns_about(self.case))
        if turns == 0:
            yield "lost", "shortcut"
        elif turns > self.tries:
            yield "doubled", f"shortcut ({turns} of {self.tries})"
