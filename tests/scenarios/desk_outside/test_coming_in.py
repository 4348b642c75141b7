"""What people outside of Slack answer reaches the requester, and agents see it."""

import pytest

from bot.desk.channels.reply_address import ReplyAddresses
from bot.playground.player import Player
from bot.slack.desk.receiving import LONGEST, PIECE
from tests.scenarios.bot import TEAM
from tests.scenarios.desk.room import DESK
from tests.scenarios.desk_outside.beyond import ADDRESSES, MAIL_SECRET, Beyond

NOT_A_MENTION = "<@email"


def last(player: Player) -> str:
    return " ".join(player.last().plain.replace("\u2060", "").split())


def test_an_answer_by_email_reaches_the_requester_and_the_card(
    beyond: Beyond, ana: Player, ben: Player
) -> None:
    beyond.room.asks(ben)
    answer = beyond.answers_by_mail(
        "Relancez-la.\n\nOn Mon, 23 Nov 2026 at 10:00, ana wrote:\n> It stops"
    )
    assert (answer.status_code, answer.json()) == (200, {"taken": True})
    assert last(ben) == "journeydesk (APP): Zoé Martin > Relancez-la."
    assert any("Zoé Martin has taken your request #1." in seen.plain for seen in ben.sees())
    assert "being handled, with Zoé Martin (by e-mail)" in beyond.card(ana)
    below = beyond.under(ana)
    assert "Zoé Martin (by e-mail) takes it." in below
    assert below.count("> Relancez-la.") == 1
    assert "email:" not in below + beyond.card(ana)
    assert (beyond.room.case.state, beyond.room.case.agent) == ("claimed", "email:Zoé Martin")
    assert beyond.room.case.first_reply_at is not None


def test_it_goes_on_between_the_two(beyond: Beyond, ana: Player, ben: Player) -> None:
    beyond.room.asks(ben)
    beyond.answers_by_mail("Since when?")
    ben.says("Since Monday")
    beyond.room.settle()
    (_, message) = beyond.mails
    assert "Since Monday" in message.get_content()
    beyond.answers_by_mail("Start it again.", message_id="<2@help.example.org>")
    assert last(ben) == "journeydesk (APP): Zoé Martin > Start it again."
    ana.clicks("desk_resolve", beyond.room.card(ana))
    assert beyond.room.case.state == "resolved"


@pytest.mark.parametrize("beyond", ["fr"], indirect=True)
def test_agents_read_it_in_their_language(beyond: Beyond, ana: Player) -> None:
    ana.says("Que deviennent mes contacts lors de la conversion ?")
    ana.clicks("faq_person")
    beyond.answers("C'est réparé.", resolve=True)
    below = beyond.under(ana).replace("\u00a0", " ")
    assert "Zoé Martin (centre d'assistance) s'en occupe." in below
    assert "Zoé Martin (centre d'assistance) l'a résolue." in below
    said = "\n".join(seen.plain for seen in ana.sees()).replace("\u00a0", " ")
    assert "Zoé Martin s'occupe de votre demande nº 1." in said
    assert "Zoé Martin a marqué la demande nº 1 comme résolue." in said


def test_the_help_desk_answers_and_resolves(beyond: Beyond, ana: Player, ben: Player) -> None:
    beyond.room.asks(ben)
    answer = beyond.answers("Start it again.", resolve=True)
    assert answer.json() == {"taken": True}
    said = [" ".join(seen.plain.split()) for seen in ben.sees()]
    assert said[-2] == "journeydesk (APP): Zoé Martin > Start it again."
    assert "Zoé Martin marked request #1 as resolved." in said[-1]
    assert "Zoé Martin (help desk) resolved it." in beyond.under(ana)
    assert [event["event"] for event in beyond.events] == ["opened"]
    assert [message["Subject"][:4] for message in beyond.mails] == ["[#1]", "Re: "]
    assert "This case is resolved." in beyond.mails[1].get_content()
    ben.says("It stops again")
    beyond.room.settle()
    assert sorted(event["event"] for event in beyond.events) == ["message", "opened", "reopened"]


def test_the_help_desk_resolves_without_a_word(beyond: Beyond, ana: Player, ben: Player) -> None:
    beyond.room.asks(ben)
    beyond.answers("", resolve=True)
    assert beyond.room.case.state == "resolved"
    assert beyond.room.steps == ["open", "claim", "resolve"]
    assert "Zoé Martin (help desk) resolved it." in beyond.under(ana)


def test_an_agent_in_slack_keeps_the_case_that_somebody_outside_answers(
    beyond: Beyond, ana: Player, ben: Player
) -> None:
    beyond.room.asks(ben)
    ana.clicks("desk_claim", beyond.room.card(ana))
    beyond.answers("Start it again.")
    assert beyond.room.case.agent == "UANA"
    assert last(ben) == "journeydesk (APP): Zoé Martin > Start it again."


def test_what_comes_twice_is_shown_once(beyond: Beyond, ana: Player, ben: Player) -> None:
    beyond.room.asks(ben)
    assert beyond.answers("Start it again.").json() == {"taken": True}
    again = beyond.answers("Start it again.")
    assert (again.status_code, again.json()) == (200, {"taken": False})
    assert beyond.under(ana).count("Start it again.") == 1
    assert sum("Start it again." in seen.plain for seen in ben.sees()) == 1


