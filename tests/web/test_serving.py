"""The bot as a process, and what it does when something is missing."""

import asyncio
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_bolt.authorization import AuthorizeResult
from sqlalchemy import Engine

from bot.app import SettingMissing, Wired, Workspace, build
from bot.services.automations import Automations
from bot.services.events import Events
from bot.settings import Settings
from bot.slack.failures import SlackUnavailable
from bot.slack.identity import BotIdentity
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.web.serve import serve
from bot.web.server import listen
from tests.talk_answers import HandMade
from tests.web.edge_parts import SECRET

PATIENCE = 120
NOWHERE = "http://127.0.0.1:9/"


def settings(tmp_path: Path, **values: object) -> Settings:
    given: dict[str, object] = {
        "slack_bot_token": "xoxb-1",
        "slack_signing_secret": SECRET,
        "slack_api_base_url": NOWHERE,
        "database_url": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "journeydesk_lang": "en",
        **values,
    }
    return Settings(_env_file=None, **given)  # type: ignore[arg-type]


class Identity(BotIdentity):
    """Slack that does not answer at first."""

    def __init__(self) -> None:
        self.reachable = False
        self.asked = 0

    def known(self) -> AuthorizeResult:
        self.asked += 1
        if not self.reachable:
            raise SlackUnavailable("not now")
        return AuthorizeResult(enterprise_id=None, team_id="T1", team="Maison Lavande")


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    made = make_engine(f"sqlite:///{tmp_path / 'db.sqlite3'}")
    upgrade(made)
    yield made
    made.dispose()


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    path = tmp_path / "account.json"
    emails = [{"id": "e1", "position": 1, "delay": {"action": "signup", "amount": 0}}]
    entry = {"automation": {"id": "a1", "settings": {"title": "Welcome"}}, "emails": emails}
    path.write_text(json.dumps({"automations": [entry]}))
    return path


def test_the_workspace_is_learned_later_when_slack_is_away_at_first(
    tmp_path: Path, engine: Engine, bundle: Path
) -> None:
    identity, automations = Identity(), Automations(engine, None, "en")
    chosen = settings(tmp_path, journeydesk_bundle=(str(bundle), str(tmp_path / "no.json")))
    workspace = Workspace(chosen, identity, automations, Events(engine))
    workspace.prepare()
    assert workspace.id is None
    assert "asks again" in workspace.sentences[0]
    identity.reachable = True
    workspace.prepare()
    assert workspace.id == "T1"
    assert automations.count("T1") == 1
    assert "Maison Lavande" in workspace.sentences[0]
    assert "no.json" in workspace.sentences[1]
    workspace.prepare()
    assert identity.asked == 2


def test_requests_do_not_wait_for_one_that_is_loading(tmp_path: Path, engine: Engine) -> None:
    inside, go_on = threading.Event(), threading.Event()

    class Slow(Identity):
        def known(self) -> AuthorizeResult:
            inside.set()
            go_on.wait(PATIENCE)
            return AuthorizeResult(enterprise_id=None, team_id="T1")

    workspace = Workspace(
        settings(tmp_path), Slow(), Automations(engine, None, "en"), Events(engine)
    )
    first = threading.Thread(target=workspace.prepare)
    first.start()
    assert inside.wait(PATIENCE)
    workspace.prepare()
    assert workspace.id is None
    go_on.set()
    first.join()
    assert workspace.id == "T1"


@pytest.fixture
def wired(tmp_path: Path, bundle: Path) -> Iterator[Wired]:
    made = build(settings(tmp_path, journeydesk_bundle=(str(bundle),)), HandMade())
    yield made
    made.close()


def test_everything_is_wired_without_slack(wired: Wired) -> None:
    assert wired.workspace.id is None
    assert wired.automations.count("T1") == 0
    assert wired.bolt_app.process_before_response


@pytest.mark.parametrize("missing", ["slack_bot_token", "slack_signing_secret"])
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_missing_setting_is_a_sentence(tmp_path: Path, missing: str, language: str) -> None:
    told: list[str] = []
    chosen = settings(tmp_path, **{missing: None, "journeydesk_lang": language})
    assert serve(chosen, say=told.append, complain=told.append) == 2
    assert told[0].startswith(missing.upper())
    assert "journeydesk demo" in told[1]
    with pytest.raises(SettingMissing, match=missing.upper()):
        build(chosen, HandMade())


def test_a_taken_port_is_a_sentence(tmp_path: Path) -> None:
    told: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert serve(settings(tmp_path, port=port), told.append, told.append) == 1
    assert f"127.0.0.1:{port}" in told[0]


def test_an_unknown_host_is_a_sentence(tmp_path: Path) -> None:
    told: list[str] = []
    assert serve(settings(tmp_path, host="no.such.host.invalid"), told.append, told.append) == 1
    assert "no.such.host.invalid" in told[0]


def test_a_database_that_cannot_be_used_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "db.sqlite3").write_text("this is no database, and never was one " * 50)
    told: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    assert serve(settings(tmp_path, port=port), told.append, told.append) == 1
    (sentence,) = told
    assert "cannot be used: file is not a database. Check DATABASE_URL" in sentence


def test_the_bot_serves_and_stops_cleanly_on_sigterm(tmp_path: Path, bundle: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        **{k: v for k, v in os.environ.items() if not k.lower().endswith("_proxy")},
        "SLACK_BOT_TOKEN": "xoxb-1",
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_BASE_URL": NOWHERE,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "JOURNEYDESK_BUNDLE": str(bundle),
        "JOURNEYDESK_LANG": "en",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "serve"],
        cwd=tmp_path,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    try:
        assert process.stdout is not None
        seen = []
        for line in process.stdout:
            seen.append(line)
            if "Listening on" in line:
                break
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/health", timeout=30) as answer:
            assert json.load(answer)["database"] == "ok"
        process.send_signal(signal.SIGTERM)
        rest = process.stdout.read()
        assert process.wait(PATIENCE) == 0
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()
    shown = "".join(seen) + rest
    assert "The bot has stopped." in shown
    assert "Slack does not answer" in shown
    assert not re.search(r"Traceback|xoxb-1|" + SECRET, shown)


def test_small_answers_are_not_held_back() -> None:
    async def accepted() -> int:
        found: asyncio.Future[int] = asyncio.get_running_loop().create_future()

        def came(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            taken = writer.get_extra_info("socket")
            found.set_result(taken.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))

        with listen("127.0.0.1", 0) as listener:
            async with await asyncio.start_server(came, sock=listener):
                host, port = listener.getsockname()
                _, writer = await asyncio.open_connection(host, port)
                told = await found
                writer.close()
        return told

    assert asyncio.run(accepted())
