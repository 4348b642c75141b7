"""People and a Bolt app: commands, clicks, selects, modals, shortcuts."""

import pytest
from slack_bolt import Ack, Respond
from slack_sdk import WebClient

from bot.playground.driver import LocalSlack
from bot.playground.errors import Refused

from .block_kit import actions, button, plain, view
from .conftest import Bots
from .desk import OFFER, Desk, name_form


def open_form(slack: LocalSlack, client: WebClient) -> None:
    """Ana opens the form from a message."""
    blocks = [actions(button(text=plain(text="Open"), action_id="open"))]
    client.chat_postMessage(channel="CMARKETING", text="x", blocks=blocks)
    slack.person("ana").clicks("Open")


def test_a_command_is_answered_in_private(slack: LocalSlack, desk: Desk) -> None:
    ana = slack.person("ana")
    ana.runs("/convert Welcome", "#marketing")

    assert ana.last("#marketing").ephemeral
    assert ana.last("#marketing").buttons == ["Share"]
    assert slack.person("ben").sees("#marketing") == []

    ana.runs("/convert aloud", "#general")
    assert slack.person("ben").last("#general").text == "Everybody sees this"


def test_an_invalid_answer_shows_slacks_line_and_is_a_problem(
    slack: LocalSlack, desk: Desk
) -> None:
    ana = slack.person("ana")
    ana.runs("/convert broken", "#marketing")

    last = ana.last("#marketing")
    assert last.notice == "error"
    assert last.text == "/convert a échoué avec l'erreur «\u00a0invalid_blocks\u00a0»."
    assert "json-pointer:/blocks/0/text/text" in str(slack.problems.pop())


def test_a_click_says_where_it_came_from(slack: LocalSlack, desk: Desk, client: WebClient) -> None:
    ts = client.chat_postMessage(channel="CMARKETING", text="x", blocks=OFFER)["ts"]
    slack.person("ben").clicks("Share")

    body = desk.bodies[-1]
    assert body["type"] == "block_actions"
    assert body["user"]["id"] == "UBEN"
    assert body["container"] == {
        "type": "message",
        "message_ts": ts,
        "channel_id": "CMARKETING",
        "is_ephemeral": False,
    }
    assert body["message"]["ts"] == ts
    assert body["channel"]["name"] == "marketing"
    action = body["actions"][0]
    assert (action["action_id"], action["value"], action["type"]) == ("share", "42", "button")
    assert body["state"]["values"]["b2"]["plan"] == {
        "type": "static_select",
        "selected_option": None,
    }


def test_an_ephemeral_message_is_not_carried_along(slack: LocalSlack, desk: Desk) -> None:
    ana = slack.person("ana")
    ana.runs("/convert Welcome", "#marketing")
    ana.clicks("share")

    body = desk.bodies[-1]
    assert body["container"]["is_ephemeral"] is True
    assert "message" not in body


def test_a_strangers_click_names_the_strangers_team(
    slack: LocalSlack, desk: Desk, client: WebClient
) -> None:
    client.chat_postMessage(channel="CMARKETING", text="x", blocks=OFFER)
    slack.person("sam").clicks("Share")

    assert desk.bodies[-1]["user"]["team_id"] == "TNORDWIND"
    assert desk.bodies[-1]["team"]["id"] == "TLAVANDE"


def test_selects_keep_their_value_in_the_state(slack: LocalSlack, desk: Desk) -> None:
    ana = slack.person("ana")
    ana.runs("/convert Welcome", "#marketing")

    ana.selects("plan", "Standard")
    assert desk.bodies[-1]["actions"][0]["selected_option"]["value"] == "standard"
    ana.clicks("Share")
    assert desk.bodies[-1]["state"]["values"]["b2"]["plan"]["selected_option"]["value"] == (
        "standard"
    )
    with pytest.raises(Refused, match="invalid_choice"):
        ana.selects("plan", "Premium")


def test_an_external_select_asks_from_the_third_letter_on(slack: LocalSlack, desk: Desk) -> None:
    ana = slack.person("ana")
    ana.runs("/convert Welcome", "#marketing")

    assert ana.types_in_select("find", "We") == []
    assert ana.types_in_select("find", "Wel") == ["Wel 1", "Wel 2"]
    assert (desk.bodies[-1]["type"], desk.bodies[-1]["value"]) == ("block_suggestion", "Wel")
    ana.selects("find", "Wel 2")
    assert desk.bodies[-1]["actions"][0]["selected_option"]["text"]["text"] == "Wel 2"


def test_a_form_is_checked_sent_corrected_and_closed(
    slack: LocalSlack, desk: Desk, client: WebClient
) -> None:
    open_form(slack, client)
    ana = slack.person("ana")
    sent = len(desk.bodies)

    assert ana.submits() == {"who": "Veuillez remplir ce champ obligatoire."}
    assert ana.submits({"Name": "too long"}) == {"who": "Veuillez saisir au plus 5 caractères."}
    assert len(desk.bodies) == sent

    desk.submission = {"response_action": "errors", "errors": {"who": "Not her"}}
    assert ana.submits({"name": "Zoé"}) == {"who": "Not her"}
    assert "! Not her" in slack.transcript("#marketing", seen_by=ana)

    desk.submission = {}
    assert ana.submits({"who": "Léa"}) == {}
    assert ana.modals == []
    body = desk.bodies[-1]
    assert body["view"]["state"]["values"]["who"]["name"]["value"] == "Léa"
    assert body["view"]["callback_id"] == "ask"


