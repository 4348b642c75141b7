"""What the API hides is answered in Slack: in a form, page by page, and counts from then on."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.player import Player, Seen
from bot.services.questions import Questions
from bot.slack.blocks.answering.fields import block_id, digest
from bot.store.answers import AnswerRepository
from bot.store.engine import reading

PLACE = "#marketing"
Answers = dict[str, dict[str, Any]]
NAME = "Bienvenue newsletter"


def field(question: str, kind: str, name: str) -> str:
    return block_id(digest(question), kind, name)


IMPORTS = field("starting_point", "parameters", "yes")
ALL = field("post_send:*", "actions", "lines")


def later(place: int, automation_id: str = "0001") -> str:
    return field(f"post_send:e{automation_id}{place}", "actions", "lines")


def label(seen: Seen, begins: str) -> str:
    return next(one for one in seen.buttons if one.startswith(begins))


def opens(person: Player, place: str = PLACE, name: str = NAME) -> Seen:
    """Convert, and open the form of open questions."""
    person.runs(f"/convert {name}", place)
    seen = person.last(place)
    person.clicks("answer_questions", seen)
    return seen


@pytest.fixture(autouse=True)
def answers(wired: Wired, slack: LocalSlack) -> Iterator[Callable[[], Answers]]:
    """What is answered at the moment; no test sees another's answers."""
    team, questions = str(wired.workspace.id), Questions(wired.engine, wired.automations)
    yield lambda: questions.answers_of(team)
    for automation_id, given in questions.answers_of(team).items():
        questions.keep(team, {automation_id: dict.fromkeys(given)}, "UANA")


@pytest.mark.parametrize(
    ("who", "open_now", "saved", "by"),
    [
        ("ana", "4 questions ouvertes", "Vos réponses sont enregistrées", "2 détails"),
        ("ben", "4 open questions", "Your answers are saved", "2 details"),
    ],
)
def test_answers_are_kept_and_the_conversion_is_made_anew(
    slack: LocalSlack, who: str, open_now: str, saved: str, by: str
) -> None:
    person = slack.person(who)
    assert open_now in opens(person).plain
    assert person.submits({IMPORTS: "no", later(1): "balise vip\nunsubscribe"}) == {}
    assert person.modals == []
    after = person.last(PLACE)
    assert after.ephemeral
    assert saved in after.plain
    assert "vip" in after.plain
    assert by in after.plain
    assert f"@{who}" in after.plain
    assert label(after, "Répondre à 2" if who == "ana" else "Answer 2")


def test_an_answer_counts_for_everybody_afterwards(ana: Player, ben: Player) -> None:
    opens(ana)
    ana.submits({ALL: "tag vip"})
    ben.runs(f"/convert {NAME}", PLACE)
    shown = ben.last(PLACE).plain
    assert shown.count("“vip”") == 3
    assert "1 open question" in shown
    assert "@ana" in shown


@pytest.mark.parametrize(
    ("who", "expected"), [("ana", "Je ne comprends pas"), ("ben", "I do not understand")]
)
def test_what_is_wrong_is_said_beside_its_field_and_nothing_is_saved(
    slack: LocalSlack, answers: Callable[[], Answers], who: str, expected: str
) -> None:
    person = slack.person(who)
    opens(person)
    errors = person.submits({later(1): "tag vip\nmake coffee", IMPORTS: "yes"})
    assert list(errors) == [later(1)]
    assert expected in errors[later(1)]
    assert "make coffee" in errors[later(1)]
    assert len(person.modals) == 1
    assert answers() == {}
    assert person.submits({later(1): "tag vip"}) == {}
    assert answers() == {
        "71ad000001": {
            "starting_point": True,
            "post_send:e00011": [{"kind": "tag", "value": "vip"}],
        }
    }


