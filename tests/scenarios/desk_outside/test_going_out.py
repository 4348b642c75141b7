"""What happens to a case in Slack is told outside, once."""

from datetime import timedelta

import pytest

from bot.desk.channels.signature import HEADER, verify
from bot.playground.player import Player
from tests.desk.channels.help_desk_server import Answer
from tests.scenarios.bot import TEAM
from tests.scenarios.desk.room import ASKED, DESK
from tests.scenarios.desk_outside.beyond import HOOK_SECRET, PEOPLE, Beyond


def words(message: object) -> str:
    return str(message.get_content()).replace("\r\n", "\n")  # type: ignore[attr-defined]


def test_a_case_opened_in_slack_arrives_outside(beyond: Beyond, ben: Player) -> None:
    beyond.room.asks(ben)
    (message,) = beyond.mails
    assert message["Subject"] == "[#1] What happens to contacts"
    assert (message["To"], beyond.mail.encrypted) == (PEOPLE, [True])
    assert "ben asks for a person on Slack." in words(message)
    assert ASKED in words(message)
    assert "- How it came: button under an answer" in words(message)
    (event,) = beyond.events
    assert (event["event"], event["case"], event["workspace"]) == ("opened", 1, TEAM)
    assert (event["requester"], event["text"]) == ("ben", ASKED)
    assert "Priority: normal" in event["summary"]
    assert any(ASKED in line and "Bot: " in line for line in event["summary"])
    (got,) = beyond.hook.got
    assert verify(HOOK_SECRET, got.headers[HEADER], got.body, beyond.slack.clock.now(), 1e9)
    outside = beyond.room.desk.outside(TEAM, 1)
    assert outside == {"email": message["Message-ID"], "webhook": event["key"]}


def test_it_is_told_in_the_language_of_the_requester(beyond: Beyond, ana: Player) -> None:
    ana.says("Que deviennent mes contacts lors de la conversion ?")
    ana.clicks("faq_person")
    (message,) = beyond.mails
    assert "ana demande à parler à quelqu'un sur Slack." in words(message)
    assert "- Origine : bouton sous une réponse" in words(message)
    assert "Répondez à cet e-mail" in words(message)
    assert beyond.events[0]["language"] == "fr"


def test_every_event_is_told_and_what_agents_say_in_slack_is_not(
    beyond: Beyond, ana: Player, ben: Player
) -> None:
    room = beyond.room
    room.asks(ben)
    ben.says("It sends *twice* & <again>", files=[("log.txt", b"words")])
    ana.clicks("desk_claim", room.card(ana))
    ana.says("note: a difficult one", DESK, thread=room.card(ana))
    ana.says("Since when?", DESK, thread=room.card(ana))
    ana.clicks("desk_resolve", room.card(ana))
    ben.says("It does it again")
    ben.clicks("desk_cancel")
    room.settle()
    told = [(event["event"], event["text"]) for event in beyond.events]
    assert sorted(told) == [
        ("cancelled", ""),
        ("message", "It does it again"),
        ("message", "It sends *twice* & <again>\n\nAttached in Slack: log.txt"),
        ("opened", ASKED),
        ("reopened", ASKED),
        ("resolved", ""),
    ]
    assert len(set(beyond.keys())) == len(beyond.keys()) == len(beyond.mails)
    everything = "\n".join(words(message) for message in beyond.mails)
    assert "difficult" not in everything
    assert "Since when" not in everything
    threads = {message["References"] for message in beyond.mails}
    assert len(threads) == 1


def test_a_case_that_waits_for_the_desk_to_open_is_told_at_once(
    beyond: Beyond, ben: Player
) -> None:
    beyond.room.set('[hours]\nzone = "UTC"\nfriday = "9:00-18:00"\n')
    beyond.room.asks(ben)
    assert beyond.room.case.state == "scheduled"
    assert [event["event"] for event in beyond.events] == ["opened"]


