import json
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from bot.doctor import doctor
from bot.findings import Line
from bot.playground.mailchimp import Mailchimp, SimulatedAccount, make_app, served
from bot.settings import Settings
from bot.store.engine import make_engine, writing
from bot.store.keys import open_database
from bot.store.migrate import downgrade, head, upgrade
from bot.store.repositories import SecretRepository, WorkspaceRepository
from bot.store.secrets import new_key
from bot.web.server import free_port
from converter.report.model import Language
from intents.building import Encoders
from tests.databases import NewDatabase

LANGUAGES: tuple[Language, ...] = ("en", "fr")


@pytest.fixture(autouse=True)
def no_encoders(monkeypatch: pytest.MonkeyPatch) -> None:
    """What the matcher works with takes seconds to look at and has tests of its own."""
    monkeypatch.setattr("bot.doctor.status", lambda folder: [])
    monkeypatch.setattr("intents.building.encoders", lambda folder: Encoders(None, None))


@contextmanager
def slack(answer: dict[str, object]) -> Iterator[str]:
    """A server that gives every request this answer."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("content-length", 0)))
            body = json.dumps(answer).encode()
            self.send_response(200)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:
            """Nothing is printed."""

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/api/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def examine(tmp_path: Path, lang: Language = "en", **values: object) -> list[Line]:
    given: dict[str, object] = {
        "database_url": f"sqlite:///{tmp_path / 'db.sqlite3'}",
        "port": free_port(),
        "journeydesk_lang": lang,
        "journeydesk_cache": tmp_path / "cache",
        **values,
    }
    return doctor(Settings(_env_file=None, **given), lang)  # type: ignore[arg-type]


def the(lines: list[Line], part: str) -> Line:
    (line,) = [line for line in lines if part in line.text]
    return line


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_set_is_no_problem_and_says_what_works(tmp_path: Path, lang: Language) -> None:
    lines = examine(tmp_path, lang)
    assert {line.status for line in lines} == {"ok", "missing"}
    assert the(lines, "JOURNEYDESK_BUNDLE").status == "missing"
    assert the(lines, "JOURNEYDESK_PLAN").status == "missing"
    for name in ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET"):
        assert the(lines, name).status == "missing"
    assert "journeydesk demo" in lines[0].text
    assert not (tmp_path / "db.sqlite3").exists()


def test_both_languages_say_the_same_things(tmp_path: Path) -> None:
    english, french = (examine(tmp_path, lang) for lang in LANGUAGES)
    assert [line.status for line in english] == [line.status for line in french]
    assert all(e.text != f.text for e, f in zip(english, french, strict=True))


def test_slack_that_accepts_the_token(tmp_path: Path) -> None:
    with slack({"ok": True, "team": "Maison Lavande", "team_id": "T1"}) as base:
        lines = examine(tmp_path, slack_bot_token="xoxb-1", slack_api_base_url=base)
    assert the(lines, "Maison Lavande").status == "ok"


def test_slack_that_refuses_the_token(tmp_path: Path) -> None:
    with slack({"ok": False, "error": "invalid_auth"}) as base:
        lines = examine(tmp_path, slack_bot_token="xoxb-secret", slack_api_base_url=base)
    assert the(lines, "invalid_auth").status == "problem"
    assert not any("xoxb-secret" in line.text for line in lines)


def test_slack_that_cannot_be_reached(tmp_path: Path) -> None:
    base = f"http://127.0.0.1:{free_port()}/"
    lines = examine(tmp_path, slack_bot_token="xoxb-1", slack_api_base_url=base)
    assert the(lines, base).status == "problem"


def test_a_database_that_is_ready_or_old_or_broken(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3"
    engine = make_engine(f"sqlite:///{file}")
    with engine.connect():
        pass
    place = f"SQLite database sqlite:///{file}"
    assert "is empty" in the(examine(tmp_path), place).text
    upgrade(engine)
    assert (
        f"has the tables of this version (revision {head()})" in the(examine(tmp_path), place).text
    )
    downgrade(engine, "-1")
    engine.dispose()
    assert "brought up to date" in the(examine(tmp_path), place).text
    file.write_text("no database at all " * 100)
    assert the(examine(tmp_path), f"sqlite:///{file}").status == "problem"


def test_where_the_keys_are_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    file = tmp_path / "db.sqlite3.key"
    address = f"sqlite:///{tmp_path / 'db.sqlite3'}"
    line = the(examine(tmp_path), str(file))
    assert (line.status, file.exists()) == ("missing", False)
    engine = open_database(address)
    upgrade(engine)
    with writing(engine) as session:
        WorkspaceRepository(session, "T1").ensure()
        SecretRepository(session, "T1").put("token", SecretStr("s"), datetime.now(UTC))
    engine.dispose()
    assert the(examine(tmp_path), str(file)).status == "ok"
    file.chmod(0o644)
    assert "chmod 600" in the(examine(tmp_path), "Other users").text
    given = the(examine(tmp_path, journeydesk_keys=new_key()), "JOURNEYDESK_KEYS holds 1 key")
    assert given.status == "ok"
    file.unlink()
    assert the(examine(tmp_path), f"is gone: {file}").status == "problem"
    wrong = the(examine(tmp_path, journeydesk_keys=new_key()), "None of the keys")
    assert wrong.status == "problem"


def test_postgresql_needs_keys(tmp_path: Path, new_postgresql: NewDatabase) -> None:
    lines = examine(tmp_path, database_url=new_postgresql())
    assert the(lines, "The PostgreSQL database").status == "ok"
    assert the(lines, "JOURNEYDESK_KEYS is not set").status == "problem"


def test_a_database_elsewhere_is_named_without_its_password(tmp_path: Path) -> None:
    address = f"postgresql://user:hunter2@127.0.0.1:{free_port()}/x"
    lines = examine(tmp_path, database_url=address)
    assert the(lines, "DATABASE_URL").status == "problem"
    assert not any("hunter2" in line.text for line in lines)


def test_files_are_counted_and_what_is_broken_is_told(tmp_path: Path) -> None:
    emails = [{"id": "e1", "position": 1, "delay": {"action": "signup", "amount": 0}}]
    good = {"automation": {"id": "a1", "settings": {"title": "Welcome"}}, "emails": emails}
    (tmp_path / "good.json").write_text(json.dumps({"automations": [good, 7]}))
    (tmp_path / "bad.json").write_text("{")
    parts = tuple(str(tmp_path / name) for name in ("good.json", "bad.json", "none.json"))
    lines = examine(tmp_path, journeydesk_bundle=parts)
    counted = [line for line in lines if "good.json" in line.text]
    assert [line.status for line in counted] == ["ok", "problem"]
    assert "2 automations" in counted[0].text
    assert the(lines, "bad.json").status == "problem"
    assert the(lines, "none.json").status == "problem"


def test_a_taken_port_is_a_problem_and_a_plan_is_named(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        lines = examine(tmp_path, port=port, journeydesk_plan="payg")
    assert the(lines, f":{port}").status == "problem"
    assert the(lines, "Essentials").status == "ok"


def test_without_a_key_of_mailchimp_nothing_is_wrong(tmp_path: Path) -> None:
    assert the(examine(tmp_path), "JOURNEYDESK_MAILCHIMP_KEY").status == "missing"


def test_a_key_of_mailchimp_is_tried(tmp_path: Path) -> None:
    account = SimulatedAccount({"account": {"account_name": "Maison Lavande"}})
    mailchimp = Mailchimp({"0123-us6": account})
    with served(make_app(mailchimp)) as url:
        given: dict[str, Any] = {
            "journeydesk_mailchimp_key": "0123-us6",
            "mailchimp_base_url": f"{url}/3.0/",
        }
        assert the(examine(tmp_path, **given), "Maison Lavande").status == "ok"
        mailchimp.accounts.clear()
        assert the(examine(tmp_path, **given), "API key").status == "problem"


def test_socket_mode_needs_no_signing_secret(tmp_path: Path) -> None:
    lines = examine(tmp_path, slack_app_token="xapp-1", slack_signing_secret=None)
    assert the(lines, "SLACK_APP_TOKEN").status == "ok"
    assert [one for one in lines if one.text.startswith("SLACK_SIGNING_SECRET")] == []


@pytest.mark.parametrize("role", ["all", "receiver", "worker"])
def test_a_role_that_the_database_does_not_allow_is_a_problem(tmp_path: Path, role: str) -> None:
    line = the(examine(tmp_path, journeydesk_role=role), "JOURNEYDESK_ROLE")
    assert line.status == ("ok" if role == "all" else "problem")
