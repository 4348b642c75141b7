"""Connecting with an API key, where no app is registered at Mailchimp; and keys in wrong places."""

import pytest

from bot.playground.player import Player
from tests.scenarios.connecting.town import KEY, PLACE, Town

pytestmark = pytest.mark.parametrize("made", ["key"], indirect=True)


def paste(person: Player, key: str) -> None:
    person.runs("/convert connect", PLACE)
    person.clicks("account_paste")
    person.submits({"key": key})


def test_a_good_key_connects_and_the_account_is_read(town: Town, ben: Player) -> None:
    paste(ben, f"  {KEY} ")
    town.settle()
    assert town.connected()
    assert "Maison Lavande is read" in ben.last().plain.replace("*", "")
    ben.runs("/convert connect", PLACE)
    assert "Maison Lavande · connected" in ben.last(PLACE).plain.replace("*", "")


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ("not a key", "This is not a Mailchimp API key"),
        ("f" * 32 + "-us21", "does not accept the API key"),
    ],
)
def test_a_bad_key_is_told_in_direct_messages_and_not_kept(
    town: Town, ben: Player, key: str, said: str
) -> None:
    paste(ben, key)
    assert said in ben.last().plain
    assert "the key was not kept" in ben.last().plain
    assert not town.connected()
    assert key not in ben.last().plain


def test_a_key_of_another_data_centre_is_told(town: Town, ana: Player) -> None:
    paste(ana, KEY.replace("us21", "us7"))
    assert "Rien n'a été connecté" in ana.last().plain
    assert "refuse la clé d'API" in ana.last().plain
    assert not town.connected()


def test_while_mailchimp_is_down_no_key_is_kept(town: Town, ben: Player) -> None:
    town.mailchimp.faults.at[""] = "fault"
    paste(ben, KEY)
    assert "Mailchimp has a fault of its own" in ben.last().plain
    assert not town.connected()


@pytest.mark.parametrize("command", [f"/convert connect {KEY}", "/convert connect abc-us21"])
def test_a_key_after_the_command_is_warned_of(town: Town, ben: Player, command: str) -> None:
    ben.runs(command, PLACE)
    assert "looks like a Mailchimp API key" in ben.last(PLACE).plain
    assert ben.last(PLACE).ephemeral
    assert not town.connected()


@pytest.mark.parametrize("command", ["/faq", "/support"])
def test_so_is_a_key_after_another_command(town: Town, ana: Player, command: str) -> None:
    ana.runs(f"{command} ma clé {KEY} ne marche pas", PLACE)
    assert "ressemble à une clé d'API Mailchimp" in ana.last(PLACE).plain


def test_a_key_in_a_message_is_warned_of_once_and_answered_otherwise_by_nobody(
    town: Town, ana: Player, ben: Player
) -> None:
    ben.says(f"my key is {KEY}")
    assert len([one for one in ben.sees() if one.is_bot]) == 1
    assert "Revoke it in Mailchimp now" in ben.last().plain
    ben.mentions(f"connect {KEY}", PLACE)
    warned = [one for one in ben.sees(PLACE) if one.is_bot]
    assert len(warned) == 1
    assert warned[0].ephemeral
    assert [one for one in ana.sees(PLACE) if one.is_bot] == []


def test_a_key_that_an_edit_adds_is_warned_of(town: Town, ben: Player) -> None:
    asked = ben.says("Which plan do I need?")
    ben.edits(asked, f"Which plan do I need? {KEY}")
    assert "looks like a Mailchimp API key" in ben.last().plain


def test_a_key_in_another_form_is_warned_of(town: Town, ben: Player) -> None:
    ben.runs("/convert connect", PLACE)
    ben.clicks("account_paste")
    ben.closes()
    assert not town.connected()


@pytest.mark.parametrize("who", ["gus", "sam"])
def test_guests_and_strangers_get_no_form(town: Town, who: str) -> None:
    person = town.slack.person(who)
    person.runs("/convert connect")
    with pytest.raises(LookupError):
        person.clicks("account_paste")
    assert not town.connected()
