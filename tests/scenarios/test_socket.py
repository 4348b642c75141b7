"""The bot through Socket Mode: the same conversations, the same guarantees."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from slack_bolt import App
from sqlalchemy.exc import OperationalError

from bot.app import Wired, build
from bot.playground.driver import LocalSlack
from bot.slack.blocks.answering.fields import block_id, digest
from bot.web.socket import SocketMode, SocketRefused
from tests.scenarios.account import account, write
from tests.scenarios.bot import HASTE, settings_beside, settled
from tests.talk_answers import HandMade
from tests.waiting import PATIENCE, answers, wait_for
from tests.web.edge_parts import bolt_app

WHICH = "Which plan do I need for customer journeys?"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """slack_sdk would lead connections to this machine through a proxy of the environment."""
    for name in ("HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy"):
        monkeypatch.delenv(name, raising=False)


def wired_to(slack: LocalSlack, folder: Path, bundle: Path | None = None) -> Wired:
    settings = settings_beside(slack, folder, bundle, slack_signing_secret=None)
    return build(settings, HandMade(), tempo=HASTE, edge=False)


@contextmanager
def connected(slack: LocalSlack, wired: Wired) -> Iterator[SocketMode]:
    socket = SocketMode(
        wired.bolt_app,
        wired.keep,
        app_token=slack.app_token,
        base_url=slack.api_base_url,
        prepare=wired.workspace.prepare,
    )
    wired.start()
    socket.start()
    try:
        slack.connect_through_socket(settle=lambda: settled(wired))
        yield socket
    finally:
        slack.disconnect_bot()
        socket.close()
        wired.close()


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as made:
        yield made


def test_questions_clicks_and_commands_are_answered(slack: LocalSlack, tmp_path: Path) -> None:
    wired = wired_to(slack, tmp_path, write(account(), tmp_path / "account.json"))
    with connected(slack, wired):
        ben = slack.person("ben")
        ben.says(WHICH)
        assert "Essentials" in ben.sees()[-1].plain
        ben.says("Should I go back, perhaps?")
        ben.clicks("Yes")
        assert slack.transcript(seen_by=ben).count("cannot be started again") == 1

        ben.runs("/convert help", "#general")
        assert "/convert" in ben.sees("#general")[-1].plain
    assert slack.problems == []


def test_a_form_goes_back_with_what_is_wrong_and_goes_on_to_its_next_page(
    slack: LocalSlack, tmp_path: Path
) -> None:
    wired = wired_to(slack, tmp_path, write(account(), tmp_path / "account.json"))
    with connected(slack, wired):
        ben = slack.person("ben")
        ben.says("Two hundred points")
        ben.clicks("answer_questions")
        together = block_id(digest("post_send:*"), "actions", "lines")
        assert "make coffee" in ben.submits({together: "make coffee"})[together]
        assert ben.submits({together: "none"}) == {}
        assert ben.modals == ["Open questions"]
        assert ben.submits({}) == {}
        (reply,) = [seen for seen in ben.sees() if seen.is_bot and not seen.files]
        assert "Your answers are saved" in reply.plain


def test_what_was_not_acknowledged_comes_again_after_a_kill(
    slack: LocalSlack, tmp_path: Path
) -> None:
    wired = wired_to(slack, tmp_path)
    with connected(slack, wired):
        slack.faults.bot_is_down = True
        slack.call(slack.sockets.drop)
    slack.connect_through_socket()
    slack.person("ben").says(WHICH)
    assert slack.sockets.connections == 0

    again = wired_to(slack, tmp_path)
    with connected(slack, again):
        slack.advance(60)
        assert answers(slack) == 1
    assert slack.problems == []
    assert slack.given_up == []


def test_a_lost_acknowledgement_makes_no_second_answer(slack: LocalSlack, tmp_path: Path) -> None:
    with connected(slack, wired_to(slack, tmp_path)):
        slack.faults.delivery("lose_answer", name="event.message", most=2)
        slack.person("ben").says(WHICH)
        slack.advance(400)
        assert answers(slack) == 1


def test_a_broken_and_a_refreshed_connection_are_opened_anew(
    slack: LocalSlack, tmp_path: Path
) -> None:
    with connected(slack, wired_to(slack, tmp_path)):
        for number, lose in enumerate((slack.sockets.refresh, slack.sockets.drop), 2):
            slack.call(lose)
            slack_has(slack, number)
            slack.person("ben").says(f"{WHICH} {number}")
            # What was on its way through the old connection comes again.
            slack.advance(60)
            assert answers(slack) == number - 1
    assert slack.given_up == []


def test_slack_that_is_away_at_first_is_found_later(slack: LocalSlack, tmp_path: Path) -> None:
    slack.faults.api("error_before", method="apps.connections.open", most=1)
    with connected(slack, wired_to(slack, tmp_path)):
        slack_has(slack, 1)
        slack.person("ben").says(WHICH)
        assert answers(slack) == 1


def test_a_token_that_slack_does_not_take_is_told(slack: LocalSlack) -> None:
    socket = SocketMode(
        App(token="xoxb-1", token_verification_enabled=False, process_before_response=True),
        lambda _payload: True,
        app_token="xapp-of-somebody-else",
        base_url=slack.api_base_url,
    )
    with pytest.raises(SocketRefused, match="invalid_auth"):
        socket.start()


def test_what_cannot_be_kept_is_not_acknowledged(slack: LocalSlack) -> None:
    kept: list[str] = []

    def keep(payload: dict[str, Any]) -> bool:
        kept.append(payload["event_id"])
        if len(kept) == 1:
            raise OperationalError("INSERT", {}, Exception("the disk is full"))
        return True

    socket = SocketMode(bolt_app(), keep, app_token=slack.app_token, base_url=slack.api_base_url)
    socket.start()
    slack.connect_through_socket()
    try:
        asking = threading.Thread(target=slack.person("ben").says, args=(WHICH,))
        asking.start()
        wait_for(lambda: len(kept) == 1)
        while asking.is_alive():
            slack.call(lambda: slack.clock.advance(1))  # type: ignore[attr-defined]
            asking.join(0.05)
        assert len(kept) == 2
        assert len(set(kept)) == 1
    finally:
        slack.disconnect_bot()
        socket.close()


def test_a_long_time_without_a_connection_is_told(slack: LocalSlack) -> None:
    moments = iter([datetime(2026, 11, 22, tzinfo=UTC)])
    last = datetime(2026, 11, 22, 8, tzinfo=UTC)
    told: list[datetime] = []
    heard = threading.Event()

    def outage(since: datetime) -> None:
        told.append(since)
        heard.set()

    socket = SocketMode(
        bolt_app(),
        lambda _payload: True,
        app_token=slack.app_token,
        base_url=slack.api_base_url,
        after_outage=outage,
        now=lambda: next(moments, last),
    )
    socket.start()
    try:
        assert heard.wait(PATIENCE)
        assert told == [last - timedelta(hours=8)]
    finally:
        socket.close()


def slack_has(slack: LocalSlack, opened: int) -> None:
    """Wait until that many connections were opened at all, and one is."""
    sockets = slack.sockets
    wait_for(
        lambda: sockets.opened_at_all >= opened and sockets.connections > 0,
        told=lambda: [str(problem) for problem in slack.problems],
    )
