"""One event of every kind that the bot keeps: what comes before it, what it is, and its end."""

from collections.abc import Callable
from dataclasses import dataclass, field

from bot.playground.player import Player, Seen
from tests.faults.conftest import Crew
from tests.faults.deeds import POINTS, counted
from tests.faults.evidence import Evidence
from tests.faults.town import MARKETING


@dataclass
class Case:
    """``prepare`` is done while the bot lives; then ``act`` is what it dies of."""

    crew: Crew
    person: Player
    number: int
    seen: dict[str, Seen] = field(default_factory=dict)

    @property
    def words(self) -> str:
        return f"Which plan do I need, case {self.number}x?"

    def asked(self) -> None:
        self.seen["question"] = self.person.says(self.words)
        self.seen["answer"] = self.person.waits_for(lambda one: one.is_bot)

    def turn(self, found: Evidence) -> dict[str, object]:
        turns = found.turns_at(self.seen["question"].ts)
        assert len(turns) == 1
        return dict(turns[0])


Do = Callable[[Case], object]
Check = Callable[[Case, Evidence], object]


def nothing(_case: Case) -> None:
    """Nothing has to be there before."""


def ask(case: Case) -> None:
    case.seen["question"] = case.person.says(case.words)


def answered_once(case: Case, found: Evidence) -> None:
    assert case.turn(found)["answered_at"] is not None
    assert len(found.answers(case.seen["question"].ts)) == 1


def mention(case: Case) -> None:
    case.seen["question"] = case.person.mentions(case.words, MARKETING)


def answered_privately(case: Case, found: Evidence) -> None:
    assert case.turn(found)["answered_at"] is not None
    mine = [one for one in found.messages if one.only_for == case.person.id]
    # A private message cannot be looked up: it may be shown twice, never not at all.
    assert len(mine) in (1, 2)


def likely(case: Case) -> None:
    case.seen["question"] = case.person.says(f"Perhaps: {case.words}")
    case.seen["answer"] = case.person.waits_for(lambda one: one.is_bot)


def click_no(case: Case) -> None:
    case.person.clicks("No", case.seen["answer"])


def one_step_on(case: Case, found: Evidence) -> None:
    assert case.turn(found)["step"] == 1
    shown = found.answers(case.seen["question"].ts)
    assert len(shown) == 1
    assert POINTS in str(shown[0].blocks)


def edit(case: Case) -> None:
    case.person.edits(case.seen["question"], f"How many points, case {case.number}x?")


def changed_once(case: Case, found: Evidence) -> None:
    assert case.turn(found)["topic"] == "plan-limits"
    shown = found.answers(case.seen["question"].ts)
    assert len(shown) == 1
    assert POINTS in str(shown[0].blocks)


def delete(case: Case) -> None:
    case.person.deletes(case.seen["question"])


def taken_back(case: Case, found: Evidence) -> None:
    assert case.turn(found)["outcome"] == "deleted"
    assert found.answers(case.seen["question"].ts) == []


def opened_form(case: Case) -> None:
    case.asked()
    case.person.clicks("Not helpful", case.seen["answer"])
    case.crew.slack.wait_until(lambda: bool(case.person.modals))


def submit(case: Case) -> None:
    case.person.submits({"reason": "wrong", "comment": f"case {case.number}x"})


def reason_kept(case: Case, found: Evidence) -> None:
    kept = [row["comment"] for row in found.feedback if row["user_id"] == case.person.id]
    assert kept == [f"case {case.number}x"]


def written(case: Case) -> None:
    case.seen["question"] = case.person.says(case.words, MARKETING)


def use_shortcut(case: Case) -> None:
    case.person.uses_shortcut("answer_message", case.seen["question"])


def answered_to_whom_asked(case: Case, found: Evidence) -> None:
    assert list(counted("turn", len(found.turns_about(case.words)))) == []
    mine = [one for one in found.messages if one.only_for == case.person.id]
    assert len(mine) in (1, 2)


def private_answer(case: Case) -> None:
    mention(case)
    case.seen["answer"] = case.person.waits_for(lambda one: one.ephemeral, MARKETING)


def share(case: Case) -> None:
    case.person.clicks("Share", case.seen["answer"])


def shared_once(case: Case, found: Evidence) -> None:
    said = [one for one in found.messages if not one.only_for and case.words in str(one.blocks)]
    assert len(said) == 1


KINDS: dict[str, tuple[Do, Do, Check]] = {
    "question": (nothing, ask, answered_once),
    "mention": (nothing, mention, answered_privately),
    "click": (likely, click_no, one_step_on),
    "edit": (Case.asked, edit, changed_once),
    "delete": (Case.asked, delete, taken_back),
    "feedback form": (opened_form, submit, reason_kept),
    "shortcut": (written, use_shortcut, answered_to_whom_asked),
    "share": (private_answer, share, shared_once),
}
