"""The ladder: sure, fairly sure, undecided, unsure, a person. And what people think of it."""

from collections.abc import Callable

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.limits import Json
from bot.playground.player import Player
from bot.store.engine import reading
from bot.store.feedback import FeedbackRepository
from bot.store.talk import UnansweredRepository
from tests.scenarios.bot import TEAM
from tests.scenarios.test_talk_answers import WHICH, of_bot

Golden = Callable[[str, str], None]
PLACE = "#marketing"
PERHAPS = "Perhaps: which plan do I need?"


def gaps(wired: Wired) -> dict[str, list[str]]:
    with reading(wired.engine) as session:
        found = UnansweredRepository(session, TEAM).all()
    return {text: [one.topic for one in nearest] for text, nearest in found}


def test_a_likely_answer_asks_whether_it_was_meant(
    slack: LocalSlack, ben: Player, golden: Golden
) -> None:
    ben.says(PERHAPS)
    golden("talk_confirm_en", slack.transcript(seen_by=ben))
    ben.clicks("Yes")
    assert "this was the right answer" in ben.last().plain
    assert "Yes" not in ben.last().buttons
    assert len(of_bot(ben)) == 1


def test_no_offers_what_was_not_shown_then_a_person(
    slack: LocalSlack, wired: Wired, ana: Player, golden: Golden
) -> None:
    ana.says("Peut-être : quel forfait faut-il ?")
    ana.clicks("Non")
    golden("talk_no_fr", slack.transcript(seen_by=ana))
    ana.clicks("Aucune de celles-ci")
    assert "préfère ne pas deviner" in ana.last().plain
    assert len(of_bot(ana)) == 1
    assert gaps(wired)["Peut-être : quel forfait faut-il ?"][0] == "plan-availability"


def test_the_next_candidate_can_be_chosen(ben: Player, wired: Wired) -> None:
    ben.mentions(PERHAPS, PLACE)
    ben.clicks("No")
    ben.clicks("Is the classic builder closing")
    assert "Is the classic builder closing (short)" in ben.last(PLACE).plain
    assert PERHAPS not in gaps(wired)


def test_a_written_no_is_no_new_question(wired: Wired, ana: Player, ben: Player) -> None:
    ben.says(PERHAPS)
    ben.says("No")
    assert "perhaps one of these" in ben.last().plain.casefold()
    ben.says("no!")
    assert "rather not guess" in ben.last().plain
    ben.says("nope")
    assert "rather not guess" in ben.last().plain
    assert "No" not in gaps(wired)
    start = ana.mentions("Peut-être : quel forfait ?", PLACE)
    ana.says("Oui", PLACE, thread=start)
    assert "bonne réponse" in ana.last(PLACE).plain


def test_undecided_offers_candidates(slack: LocalSlack, ana: Player, golden: Golden) -> None:
    ana.says("Quel forfait, et combien de points ?")
    golden("talk_choose_fr", slack.transcript(seen_by=ana))
    ana.clicks("Combien de points par forfait")
    assert "Combien de points par forfait (short)" in ana.last().plain
    assert "Aucune de celles-ci" not in ana.last().buttons


def test_unsure_asks_for_other_words_once_then_sends_to_a_person(wired: Wired, ben: Player) -> None:
    ben.mentions("what about the thing there?", PLACE)
    assert "in other words" in ben.last(PLACE).plain
    ben.mentions("the other thing, you know, over there", PLACE)
    assert "rather not guess" in ben.last(PLACE).plain
    assert "what about the thing there?" in gaps(wired)
    ben.mentions("something else that nobody knows about", PLACE)
    assert "in other words" in ben.last(PLACE).plain
    ben.mentions(WHICH, PLACE)
    assert "Free has none" in ben.last(PLACE).plain


def test_clicking_twice_says_that_it_is_done(slack: LocalSlack, ben: Player) -> None:
    ben.says(PERHAPS)
    before = ben.last()
    ben.clicks("Yes")
    slack.call(lambda: _put_back(slack, before.ts, before.blocks))
    ben.clicks("No", ben.sees()[-1])
    assert "done already" in ben.last().plain
    assert "perhaps one of these" not in "".join(of_bot(ben))


def _put_back(slack: LocalSlack, ts: str, blocks: list[Json]) -> None:
    room = slack.slack.workspace.dm("UBEN")
    message = slack.slack.workspace.find(room, ts)
    assert message is not None
    message.blocks = slack.slack.workspace.with_ids(blocks)


def test_the_choice_is_the_askers(slack: LocalSlack, ana: Player, ben: Player) -> None:
    ben.says(PERHAPS, "#support")
    ana.clicks("Yes", ana.last("#support"))
    assert "quelqu'un d'autre" in ana.last("#support").plain or (
        "Somebody else asked" in ana.last("#support").plain
    )
    ben.clicks("Yes", next(seen for seen in ben.sees("#support") if seen.is_bot))
    assert "right answer" in "".join(of_bot(ben, "#support"))


def test_feedback_is_kept_and_can_be_changed(
    slack: LocalSlack, wired: Wired, ana: Player, ben: Player, golden: Golden
) -> None:
    ben.says("Which plan do I need? For feedback.")
    ben.clicks("Helpful")
    assert "Thank you" in ben.last().plain
    ben.clicks("Not helpful")
    golden("talk_feedback_en", slack.transcript(seen_by=ben).split("┌")[1])
    assert ben.submits({"reason": "incomplete", "comment": "Prices, please"}) == {}
    with reading(wired.engine) as session:
        last = FeedbackRepository(session, TEAM).all()[-1]
        kept = (last.user_id, last.verdict, last.topic, last.reason, last.comment)
    assert kept == ("UBEN", "down", "plan-availability", "incomplete", "Prices, please")