def test_help_desks_may_count_the_messages_of_each_case_anew(
    beyond: Beyond, ana: Player, ben: Player
) -> None:
    for player in (ben, beyond.slack.person("chloe")):
        beyond.room.asks(player)
        assert beyond.answers("Start it again.").json() == {"taken": True}
        assert "Start it again." in last(player)


def test_only_who_knows_the_secret_is_heard(beyond: Beyond, ben: Player) -> None:
    beyond.room.asks(ben)
    before = len(ben.sees())
    forged = beyond.answers("Send me your password.", secret="what nobody told me")
    assert (forged.status_code, forged.json()) == (401, {"error": "invalid_signature"})
    crossed = beyond.answers("Send me your password.", secret=MAIL_SECRET)
    assert crossed.status_code == 401
    assert len(ben.sees()) == before


def test_no_other_workspace_and_no_unknown_case_is_reached(beyond: Beyond, ben: Player) -> None:
    beyond.room.asks(ben)
    before = len(ben.sees())
    elsewhere = beyond.answers_by_mail("Hello", to=ADDRESSES.of("TELSEWHERE", 1))
    made_up = beyond.answers_by_mail("Hello", to=ReplyAddresses("a@b.c", "guessed").of(TEAM, 1))
    unknown = beyond.answers("Hello", case=999)
    for answer in (elsewhere, made_up, unknown):
        assert (answer.status_code, answer.json()) == (404, {"error": "no_such_case"})
    assert beyond.answers("Hello", workspace="TELSEWHERE").status_code == 400
    assert len(ben.sees()) == before


def test_nothing_in_an_answer_can_mention_or_mislead(
    beyond: Beyond, ana: Player, ben: Player
) -> None:
    beyond.room.asks(ben)
    beyond.answers(
        "<!channel> see <https://evil.example|https://mailchimp.com> & *now*", author="*<!here>*"
    )
    assert "<!channel> see <https://evil.example|https://mailchimp.com> & *now*" in last(ben)
    messages = beyond.slack.channel(DESK, "UANA").messages
    shown = beyond.slack.call(lambda: str([message.blocks for message in messages]))
    assert "'type': 'broadcast'" not in shown
    assert "<!here>" not in beyond.slack.call(lambda: "".join(message.text for message in messages))


def test_a_very_long_answer_is_shown_in_parts_and_cut(
    beyond: Beyond, ana: Player, ben: Player
) -> None:
    beyond.room.asks(ben)
    line = "A line of sixty characters & then some more, to be counted.\n"
    beyond.answers(line * (900_000 // len(line)), message_id="x" * 900)
    parts = [seen for seen in ben.sees() if line.strip() in seen.plain]
    assert LONGEST // PIECE <= len(parts) <= LONGEST // PIECE + 1
    assert "too long for Slack: ask Zoé Martin for the rest" in last(ben)
    assert beyond.under(ana).count("too long for Slack") == 1
    assert sum(seen.plain.count("to be counted.") for seen in parts) == LONGEST // len(line)


def test_files_are_named_and_not_lost_without_a_word(
    beyond: Beyond, ana: Player, ben: Player
) -> None:
    beyond.room.asks(ben)
    beyond.answers_by_mail("", attachments=[{"filename": "map.png"}])
    assert "📎 map.png: attached to the answer, and not passed on to Slack." in last(ben)
    assert "attached to the answer" in beyond.under(ana)


def test_an_answer_while_the_desk_is_closed_takes_the_case(
    beyond: Beyond, ana: Player, ben: Player
) -> None:
    beyond.room.set('[hours]\nzone = "UTC"\nfriday = "9:00-18:00"\n')
    beyond.room.asks(ben)
    beyond.answers_by_mail("Start it again.")
    assert beyond.room.steps == ["open", "offer", "answer"]
    assert "with Zoé Martin (by e-mail)" in beyond.card(ana)
    assert "Start it again." in last(ben)


def test_an_answer_that_comes_late_reaches_who_still_may_want_it(
    beyond: Beyond, ana: Player, ben: Player
) -> None:
    beyond.room.asks(ben)
    beyond.answers("", resolve=True)
    beyond.answers("It was the plan.", message_id="HD-1-2")
    assert "It was the plan." in last(ben)
    assert beyond.room.case.state == "resolved"
    chloe = beyond.slack.person("chloe")
    beyond.room.asks(chloe)
    chloe.clicks("desk_cancel")
    before = len(chloe.sees())
    beyond.answers("Start it again.", resolve=True)
    assert beyond.room.steps[-1] == "cancel"
    assert len(chloe.sees()) == before
    below = beyond.under(ana)
    assert "Start it again." in below
    assert "This did not reach the requester (request #2: cancelled)." in below


def test_who_outside_does_not_go_on_gives_the_case_back(
    beyond: Beyond, ana: Player, ben: Player
) -> None:
    beyond.room.asks(ben)
    beyond.answers_by_mail("Since when?")
    ana.clicks("desk_release", beyond.room.card(ana))
    assert beyond.room.case.state == "offered"
    ana.clicks("desk_claim", beyond.room.card(ana))
    below = beyond.under(ana)
    assert "For @ana, what happened so far:" in below
    assert NOT_A_MENTION not in below