def test_a_submission_can_update_push_and_clear(
    slack: LocalSlack, desk: Desk, client: WebClient
) -> None:
    open_form(slack, client)
    ana = slack.person("ana")

    desk.submission = {
        "response_action": "update",
        "view": name_form() | {"title": plain(text="Updated")},
    }
    ana.submits({"name": "a"})
    assert ana.modals == ["Updated"]
    assert desk.bodies[-1]["view"]["title"]["text"] == "Ask"

    desk.submission = {
        "response_action": "push",
        "view": name_form() | {"title": plain(text="Pushed")},
    }
    ana.submits()
    assert ana.modals == ["Updated", "Pushed"]

    desk.submission = {"response_action": "clear"}
    ana.submits({"name": "b"})
    assert ana.modals == []


def test_an_invalid_view_in_an_answer_keeps_the_form_open(
    slack: LocalSlack, desk: Desk, client: WebClient
) -> None:
    open_form(slack, client)
    ana = slack.person("ana")
    desk.submission = {"response_action": "update", "view": view(title=plain(25))}

    with pytest.raises(Refused, match="invalid_answer"):
        ana.submits({"name": "a"})
    desk.submission = {"response_action": "errors", "errors": {"nobody": "x"}}
    with pytest.raises(Refused, match="invalid_answer"):
        ana.submits({"name": "a"})

    assert ana.modals == ["Ask"]
    assert len(slack.problems) == 2
    slack.problems.clear()


def test_closing_a_form_can_be_told(slack: LocalSlack, desk: Desk, client: WebClient) -> None:
    open_form(slack, client)
    slack.person("ana").closes()

    assert slack.person("ana").modals == []
    assert desk.bodies[-1]["type"] == "view_closed"
    assert desk.bodies[-1]["is_cleared"] is False


def test_a_message_shortcut_carries_the_message(slack: LocalSlack, desk: Desk) -> None:
    message = slack.person("ben").says("please convert Welcome", "#support")
    slack.person("ana").uses_shortcut("convert_this", message)

    body = desk.bodies[-1]
    assert (body["type"], body["message"]["text"]) == ("message_action", "please convert Welcome")
    assert body["response_url"]
    slack.person("ana").uses_shortcut("convert_this")
    assert desk.bodies[-1]["type"] == "shortcut"


def test_feedback_buttons_send_the_one_clicked(
    slack: LocalSlack, desk: Desk, client: WebClient
) -> None:
    feedback = {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "rate",
                "positive_button": {"text": plain(text="Good"), "value": "+"},
                "negative_button": {"text": plain(text="Bad"), "value": "-"},
            }
        ],
    }
    client.chat_postMessage(channel="CMARKETING", text="x", blocks=[feedback])
    slack.person("ana").clicks("Bad")

    assert desk.bodies[-1]["actions"][0]["value"] == "-"


def test_what_is_not_there_cannot_be_clicked(slack: LocalSlack) -> None:
    with pytest.raises(LookupError, match="sees no 'Share'"):
        slack.person("ana").clicks("Share")
    with pytest.raises(Refused, match="view_not_found"):
        slack.person("ana").submits()
    with pytest.raises(Refused, match="unknown_command"):
        slack.person("ana").runs("/other", "#marketing")
    with pytest.raises(Refused, match="channel_not_found"):
        slack.person("gus").says("hi", "#support")


def test_a_slow_click_shows_slacks_line(slack: LocalSlack, bots: Bots, client: WebClient) -> None:
    client.chat_postMessage(channel="CMARKETING", text="x", blocks=OFFER)
    app = bots.bolt(process_before_response=True)

    @app.action("share")
    def slow(ack: Ack, respond: Respond) -> None:
        slack.clock.advance(4)  # type: ignore[attr-defined]
        ack()

    bots.connect(app)

    assert slack.person("ana").clicks("Share") == "timeout"
    assert slack.person("ana").last("#marketing").text == "Cette action n'a pas répondu à temps."
    assert slack.problems


def test_waiting_says_what_was_there_instead(
    slack: LocalSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.playground.driver.LocalSlack.wait_until", _never)
    ana = slack.person("ana")
    ana.says("hello", "#marketing")

    with pytest.raises(TimeoutError, match="waited for 'bye' and sees:\nAna Ruiz: hello"):
        ana.waits_for("bye", "#marketing")


def _never(*_args: object) -> None:
    raise TimeoutError


def test_settle_is_called_after_every_action(slack: LocalSlack, bots: Bots) -> None:
    app = bots.bolt()
    bots.connect(app)
    calls: list[int] = []
    url = slack.slack.dispatcher.url or ""
    slack.connect_bot(url, verify=False, settle=lambda: calls.append(1))

    slack.person("ana").says("hi", "#marketing")

    assert calls == [1]
    slack.problems.clear()
