"""Who asks for too much at once is told so, once, and heard again later."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from bot.slack.limiting import CLICKS
from tests.scenarios.account import account, write
from tests.scenarios.bot import served

WHICH = "which plan do I need?"
MANY = {"en": "Too many requests at once", "fr": "Trop de demandes à la fois"}


@pytest.fixture
def running(tmp_path: Path) -> Iterator[tuple[LocalSlack, Wired]]:
    bundle = write(account(), tmp_path / "account.json")
    with (
        LocalSlack() as slack,
        served(
            slack,
            tmp_path,
            bundle,
            journeydesk_user_limit="3/600",
            journeydesk_workspace_limit="5/600",
        ) as wired,
    ):
        yield slack, wired
        assert [str(problem) for problem in slack.problems] == []


@pytest.fixture
def slack(running: tuple[LocalSlack, Wired]) -> LocalSlack:
    return running[0]


@pytest.fixture
def wired(running: tuple[LocalSlack, Wired]) -> Wired:
    return running[1]


def told(person: Player, language: str) -> int:
    return sum(MANY[language] in seen.plain for seen in person.sees())


@pytest.mark.parametrize(("name", "language"), [("ben", "en"), ("ana", "fr")])
def test_a_person_is_told_once_and_the_rest_is_left_out(
    slack: LocalSlack, name: str, language: str
) -> None:
    person = slack.person(name)
    for _ in range(6):
        person.says(WHICH)
    answered = [seen for seen in person.sees() if seen.is_bot]
    assert told(person, language) == 1
    assert len(answered) == 4


def test_others_are_heard_until_the_workspace_has_had_enough(slack: LocalSlack) -> None:
    ben, ana = slack.person("ben"), slack.person("ana")
    for _ in range(4):
        ben.says(WHICH)
    ana.says(WHICH)
    ana.says(WHICH)
    assert told(ana, "fr") == 0
    ana.says(WHICH)
    assert told(ana, "fr") == 1


def test_a_command_is_always_answered(slack: LocalSlack) -> None:
    ben = slack.person("ben")
    for command in ("/convert help", "/faq", "/convert help"):
        ben.runs(command, "#marketing")
        assert MANY["en"] not in ben.last("#marketing").plain
    for command in ("/convert help", f"/faq {WHICH}"):
        ben.runs(command, "#marketing")
        assert MANY["en"] in ben.last("#marketing").plain


@pytest.mark.parametrize(
    ("name", "helpful", "too_many"),
    [("ben", "Helpful", "Too many clicks at once"), ("ana", "Utile", "Trop de clics à la fois")],
)
def test_clicks_have_a_limit_of_their_own_and_who_is_over_it_is_told_once(
    slack: LocalSlack, name: str, helpful: str, too_many: str
) -> None:
    person = slack.person(name)
    person.says("Which plan do I need?" if name == "ben" else "De quel forfait ai-je besoin ?")
    answer = person.waits_for(lambda seen: seen.is_bot)
    before = len(person.sees())
    for _ in range(3 * CLICKS + 4):
        person.clicks(helpful, answer)
    replies = [seen.plain for seen in person.sees()[before:]]
    assert len(replies) == 3 * CLICKS + 1
    assert [too_many in reply for reply in replies] == [False] * 3 * CLICKS + [True]


def test_what_somebody_typed_into_a_form_is_taken_over_any_limit(
    slack: LocalSlack, wired: Wired
) -> None:
    ben = slack.person("ben")
    ben.says(WHICH)
    answer = ben.waits_for(lambda seen: seen.is_bot)
    while not any("Too many clicks" in seen.plain for seen in ben.sees()):
        ben.clicks("Not helpful", answer)
    assert ben.modals
    assert ben.submits({"reason": "wrong", "comment": "a long text"}) == {}
    with wired.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT comment FROM feedback").scalar() is not None


def test_what_is_left_out_quietly_is_not_even_stored(slack: LocalSlack, wired: Wired) -> None:
    ben = slack.person("ben")
    ben.says(WHICH)
    answer = ben.waits_for(lambda seen: seen.is_bot)

    def kept() -> int:
        with wired.engine.connect() as connection:
            return int(connection.exec_driver_sql("SELECT count(*) FROM inbox").scalar() or 0)

    while not any("Too many clicks" in seen.plain for seen in ben.sees()):
        ben.clicks("Helpful", answer)
    before = kept()
    for _ in range(5):
        ben.clicks("Helpful", answer)
    assert kept() == before


def test_a_shortcut_counts_as_a_question(slack: LocalSlack) -> None:
    ben = slack.person("ben")
    asked = ben.says(WHICH, "#marketing")
    for _ in range(5):
        ben.uses_shortcut("answer_message", asked)
    assert told_in(ben, "#marketing") == 1
    ben.runs("/convert help", "#marketing")
    assert MANY["en"] in ben.last("#marketing").plain


def told_in(person: Player, channel: str) -> int:
    return sum(MANY["en"] in seen.plain for seen in person.sees(channel))
