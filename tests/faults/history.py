"""Unfinished work as it was stored: written by ``python -m tests.faults.record_history``."""

import json
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sqlalchemy import select

from bot.playground.driver import LocalSlack
from bot.playground.records import Message
from bot.store.engine import make_engine, writing
from bot.store.models import EVERY_WORKSPACE, InboxRow, OutboxRow
from bot.store.secrets import SecretBox, give
from bot.work.sqlite import work_file

FILE = Path(__file__).parent.parent / "data" / "histories" / "version-1.json"

Case = Mapping[str, Any]


def dump(address: str, key: str, slack: LocalSlack, cases: Sequence[Case]) -> None:
    """Both databases as SQL, what stands in Slack, and what every case is about."""
    files = {"application": Path(address.removeprefix("sqlite:///")), "work": work_file(address)}
    content = {
        "slack": slack.url,
        "key": key,
        "cases": cases,
        "messages": slack.call(
            lambda: [
                asdict(one)
                for channel in slack.slack.workspace.channels.values()
                for one in channel.messages
            ]
        ),
        **{name: _statements(Path(str(file))) for name, file in files.items()},
    }
    FILE.parent.mkdir(parents=True, exist_ok=True)
    FILE.write_text(json.dumps(content, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def load(folder: Path, slack: LocalSlack) -> tuple[str, str, list[Case]]:
    """Make it anew beside another local Slack: address, key, and the cases."""
    content = json.loads(FILE.read_text(encoding="utf-8"))
    address = f"sqlite:///{folder / 'history.sqlite3'}"
    for name, file in (("application", folder / "history.sqlite3"), ("work", work_file(address))):
        with sqlite3.connect(str(file)) as connection:
            connection.executescript("\n".join(content[name]))
            if name == "work":
                # The clearing up of that night is due long since, and no concern of the test.
                connection.execute(
                    "DELETE FROM workflow_status WHERE workflow_uuid LIKE 'forget:%'"
                )
    engine = make_engine(address)
    give(engine, SecretBox([content["key"]]))
    with writing(engine) as session:
        # Addresses of Slack's that the work holds: this one stands elsewhere.
        for kept in session.scalars(select(InboxRow), execution_options=EVERY_WORKSPACE):
            kept.body = kept.body.replace(content["slack"], slack.url)
        for parcel in session.scalars(select(OutboxRow), execution_options=EVERY_WORKSPACE):
            if parcel.address:
                parcel.address = parcel.address.replace(content["slack"], slack.url)
    engine.dispose()
    for one in content["messages"]:
        _put(slack, Message(**one))
    return address, content["key"], content["cases"]


def _put(slack: LocalSlack, message: Message) -> None:
    def put() -> None:
        workspace = slack.slack.workspace
        if message.channel.startswith("D"):
            workspace.dm(f"U{message.channel[1:]}")
        workspace.channels[message.channel].messages.append(message)

    slack.call(put)


def _statements(file: Path) -> list[str]:
    with sqlite3.connect(file) as connection:
        return list(connection.iterdump())
