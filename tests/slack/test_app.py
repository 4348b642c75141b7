import json
import logging
from typing import Any, cast

import pytest
from slack_bolt import App, BoltRequest

from bot.slack.app import build_app
from bot.slack.ports import Automations, Events, Questions, Talk, Uploads
from tests.slack_services import services_with


def app() -> App:
    """An app whose services and Slack must not be asked anything."""
    return build_app(
        token="xoxb-1",
        signing_secret="secret",
        base_url="http://127.0.0.1:1/api/",
        services=services_with(
            automations=cast(Automations, None),
            events=cast(Events, None),
            talk=cast(Talk, None),
            questions=cast(Questions, None),
            uploads=cast(Uploads, None),
            default_language="fr",
        ),
        verify_signatures=False,
    )


def dispatch(body: dict[str, Any]) -> Any:
    return app().dispatch(BoltRequest(body=body, mode="socket_mode"))


def test_it_is_built_without_a_request_and_without_noise(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", "xoxb-1")
    with caplog.at_level(logging.WARNING):
        assert app().process_before_response
    assert caplog.records == []


def test_slacks_certificate_check_is_answered() -> None:
    assert dispatch({"ssl_check": "1", "token": "x"}).status == 200


def test_a_command_is_answered_with_a_sentence_when_slack_is_down() -> None:
    body = {"command": "/convert", "text": "Welcome", "team_id": "T1", "user_id": "U1"}
    answer = dispatch(body)
    assert answer.status == 200
    assert "Slack ne me répond pas" in json.loads(answer.body)["text"]


def test_an_event_is_left_for_slack_to_deliver_again_when_slack_is_down() -> None:
    event = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.0", "text": "hi"}
    body = {"type": "event_callback", "event_id": "Ev1", "team_id": "T1", "event": event}
    assert dispatch(body).status == 503


def test_a_search_menu_stays_empty_when_slack_is_down() -> None:
    body = {
        "type": "block_suggestion",
        "action_id": "pick_automation",
        "block_id": "b",
        "value": "",
        "team": {"id": "T1"},
        "user": {"id": "U1"},
    }
    answer = dispatch(body)
    assert answer.status == 200
    assert answer.body == '{"options": []}'
