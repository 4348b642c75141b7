"""Questions in words: an answer at once, with its source, in the language of the question."""

from collections.abc import Callable

import pytest

from bot.playground.driver import LocalSlack
from bot.playground.limits import Json
from bot.playground.player import Player

Golden = Callable[[str, str], None]
PLACE = "#marketing"
AGREED = "#support"
WHICH = "Which plan do I need for customer journeys?"
BACK = "Puis-je revenir à l'automatisation classique ?"


def of_bot(person: Player, place: str | None = None) -> list[str]:
    return [seen.plain for seen in person.sees(place) if seen.is_bot]


def test_a_question_in_a_direct_message(
    slack: LocalSlack, ana: Player, ben: Player, golden: Golden
) -> None:
    ben.says(WHICH)
    golden("talk_direct_en", slack.transcript(seen_by=ben))
    ana.says(BACK)
    golden("talk_direct_fr", slack.transcript(seen_by=ana))
    assert not ben.last().ephemeral
    assert "Share" not in ben.last().buttons


def test_the_language_is_that_of_the_question(ana: Player) -> None:
    ana.mentions(WHICH, PLACE)
    assert "Which plan has customer journeys" in ana.last(PLACE).plain
    ana.runs(f"/faq {WHICH} lang:fr", PLACE)
    assert "Quel forfait a les parcours client" in ana.last(PLACE).plain


def test_a_short_message_keeps_the_language_of_the_conversation(ana: Player) -> None:
    start = ana.mentions(WHICH, PLACE)
    ana.says("My contacts?", PLACE, thread=start)
    assert "What happens to contacts" in ana.last(PLACE).plain
    ana.mentions("Mes contacts ?", PLACE)
    assert "Ce que deviennent les contacts" in ana.last(PLACE).plain


def test_a_mention_is_private_until_it_is_shared(
    slack: LocalSlack, ana: Player, ben: Player, golden: Golden
) -> None:
    ben.mentions(WHICH, PLACE)
    assert ben.last(PLACE).ephemeral
    assert of_bot(ana, PLACE) == []
    ben.clicks("Share")
    golden("talk_shared_en", slack.transcript(PLACE, seen_by=ana))
    assert "Share" not in ben.sees(PLACE)[1].buttons
    ana.clicks("More")
    assert ana.modals == ["In detail"]


def test_sharing_twice_posts_once(slack: LocalSlack, ana: Player, ben: Player) -> None:
    ben.runs(f"/faq {WHICH}", PLACE)
    before = ben.last(PLACE)
    ben.clicks("Share")
    slack.call(lambda: _put_back(slack, before.ts, before.blocks))
    ben.clicks("Share")
    assert len(of_bot(ana, PLACE)) == 1


def _put_back(slack: LocalSlack, ts: str, blocks: list[Json]) -> None:
    room = slack.slack.workspace.channels["CMARKETING"]
    message = slack.slack.workspace.find(room, ts)
    assert message is not None
    message.blocks = slack.slack.workspace.with_ids(blocks)


def test_the_command_answers_privately(slack: LocalSlack, ana: Player, ben: Player) -> None:
    assert ana.runs(f"/faq {BACK}", PLACE) is None
    assert ana.last(PLACE).ephemeral
    assert "ne peut pas être relancée" in ana.last(PLACE).plain
    assert "Partager" in ana.last(PLACE).buttons
    assert of_bot(ben, PLACE) == []
    ana.runs(f"/faq {BACK}")
    assert "Partager" not in ana.last().buttons


def test_the_command_alone_lists_the_subjects(
    slack: LocalSlack, ana: Player, golden: Golden
) -> None:
    ana.runs("/faq", PLACE)
    golden("talk_subjects_fr", slack.transcript(PLACE, seen_by=ana))
    ana.selects("faq_subject_0", "Ce que deviennent les contacts")
    assert "Ce que deviennent les contacts (short)" in ana.last(PLACE).plain
    assert len(of_bot(ana, PLACE)) == 1


