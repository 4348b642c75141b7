"""Receivers, workers and Socket Mode as processes of their own beside one local Slack."""

import json
import os
import signal
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from bot.playground.driver import LocalSlack
from bot.web.serve import serve, serve_socket
from tests.databases import KEY, NewDatabase
from tests.faults.process import QUICK, BotProcess, bot_process
from tests.waiting import PATIENCE, answers, wait_for
from tests.web.test_serving import settings

WHICH = "Which plan do I need for customer journeys?"
SOCKET = ("tests.faults.quick_bot", "socket")


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as made:
        yield made


@pytest.mark.parametrize("role", ["receiver", "worker"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_on_sqlite_one_process_does_everything(tmp_path: Path, role: str, language: str) -> None:
    told: list[str] = []
    chosen = settings(tmp_path, journeydesk_role=role, journeydesk_lang=language)
    assert serve(chosen, told.append, told.append) == 2
    (sentence,) = told
    assert "PostgreSQL" in sentence
    assert "JOURNEYDESK_ROLE" in sentence
    assert not (tmp_path / "db.sqlite3").exists()


def test_a_worker_needs_no_signing_secret_and_no_socket(tmp_path: Path) -> None:
    told: list[str] = []
    address = {"database_url": "postgresql://u@127.0.0.1:9/no", "journeydesk_role": "worker"}
    bare = settings(tmp_path, slack_bot_token=None, slack_signing_secret=None, **address)
    assert serve(bare, told.append, told.append) == 2
    assert [one.split()[0] for one in told[:-1]] == ["SLACK_BOT_TOKEN"]
    assert serve_socket(settings(tmp_path, **address), told.append, told.append) == 2
    assert "serve --role worker" in told[-1]


def test_socket_mode_needs_the_token_of_the_app(tmp_path: Path) -> None:
    told: list[str] = []
    bare = settings(tmp_path, slack_signing_secret=None)
    assert serve_socket(bare, told.append, told.append) == 2
    assert told[0].startswith("SLACK_APP_TOKEN")


def test_a_receiver_takes_in_what_a_worker_does(
    slack: LocalSlack, tmp_path: Path, new_postgresql: NewDatabase
) -> None:
    shared = {"DATABASE_URL": new_postgresql(), "JOURNEYDESK_KEYS": KEY}
    receiver = part(slack, tmp_path, shared, "receiver")
    worker = part(slack, tmp_path, shared, "worker")
    try:
        receiver.start()
        ben = slack.person("ben")
        assert ben.runs("/convert help", "#marketing") is None
        assert "/convert" in ben.sees("#marketing")[-1].plain
        ben.says(WHICH)
        assert answers(slack) == 0

        worker.start()
        wait_for(lambda: answers(slack) == 1)
        wait_for(lambda: health(worker) == health(receiver) == (200, "ok"))
        assert opened(f"{worker.url}/slack/events", b"{}")[0] == 404

        # A worker that hangs no longer answers, which is what a liveness probe looks at.
        os.kill(worker.pid, signal.SIGSTOP)
        with pytest.raises(OSError, match="timed out"):
            health(worker, seconds=2)
        os.kill(worker.pid, signal.SIGCONT)
        wait_for(lambda: health(worker) == (200, "ok"))
    finally:
        receiver.stop()
        worker.stop()
    assert slack.problems == []
    for process in (receiver, worker):
        assert "The bot has stopped." in process.output()
        assert "Traceback" not in process.output()
    assert "This worker does what receivers take in" in worker.output()


def test_a_second_process_on_sqlite_is_refused(slack: LocalSlack, tmp_path: Path) -> None:
    with bot_process(slack, tmp_path):
        second = BotProcess(slack, tmp_path, receives=False, name="second")
        with pytest.raises(RuntimeError, match="Another journeydesk already works with"):
            second.start()
        slack.person("ben").says(WHICH)
        wait_for(lambda: answers(slack) == 1)


def test_socket_mode_survives_a_kill(slack: LocalSlack, tmp_path: Path) -> None:
    settings = {"SLACK_APP_TOKEN": slack.app_token, "SLACK_SIGNING_SECRET": ""}
    bot = BotProcess(slack, tmp_path, SOCKET, settings, receives=False)
    slack.connect_through_socket()
    try:
        bot.start()
        wait_for(lambda: slack.sockets.connections == 1)
        ben = slack.person("ben")
        ben.says(WHICH)
        assert ben.runs("/convert help", "#marketing") is None
        wait_for(lambda: answers(slack) == 1)

        slack.faults.bot_is_down = True
        bot.kill()
        wait_for(lambda: slack.sockets.connections == 0)
        ben.says(f"{WHICH} Really?")
        bot.start()
        wait_for(lambda: slack.sockets.connections == 1)
        slack.faults.bot_is_down = False
        slack.advance(60)
        wait_for(lambda: answers(slack) == 2)
    finally:
        bot.stop()
    assert slack.problems == []
    assert slack.given_up == []
    assert "through Socket Mode" in bot.output()
    assert "The bot has stopped." in bot.output()
    assert slack.app_token not in bot.output()
    assert "ticket" not in bot.output()


def test_a_token_that_slack_does_not_take_ends_socket_mode(
    slack: LocalSlack, tmp_path: Path
) -> None:
    bot = BotProcess(slack, tmp_path, SOCKET, {"SLACK_APP_TOKEN": "xapp-1"}, receives=False)
    with pytest.raises(RuntimeError, match="answers “invalid_auth”"):
        bot.start()


def part(slack: LocalSlack, folder: Path, shared: Mapping[str, str], role: str) -> BotProcess:
    settings = {**shared, "JOURNEYDESK_ROLE": role}
    return BotProcess(slack, folder, QUICK, settings, receives=role == "receiver", name=role)


def health(process: BotProcess, seconds: float = PATIENCE) -> tuple[int, str]:
    """The status, and how the work is. Raises OSError where it does not answer in time."""
    status, body = opened(f"{process.url}/health", seconds=seconds)
    return status, str(json.loads(body)["work"])


def opened(address: str, data: bytes | None = None, seconds: float = PATIENCE) -> tuple[int, bytes]:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(address, data, timeout=seconds) as response:
            return int(response.status), response.read()
    except urllib.error.HTTPError as refused:
        return refused.code, refused.read()
