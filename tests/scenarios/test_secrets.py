"""No secret reaches the log or the terminal, with every logger at DEBUG, whatever goes wrong."""

import io
import logging
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from urllib.parse import urlencode
from urllib.request import Request, urlopen

import pytest
from sqlalchemy import text

from bot.app import Wired
from bot.doctor import doctor
from bot.playground.driver import LocalSlack
from bot.playground.errors import Refused
from bot.playground.faults import ApiFault
from bot.playground.player import Player
from bot.settings import Settings
from bot.store.engine import writing
from bot.store.journal import journal_file
from bot.store.secrets import new_key
from bot.web.logs import configure_logging
from bot.web.serve import serve
from tests.scenarios.account import account, write
from tests.scenarios.bot import served
from tests.talk_answers import HandMade

PLACE = "#marketing"
WHICH = "Which plan do I need for customer journeys?"
PASSWORD = "hunter2-of-the-database"
WRITTEN = "Project-Nightingale"
"""Stands in what people write, which belongs into the log as little as a secret."""


class Heard:
    """What the bot wrote, to its log and to the terminal."""

    def __init__(self, capfd: pytest.CaptureFixture[str]) -> None:
        self.log = io.StringIO()
        self._capfd = capfd

    def text(self) -> str:
        out, err = self._capfd.readouterr()
        return self.log.getvalue() + out + err