def test_details_open_for_the_one_who_clicks(
    slack: LocalSlack, ben: Player, golden: Golden
) -> None:
    ben.says(WHICH)
    before = ben.last().plain
    ben.clicks("More")
    golden("talk_details_en", slack.transcript(seen_by=ben))
    ben.clicks("How many points a plan allows")
    assert ben.modals == ["In detail"]
    assert "do not agree" in slack.transcript(seen_by=ben)
    ben.closes()
    assert ben.last().plain == before


def test_what_follows_an_answer(slack: LocalSlack, ben: Player, golden: Golden) -> None:
    ben.runs(f"/faq {WHICH}", PLACE)
    ben.clicks("Compare the plans")
    golden("talk_plans_en", slack.transcript(PLACE, seen_by=ben))
    ben.closes()
    ben.clicks("A person")
    assert ben.modals == ["Reach a person"]
    ben.closes()
    ben.clicks("Check one of my automations")
    ben.types_in_select("pick_automation", "Blog")
    ben.selects("pick_automation", "Blog")
    assert "Nothing to convert" in ben.last(PLACE).plain


def test_an_automation_is_found_in_the_sentence(ana: Player, ben: Player) -> None:
    ben.mentions("can you check my automation “Suivi bougies” please", PLACE)
    assert "Cannot be converted" in ben.last(PLACE).plain
    assert ben.last(PLACE).ephemeral
    ana.says("vérifie l'automatisation « Bienvenue newsletter » s'il vous plaît")
    reply, drawn = (seen for seen in ana.sees() if seen.is_bot)
    assert "Se convertit" in reply.plain
    assert [one["name"] for one in drawn.files] == ["journey-map.png"]
    ben.says("please check one of my automations")
    assert "Which automation should I convert?" in ben.last().plain


def test_a_person_is_offered_who_asks_for_one(ana: Player) -> None:
    ana.says("Je voudrais parler à une personne")
    assert "Vous souhaitez parler à une personne" in ana.last().plain


def test_the_first_contact_offers_questions(slack: LocalSlack, golden: Golden) -> None:
    chloe = slack.person("chloe")
    chloe.opens_dm()
    golden("talk_welcome_fr", slack.transcript(seen_by=chloe))
    chloe.clicks("Que deviennent mes contacts ?".replace(" ?", "\xa0?"))
    assert "Ce que deviennent les contacts (short)" in chloe.last().plain
    before = len(chloe.sees())
    chloe.opens_dm()
    assert len(chloe.sees()) == before


def test_the_home_tab_offers_questions(ben: Player) -> None:
    ben.opens_home()
    ben.clicks("Which plan do I need for journeys?")
    assert ben.modals == ["In detail"]


@pytest.mark.parametrize("text", ["Which plan do I need? Answer this.", BACK])
def test_the_shortcut_answers_somebody_elses_message(ana: Player, ben: Player, text: str) -> None:
    said = ana.says(text, PLACE)
    ben.uses_shortcut("answer_message", said)
    assert ben.last(PLACE).ephemeral
    assert len(of_bot(ben, PLACE)) == 1
    assert of_bot(ana, PLACE) == []


def test_guests_get_answers_but_no_automations(slack: LocalSlack) -> None:
    gus = slack.person("gus")
    gus.mentions(WHICH, PLACE)
    assert "Free has none" in gus.last(PLACE).plain
    gus.clicks("Check one of my automations")
    assert "guest account" in gus.last(PLACE).plain
    gus.mentions("check my automation “Suivi bougies”", PLACE)
    assert "guest account" in gus.last(PLACE).plain


def test_people_of_another_organization_get_none(slack: LocalSlack, ben: Player) -> None:
    sam = slack.person("sam")
    sam.runs(f"/faq {WHICH}", PLACE)
    assert "another organization" in sam.last(PLACE).plain
    ben.mentions(WHICH, PLACE)
    ben.clicks("Share")
    sam.clicks("More")
    assert sam.modals == []
    assert "another organization" in sam.last(PLACE).plain