def test_an_answer_can_be_changed_and_forgotten(
    ana: Player, answers: Callable[[], Answers]
) -> None:
    opens(ana)
    ana.submits({IMPORTS: "yes", later(1): "tag vip", later(2): "rien"})
    ana.clicks("change_answers", ana.last(PLACE))
    assert ana.modals == ["Réponses"]
    ana.submits({IMPORTS: "-", later(1): "tag gold"})
    assert answers()["71ad000001"] == {
        "post_send:e00011": [{"kind": "tag", "value": "gold"}],
        "post_send:e00012": [],
    }
    ana.clicks("change_answers", ana.last(PLACE))
    ana.submits({later(1): "", later(2): ""})
    assert answers() == {}
    assert "Modifier" not in ana.last(PLACE).buttons


def test_what_stands_unchanged_stays_the_answer_of_whoever_gave_it(
    ana: Player, ben: Player, wired: Wired
) -> None:
    opens(ana)
    ana.submits({later(1): "tag vip", later(2): "tag gold"})
    ben.runs(f"/convert {NAME}", PLACE)
    ben.clicks("change_answers", ben.last(PLACE))
    ben.submits({later(2): "tag silver"})
    with reading(wired.engine) as session:
        given = AnswerRepository(session, str(wired.workspace.id)).all()
    by = {one.question: one.by for one in given}
    assert by == {"post_send:e00011": "UANA", "post_send:e00012": "UBEN"}


def test_many_questions_come_page_by_page(ben: Player, answers: Callable[[], Answers]) -> None:
    opens(ben, name="Two hundred points")
    assert ben.submits({later(3, "0009"): "tag vip"}) == {}
    assert ben.modals == ["Open questions"]
    # Kept at once: whoever closes the form here loses nothing.
    assert len(answers()["71ad000009"]) == 1
    errors = ben.submits({later(12, "0009"): "what"})
    assert list(errors) == [later(12, "0009")]
    assert ben.submits({later(12, "0009"): "untag vip"}) == {}
    assert len(answers()["71ad000009"]) == 2
    assert ben.submits({later(20, "0009"): "none"}) == {}
    ben.closes()
    assert len(answers()["71ad000009"]) == 3


def test_one_answer_for_all_emails_ends_the_pages(ben: Player) -> None:
    opens(ben, name="Two hundred points")
    ben.submits({ALL: "none"})
    assert ben.modals == ["Open questions"]
    ben.submits({})
    assert ben.modals == []
    assert "1 open question" in ben.last(PLACE).plain


def test_in_a_direct_conversation_the_message_itself_changes(ana: Player) -> None:
    ana.says(NAME)
    before, _map = (seen for seen in ana.sees() if seen.is_bot)
    ana.clicks("answer_questions", before)
    ana.submits({IMPORTS: "yes"})
    after, _map = (seen for seen in ana.sees() if seen.is_bot)
    assert after.ts == before.ts
    assert "Vos réponses sont enregistrées" in after.plain


def test_where_the_bot_is_no_member_the_result_comes_as_a_direct_message(ben: Player) -> None:
    opens(ben, "#general")
    ben.submits({IMPORTS: "yes"})
    assert "Your answers are saved" in ben.last().plain


def test_an_empty_form_changes_nothing(ben: Player) -> None:
    seen = opens(ben)
    assert ben.submits({}) == {}
    assert ben.last(PLACE).ts == seen.ts


def test_the_questions_can_be_had_as_a_file_to_fill_in(ana: Player) -> None:
    opens(ana)
    ana.clicks("Comme fichier à remplir")
    assert ana.modals == ["Questions ouvertes", "Questions ouvertes"]


@pytest.mark.parametrize("name", ["gus", "sam"])
def test_whoever_is_no_member_saves_nothing_with_a_form_they_should_not_have(
    slack: LocalSlack, ben: Player, answers: Callable[[], Answers], name: str
) -> None:
    opens(ben)
    outsider = slack.person(name)
    slack.call(lambda: _handed_over(slack, ben, outsider))
    outsider.submits({IMPORTS: "yes"})
    assert answers() == {}
    assert ben.modals == []


def _handed_over(slack: LocalSlack, ben: Player, outsider: Player) -> None:
    modals = slack.slack.workspace.modals
    (view,) = modals.pop(ben.id)
    view.user = outsider.id
    modals[outsider.id] = [view]