@contextmanager
def debugging(stream: io.StringIO) -> Iterator[None]:
    """The bot's own logging, then every logger turned up as far as it goes."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    names = [name for name in logging.root.manager.loggerDict if not name.startswith("hypothesis")]
    levels = {name: logging.getLogger(name).level for name in names}
    configure_logging(stream)
    for name in ["", *names]:
        logging.getLogger(name).setLevel(logging.DEBUG)
    try:
        yield
    finally:
        root.handlers[:] = handlers
        root.setLevel(level)
        for name in names:
            logging.getLogger(name).setLevel(levels[name])


@pytest.fixture
def heard(capfd: pytest.CaptureFixture[str]) -> Iterator[Heard]:
    heard = Heard(capfd)
    with debugging(heard.log):
        yield heard


def secrets_of(slack: LocalSlack) -> list[str]:
    addresses = list(slack.slack.workspace.response_urls)
    assert addresses, "no response_url was ever given out"
    return [slack.bot_token, slack.signing_secret, WRITTEN, *addresses]


def leaked(said: str, secrets: list[str]) -> list[str]:
    """The lines that hold one."""
    return [line for line in said.splitlines() if any(secret in line for secret in secrets)]


def everyday(ana: Player, ben: Player) -> None:
    """What people do, once."""
    ana.opens_home()
    ana.says(f"convert Bienvenue newsletter {WRITTEN}")
    ana.runs("/convert Bienvenue newsletter", PLACE)
    ana.runs(f"/convert {WRITTEN}", PLACE)
    ana.runs(f"/faq {WHICH} {WRITTEN}", PLACE)
    asked = ben.mentions(f"{WHICH} {WRITTEN}", PLACE)
    ben.edits(asked, f"@journeydesk How many points may I have? {WRITTEN}")
    ben.says(f"{WHICH} {WRITTEN}")
    for button in ("More", "Share", "open_points"):
        try_to(ben, button)
        try_to(ana, button)
    ben.deletes(asked)


def try_to(person: Player, button: str) -> None:
    # While something goes wrong, not every message and button is there.
    with suppress(LookupError, Refused):
        person.clicks(button)


@contextmanager
def running(tmp_path: Path) -> Iterator[tuple[LocalSlack, Wired]]:
    bundle = write(account(), tmp_path / "account.json")
    # What waits for a Slack that never answers is not waited for.
    with (
        LocalSlack() as slack,
        served(slack, tmp_path, bundle, settle=lambda bot: bot.work.wait_idle(0.5)) as wired,
    ):
        yield slack, wired


def test_while_all_goes_well(tmp_path: Path, heard: Heard) -> None:
    with running(tmp_path) as (slack, _):
        everyday(slack.person("ana"), slack.person("ben"))
        slack.wait_idle()
        logging.getLogger("bot.here").debug("this is heard")
        said, secrets = heard.text(), secrets_of(slack)

    assert "this is heard" in said
    assert leaked(said, secrets) == []


@pytest.mark.parametrize(
    ("fault", "method"), [("close_after", "chat.*"), ("close_after", "users.info"), ("refuse", "*")]
)
def test_while_slack_fails_or_refuses(
    tmp_path: Path, heard: Heard, fault: ApiFault, method: str
) -> None:
    with running(tmp_path) as (slack, _):
        slack.faults.api(fault, method=method, code="invalid_auth")
        everyday(slack.person("ana"), slack.person("ben"))
        slack.wait_idle()
        said, secrets = heard.text(), secrets_of(slack)

    assert leaked(said, secrets) == []


def test_while_the_database_fails(tmp_path: Path, heard: Heard) -> None:
    with running(tmp_path) as (slack, wired):
        everyday(slack.person("ana"), slack.person("ben"))
        with writing(wired.engine) as session:
            connection = session.connection()
            tables = connection.execute(
                text("SELECT name FROM sqlite_master WHERE type = 'table'")
            ).scalars()
            for name in list(tables):
                if not name.startswith(("sqlite_", "alembic")):
                    connection.execute(text(f"ALTER TABLE {name} RENAME TO broken_{name}"))
        journal = journal_file(Path(str(wired.engine.url.database)))
        with closing(sqlite3.connect(journal, timeout=60)) as kept:
            kept.execute("ALTER TABLE deliveries RENAME TO broken_deliveries")
        everyday(slack.person("ana"), slack.person("ben"))
        slack.wait_idle()
        said, secrets = heard.text(), secrets_of(slack)

    assert "could not be kept: OperationalError" in said
    assert leaked(said, secrets) == []


def test_what_comes_from_elsewhere(tmp_path: Path, heard: Heard) -> None:
    with running(tmp_path) as (slack, _):
        slack.person("ana").runs("/convert", PLACE)
        body = urlencode({"text": WRITTEN, "token": slack.bot_token}).encode()
        url = str(slack.slack.dispatcher.url)
        for signature in ("v0=0", slack.signing_secret):
            headers = {"X-Slack-Request-Timestamp": "1", "X-Slack-Signature": signature}
            with pytest.raises(OSError, match="401"):
                urlopen(Request(url, body, headers))
        said, secrets = heard.text(), secrets_of(slack)

    assert "refused a request: 401" in said
    assert leaked(said, secrets) == []


@pytest.mark.parametrize(
    "address",
    [
        f"postgresql://bot:{PASSWORD}@127.0.0.1:9/journeydesk",
        f"postgresql://bot:{PASSWORD}@no.such.host.invalid/journeydesk",
        f"postgresql://bot:{PASSWORD}@127.0.0.1:9/journeydesk?nonsense=1",
    ],
)
def test_a_database_that_does_not_answer(
    heard: Heard, monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    # The matcher has no secrets and takes seconds to load.
    monkeypatch.setattr("bot.web.serve.Answers", lambda *_: HandMade())
    monkeypatch.setattr("bot.doctor._matching", lambda *_: [])
    settings = Settings.model_validate(
        {
            "slack_bot_token": "xoxb-very-secret",
            "slack_signing_secret": "also-very-secret",
            "slack_api_base_url": "http://127.0.0.1:9/",
            "database_url": address,
            "journeydesk_keys": new_key(),
            "journeydesk_lang": "en",
        }
    )

    assert serve(settings, print, print) == 1
    print(*doctor(settings, "en"))
    print(f"{settings!r} {settings} {settings.model_dump()} {settings.model_dump_json()}")
    said = heard.text()

    assert "cannot be used" in said
    assert leaked(said, [PASSWORD, "xoxb-very-secret", "also-very-secret"]) == []
