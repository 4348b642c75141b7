"""No token and no key shows: not in the log at DEBUG, not in Slack, not in clear in a database."""

import io
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.services.connections import Connections
from bot.store.keys import open_database
from tests.scenarios.bot import TEAM
from tests.scenarios.connecting.town import CLIENT, KEY, OAUTH, PLACE, Town, town_of
from tests.scenarios.test_secrets import debugging, leaked


@pytest.fixture
def log() -> Iterator[io.StringIO]:
    stream = io.StringIO()
    with debugging(stream):
        yield stream


def stored(folder: Path) -> bytes:
    """Every byte of every database, but for the keys."""
    files = [one for one in folder.iterdir() if one.is_file() and one.suffix != ".key"]
    assert len(files) > 1
    return b"".join(one.read_bytes() for one in files)


def shown(town: Town) -> str:
    """Everything that stands in Slack, for everybody in it."""
    said = [
        town.slack.transcript(room, seen_by=town.slack.person(name))
        for name in ("ana", "ben", "chloe")
        for room in (PLACE, "dm")
    ]
    homes = [town.slack.home_transcript(seen_by=town.slack.person(name)) for name in ("ana", "ben")]
    return "\n".join([*said, *homes])


def test_of_oauth(tmp_path: Path, log: io.StringIO) -> None:
    with town_of(tmp_path, **OAUTH) as town:
        ben = town.slack.person("ben")
        link, browser = town.link(ben), town.browser()
        town.allow(link, browser)
        town.settle()
        ben.opens_home()
        (token,) = town.login.tokens
        state = link.partition("state=")[2]
        secrets = [token, CLIENT["client_secret"], state, *town.login.codes]
        kept = Connections(town.wired.engine).open(TEAM)
        assert kept is not None
        assert kept.secret.get_secret_value() == token
        assert token not in f"{kept!r} {kept} {kept.model_dump_json()}"
        logging.getLogger("bot.here").debug("this is heard")
        said = log.getvalue()
        in_slack, on_disk = shown(town), stored(tmp_path)

    assert "this is heard" in said
    assert leaked(said, secrets) == []
    for secret in (token, CLIENT["client_secret"], *town.login.codes):
        assert secret not in in_slack
        assert secret.encode() not in on_disk


def test_of_a_key(tmp_path: Path, log: io.StringIO) -> None:
    with town_of(tmp_path) as town:
        ben = town.slack.person("ben")
        wrong = KEY.replace("0", "9")
        for key in (wrong, KEY):
            ben.runs("/convert connect", PLACE)
            ben.clicks("account_paste")
            ben.submits({"key": key})
        town.settle()
        ben.runs(f"/convert connect {KEY}", PLACE)
        ben.runs(f"/faq is {KEY} a key?", PLACE)
        assert town.connected()
        said, in_slack = log.getvalue(), shown(town)
        ben.says(f"my key is {KEY}")
        said += log.getvalue()
        on_disk = stored(tmp_path)
        file = tmp_path / "bot.sqlite3"

    for key in (KEY, wrong):
        assert leaked(said, [key, key.partition("-")[0]]) == []
        assert key not in in_slack
        assert key.partition("-")[0].encode() not in on_disk
    engine = open_database(f"sqlite:///{file}")
    again = Connections(engine).open(TEAM)
    engine.dispose()
    assert again is not None
    assert again.secret.get_secret_value() == KEY
    assert KEY not in json.dumps(again.connection.model_dump(mode="json"))