def test_a_message_that_was_taken_back_in_time_does_not_leave(beyond: Beyond, ben: Player) -> None:
    beyond.hook.answers = [Answer(503)] * 100
    beyond.mail.answers["DATA"] = "451 later"
    beyond.room.asks(ben)
    said = ben.says("My password is hunter2")
    ben.deletes(said)
    assert beyond.hook.answers
    beyond.mail.answers.clear()
    beyond.hook.answers.clear()
    beyond.waits(lambda: beyond.room.failed == [])
    assert [words(message) for message in beyond.mails if "hunter2" in words(message)] == []
    assert [event["event"] for event in beyond.events][-1] == "opened"
    assert len(beyond.mails) == 1


def test_servers_that_are_down_get_each_event_once_when_they_are_up(
    beyond: Beyond, ana: Player, ben: Player
) -> None:
    beyond.hook.answers = [Answer(503)] * 3
    beyond.mail.answers["MAIL"] = "421 come back later"
    beyond.room.asks(ben)
    beyond.waits(lambda: beyond.mail.heard.count("MAIL") >= 3)
    beyond.mail.answers.clear()
    beyond.waits(lambda: beyond.mails and len(beyond.events) == 4)
    assert len(beyond.mails) == 1
    assert len(set(beyond.keys())) == 1
    assert "⚠️" not in beyond.under(ana)


def test_who_wants_to_be_left_alone_is_left_alone(beyond: Beyond, ben: Player) -> None:
    beyond.hook.answers = [Answer(429, {"Retry-After": "1"}), Answer(200)]
    beyond.room.asks(ben)
    beyond.waits(lambda: len(beyond.keys()) == 2)
    assert len(set(beyond.keys())) == 1
    beyond.hook.answers = [Answer(429, {"Retry-After": "3600"})]
    ben.says("One thing more")
    beyond.room.settle()
    assert len(beyond.keys()) == 3


def test_a_channel_that_is_silent_for_a_day_is_told_to_agents(
    beyond: Beyond, ana: Player, ben: Player
) -> None:
    beyond.room.set('[times]\nqueue_timeout = "never"\n')
    beyond.hook.answers = [Answer(503)] * 100
    beyond.room.asks(ben)
    beyond.room.clock.at += timedelta(hours=25)
    beyond.waits(lambda: "⚠️" in beyond.under(ana))
    assert (
        "⚠️ Not sent to the help desk (the request): for a day, the other side could not be reached."
        in beyond.under(ana)
    )


@pytest.mark.parametrize(
    ("beyond", "mail", "hook"),
    [
        (
            "en",
            "⚠️ Not sent by e-mail (the request): The mail server localhost refuses the message",
            "⚠️ Not sent to the help desk (the request): The help desk at 127.0.0.1 refuses",
        ),
        (
            "fr",
            "⚠️ Non envoyé par e-mail (la demande) : Le serveur de messagerie localhost refuse",
            "⚠️ Non envoyé au centre d'assistance (la demande) : Le centre d'assistance 127.0.0.1",
        ),
    ],
    indirect=["beyond"],
)
def test_what_is_refused_is_told_under_the_card_once(
    beyond: Beyond, ana: Player, ben: Player, mail: str, hook: str
) -> None:
    beyond.mail.answers["DATA"] = "554 no such thing"
    beyond.hook.answers = [Answer(410)]
    beyond.room.asks(ben)
    below = beyond.under(ana).replace("\u2060", "").replace("\u00a0", " ")
    assert (below.count(mail), below.count(hook)) == (1, 1), below
    assert beyond.mails == []
    assert len(beyond.events) == 1
    beyond.room.settle()
    assert beyond.under(ana).count("⚠️") == 2


def test_settings_saved_in_slack_lead_nowhere_else(beyond: Beyond, ben: Player) -> None:
    beyond.room.set('[webhook]\nurl = "https://evil.example/"\nsecret = "0123456789abcdef"\n')
    beyond.room.asks(ben)
    assert len(beyond.events) == len(beyond.mails) == 1
