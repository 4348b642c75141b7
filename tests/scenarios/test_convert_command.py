"""`/convert` from end to end: signed requests, the real bot, what a person sees."""

from collections.abc import Callable

import pytest

from bot.playground.driver import LocalSlack
from bot.playground.player import Player

Golden = Callable[[str, str], None]
PLACE = "#marketing"


def test_a_name_is_answered_privately_in_the_persons_language(
    slack: LocalSlack, ana: Player, ben: Player, golden: Golden
) -> None:
    assert ana.runs("/convert Bienvenue newsletter", PLACE) is None
    seen = ana.last(PLACE)
    assert seen.ephemeral
    assert "Se convertit" in seen.plain
    assert ben.sees(PLACE) == []
    golden("convert_fr", slack.transcript(PLACE, seen_by=ana))


def test_the_answer_in_english(slack: LocalSlack, ben: Player, golden: Golden) -> None:
    ben.runs("/convert Bienvenue newsletter plan:essentials", PLACE)
    golden("convert_en_essentials", slack.transcript(PLACE, seen_by=ben))


def test_the_language_can_be_chosen(ana: Player, ben: Player) -> None:
    ana.runs("/convert Bienvenue newsletter lang:en", PLACE)
    assert "The journey" in ana.last(PLACE).plain
    ben.runs("/convert lang:fr Bienvenue newsletter", PLACE)
    assert "Le parcours client" in ben.last(PLACE).plain


@pytest.mark.parametrize("who", ["ana", "ben"])
def test_what_cannot_be_converted_says_first_what_to_do(
    slack: LocalSlack, golden: Golden, who: str
) -> None:
    person = slack.person(who)
    person.runs("/convert Suivi bougies", PLACE)
    shown = person.last(PLACE).plain
    first = {"ana": "gardez votre automatisation", "ben": "keep your classic automation"}[who]
    assert first in shown
    assert shown.index(first) < shown.index("CJ301")
    golden(f"blocked_{who}", slack.transcript(PLACE, seen_by=person))


def test_an_rss_campaign_needs_nothing(ben: Player) -> None:
    ben.runs("/convert Blog", PLACE)
    assert "Nothing to convert" in ben.last(PLACE).plain


def test_an_unreadable_automation_says_so(ana: Player) -> None:
    ana.runs("/convert Vide", PLACE)
    assert "CJ602" in ana.last(PLACE).plain


def test_help_in_both_languages(
    slack: LocalSlack, ana: Player, ben: Player, golden: Golden
) -> None:
    ana.runs("/convert help", PLACE)
    golden("help_fr", slack.transcript(PLACE, seen_by=ana))
    ben.runs("/convert help", PLACE)
    golden("help_en", slack.transcript(PLACE, seen_by=ben))


def test_quotes_escape_a_reserved_word(ben: Player) -> None:
    ben.runs('/convert "help"', PLACE)
    assert "Converts as it is · help" in ben.last(PLACE).plain


def test_an_unknown_plan_or_language_names_the_choices(ana: Player, ben: Player) -> None:
    ana.runs("/convert Bienvenue plan:or", PLACE)
    assert "plan:essentials" in ana.last(PLACE).plain
    ben.runs("/convert Bienvenue lang:de", PLACE)
    assert "lang:fr" in ben.last(PLACE).plain


def test_without_a_name_a_search_menu_opens(slack: LocalSlack, ana: Player, golden: Golden) -> None:
    ana.runs("/convert", PLACE)
    golden("picker_fr", slack.transcript(PLACE, seen_by=ana))
    assert len(ana.types_in_select("pick_automation", "")) == 12
    assert ana.types_in_select("pick_automation", "relance") == [
        "Relance panier",
        "Relance client",
    ]
    ana.selects("pick_plan", "essentials")
    ana.selects("pick_automation", "Relance panier")
    shown = ana.last(PLACE).plain
    assert "Relance panier" in shown
    assert "Essentials (choisi ici)" in shown
    assert len(ana.sees(PLACE)) == 1


def test_a_plan_given_without_a_name_is_chosen_in_the_menu(ben: Player) -> None:
    ben.runs("/convert plan:premium", PLACE)
    assert "(Premium ▾)" in ben.last(PLACE).plain
    ben.types_in_select("pick_automation", "Bienvenue")
    ben.selects("pick_automation", "Bienvenue newsletter")
    assert "Premium (chosen here)" in ben.last(PLACE).plain


def test_a_typing_error_is_suggested_not_taken(
    slack: LocalSlack, ben: Player, golden: Golden
) -> None:
    ben.runs("/convert Relance plan:standard", PLACE)
    seen = ben.last(PLACE)
    assert set(seen.buttons) >= {"Relance panier", "Relance client"}
    golden("did_you_mean_en", slack.transcript(PLACE, seen_by=ben))
    ben.clicks("Relance client")
    shown = ben.last(PLACE).plain
    assert "· Relance client" in shown
    assert "Standard (chosen here)" in shown


def test_equal_names_are_told_apart(ana: Player) -> None:
    ana.runs("/convert Soldes", PLACE)
    assert {"Soldes · 71ad000006", "Soldes · 71ad000007"} <= set(ana.last(PLACE).buttons)
    assert "2 automatisations portent le nom «\u00a0Soldes\u00a0»" in ana.last(PLACE).plain
    assert "aucune automatisation" not in ana.last(PLACE).plain
    ana.clicks("Soldes · 71ad000007")
    assert "2 e-mails" in ana.last(PLACE).plain


@pytest.mark.parametrize("asked", ["bougies", "Bougies suivi", "'Suivi bougies' plan: premium"])
def test_words_that_one_name_alone_holds_are_enough(ben: Player, asked: str) -> None:
    ben.runs(f"/convert {asked}", PLACE)
    assert "· Suivi bougies" in ben.last(PLACE).plain


def test_a_name_that_nothing_resembles(ana: Player, ben: Player) -> None:
    ana.runs("/convert Zyx qwv", PLACE)
    assert "«\xa0Zyx qwv\xa0»" in ana.last(PLACE).plain
    ben.runs("/convert Zyx qwv", PLACE)
    assert "“Zyx qwv”" in ben.last(PLACE).plain


def test_a_name_that_looks_like_a_mention_is_only_text(ben: Player, ana: Player) -> None:
    ben.runs("/convert <!channel>", PLACE)
    seen = ben.last(PLACE)
    assert seen.blocks[0]["text"]["text"].endswith("· <!channel>")
    assert "<!" not in seen.text
    ben.clicks("Share")
    shared = ana.last(PLACE)
    assert shared.blocks[0]["text"]["type"] == "plain_text"
    assert "<!" not in shared.text


def test_two_hundred_points_fold_and_all_stand_in_the_modal(ben: Player, slack: LocalSlack) -> None:
    ben.runs("/convert Two hundred points", PLACE)
    seen = ben.last(PLACE)
    assert "… and 187 more points" in seen.plain
    assert len(seen.blocks) <= 25
    ben.clicks("All points")
    shown = slack.transcript(PLACE, seen_by=ben)
    assert "Page 1 of 5 · 1 to 40 of 199" in shown
    assert "[Next] [Last]" in shown
    for page in (2, 3, 4, 5):
        ben.clicks("Next")
        shown = slack.transcript(PLACE, seen_by=ben)
        assert f"Page {page} of 5" in shown
    assert "“E-mail 100”" in shown
    assert "[First] [Previous]" in shown
    ben.clicks("First")
    assert "Page 1 of 5" in slack.transcript(PLACE, seen_by=ben)
    assert ben.modals == ["All points"]
