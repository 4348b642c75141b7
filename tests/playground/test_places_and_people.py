"""Menus of people and channels, members who come and go, replies that go to the channel as well."""

import pytest
from slack_sdk import WebClient

from bot.playground.driver import LocalSlack
from bot.playground.errors import Refused
from bot.playground.limits import Json

from .block_kit import actions, button, form, plain, view
from .desk import Desk
from .recorder import Recorder

WHO: Json = {"type": "users_select", "action_id": "agent", "placeholder": plain(text="Who?")}


def test_somebody_is_chosen_in_a_message(slack: LocalSlack, desk: Desk, client: WebClient) -> None:
    client.chat_postMessage(channel="CMARKETING", text="x", blocks=[actions(WHO)])
    ana = slack.person("ana")

    ana.selects("agent", "@chloe")

    action = desk.bodies[-1]["actions"][0]
    assert (action["type"], action["selected_user"]) == ("users_select", "UCHLOE")
    ana.selects("agent", "UBEN")
    state = desk.bodies[-1]["state"]["values"]["b1"]["agent"]
    assert state == {"type": "users_select", "selected_user": "UBEN"}
    with pytest.raises(Refused, match="invalid_choice"):
        ana.selects("agent", "nobody")


def test_somebody_is_chosen_in_a_form(slack: LocalSlack, desk: Desk, client: WebClient) -> None:
    trigger = slack.call(lambda: slack.slack.workspace.new_trigger("UANA"))
    where = {"type": "conversations_select", "action_id": "room"}
    fields = [
        form(WHO, label=plain(text="Agent")) | {"block_id": "who"},
        form(where, label=plain(text="Channel")) | {"block_id": "where"},
    ]
    blocks = view(callback_id="ask", submit=plain(text="Go"), blocks=fields)
    client.views_open(trigger_id=trigger, view=blocks)
    ana = slack.person("ana")

    assert ana.submits({"room": "#marketing"}) == {"who": "Veuillez remplir ce champ obligatoire."}
    assert ana.submits({"Agent": "chloe"}) == {}

    values = desk.bodies[-1]["view"]["state"]["values"]
    assert values["who"]["agent"] == {"type": "users_select", "selected_user": "UCHLOE"}
    assert values["where"]["room"]["selected_conversation"] == "CMARKETING"


def test_a_menu_of_people_reads_as_it_looks(slack: LocalSlack, client: WebClient) -> None:
    chosen = WHO | {"action_id": "now", "initial_user": "UCHLOE"}
    client.chat_postMessage(channel="CMARKETING", text="x", blocks=[actions(WHO, chosen)])

    shown = slack.transcript("#marketing", seen_by=slack.person("ana"))

    assert shown == "journeydesk (APP): (Who? ▾) (@chloe ▾)"


def test_public_channels_are_chosen_by_their_members(
    slack: LocalSlack, desk: Desk, client: WebClient
) -> None:
    room = {"type": "channels_select", "action_id": "room"}
    client.chat_postMessage(channel="CMARKETING", text="x", blocks=[actions(room)])

    slack.person("ana").selects("room", "#support")

    assert desk.bodies[-1]["actions"][0]["selected_channel"] == "CSUPPORT"
    for name, channel in (("gus", "#support"), ("ana", "#desk")):
        with pytest.raises(Refused, match="invalid_choice"):
            slack.person(name).selects("room", channel)


def test_an_invited_stranger_shares_the_channel_with_their_company(
    slack: LocalSlack, heard: Recorder, client: WebClient
) -> None:
    assert client.conversations_info(channel="CSUPPORT")["channel"]["is_ext_shared"] is False

    slack.invite("sam", "#support", by="ana")

    joined = heard.events[-1]
    assert (joined["type"], joined["user"]) == ("member_joined_channel", "USAM")
    assert (joined["team"], joined["inviter"]) == ("TNORDWIND", "UANA")
    assert client.conversations_info(channel="CSUPPORT")["channel"]["is_ext_shared"] is True
    slack.person("sam").says("hello", "#support")
    assert heard.envelopes[-1]["is_ext_shared_channel"] is True
    assert heard.events[-1]["user_team"] == "TNORDWIND"


def test_who_was_removed_sees_and_says_nothing_more(slack: LocalSlack, client: WebClient) -> None:
    slack.remove("chloe", "#support")

    assert "UCHLOE" not in client.conversations_members(channel="CSUPPORT")["members"]
    assert slack.person("chloe").sees("#support") == []
    with pytest.raises(Refused, match="channel_not_found"):
        slack.person("chloe").says("hello?", "#support")


def test_a_reply_to_the_channel_stands_in_both(
    slack: LocalSlack, heard: Recorder, client: WebClient
) -> None:
    ana = slack.person("ana")
    parent = ana.says("question", "#marketing")
    ana.says("meanwhile", "#marketing")
    answer = client.chat_postMessage(
        channel="CMARKETING", text="answer", thread_ts=parent.ts, reply_broadcast=True
    )
    slack.wait_idle()

    event = heard.events[-1]
    assert (event["type"], event["subtype"]) == ("message", "thread_broadcast")
    assert (event["ts"], event["thread_ts"]) == (answer["ts"], parent.ts)
    assert (event["root"]["text"], event["root"]["reply_count"]) == ("question", 1)
    assert answer["message"]["subtype"] == "thread_broadcast"
    history = client.conversations_history(channel="CMARKETING")["messages"]
    assert [message["text"] for message in history] == ["answer", "meanwhile", "question"]
    replies = client.conversations_replies(channel="CMARKETING", ts=parent.ts)["messages"]
    assert [message["text"] for message in replies] == ["question", "answer"]
    assert slack.transcript("#marketing", seen_by=ana) == (
        "Ana Ruiz: question\n"
        "    journeydesk (APP) (also to the channel): answer\n"
        "Ana Ruiz: meanwhile\n"
        "journeydesk (APP) (to a thread): answer"
    )
    assert slack.transcript("#marketing", seen_by=ana, thread=parent.ts) == (
        "Ana Ruiz: question\n    journeydesk (APP) (also to the channel): answer"
    )


def test_a_message_of_its_own_is_not_sent_to_the_channel_twice(
    slack: LocalSlack, client: WebClient
) -> None:
    sent = client.chat_postMessage(channel="CMARKETING", text="hello", reply_broadcast=True)

    assert "subtype" not in sent["message"]
    assert slack.transcript("#marketing", seen_by=slack.person("ana")) == (
        "journeydesk (APP): hello"
    )


def test_a_button_in_a_broadcast_is_one_button(
    slack: LocalSlack, desk: Desk, client: WebClient
) -> None:
    parent = slack.person("ana").says("question", "#marketing")
    client.chat_postMessage(
        channel="CMARKETING",
        text="x",
        blocks=[actions(button(text=plain(text="Share"), action_id="share"))],
        thread_ts=parent.ts,
        reply_broadcast=True,
    )

    slack.person("ana").clicks("Share")

    assert desk.bodies[-1]["container"]["thread_ts"] == parent.ts
