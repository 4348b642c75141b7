"""Nothing that comes from outside ends in a 5xx: thousands of requests, signed and not."""

import asyncio
import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote_plus

import pytest
from slack_bolt import App
from starlette.applications import Starlette

from bot.demo.run import SAMPLE
from bot.playground.driver import LocalSlack
from bot.services.automations import Automations
from bot.services.events import Events
from bot.services.talk import Talk
from bot.slack.app import build_app
from bot.slack.identity import BotIdentity
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from tests.talk_answers import HandMade
from tests.web.edge_parts import COMMAND, FORM, JSON, NOW, bolt_app, call, edge, headers_for

ROUNDS = 4000
BODIES: tuple[dict[str, Any], ...] = (
    {"type": "url_verification", "challenge": "c"},
    {
        "type": "event_callback",
        "team_id": "T1",
        "event_id": "Ev1",
        "authorizations": [{"team_id": "T1", "user_id": "U1", "is_bot": True}],
        "event": {
            "type": "message",
            "user": "U1",
            "channel": "D1",
            "channel_type": "im",
            "ts": "1.1",
            "text": "hello",
            "blocks": [{"type": "section"}],
            "message": {"user": "U1", "text": "x", "ts": "1.1"},
        },
    },
    {
        "type": "block_actions",
        "user": {"id": "U1", "team_id": "T1"},
        "team": {"id": "T1"},
        "channel": {"id": "C1"},
        "container": {"type": "message"},
        "response_url": "http://127.0.0.1:9/",
        "trigger_id": "1.1",
        "actions": [{"type": "button", "action_id": "a", "block_id": "b", "value": "1"}],
        "message": {"ts": "1.1", "user": "UB"},
    },
    {
        "type": "view_submission",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "v",
            "private_metadata": "{}",
            "state": {"values": {"b": {"a": {"type": "plain_text_input", "value": "x"}}}},
        },
    },
    {
        "type": "block_suggestion",
        "user": {"id": "U1"},
        "team": {"id": "T1"},
        "action_id": "a",
        "block_id": "b",
        "value": "we",
    },
)
ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, "", "x", "\x00", "é🙂", "/convert", [], {}, [[]], [None], {"id": 5},
    {"id": None}, {"type": []}, "x" * 3000, "<!channel>", [{"id": "U1"}], {"a": {"b": {"c": 1}}},
)  # fmt: skip


def listening_app() -> App:
    """Listeners that look where real ones look."""
    app = bolt_app()
    app.command("/convert")(lambda ack, body: ack(body["text"] + body["user_id"]))
    app.event("message")(lambda event, context: f"{event.get('text', '')}{context.user_id}")
    app.action("a")(lambda ack, action: ack())
    app.view("v")(lambda ack, view: ack())
    app.options("a")(lambda ack, payload: ack(options=[]))
    return app


def spoil(random_: random.Random, value: Any) -> Any:
    """The value with one thing changed somewhere inside it."""
    if isinstance(value, dict) and value and random_.random() < 0.85:
        key = random_.choice(list(value))
        changed = dict(value)
        if random_.random() < 0.2:
            del changed[key]
        else:
            changed[key] = spoil(random_, value[key])
        return changed
    if isinstance(value, list) and value and random_.random() < 0.7:
        return [spoil(random_, value[0]), *value[1:]]
    return random_.choice(ODD)


def request(random_: random.Random) -> tuple[bytes, str]:
    kind = random_.randrange(6)
    if kind == 0:
        return random_.randbytes(random_.randrange(200)), random_.choice((JSON, FORM, "", "x"))
    if kind == 1:
        fields = {**COMMAND, random_.choice(list(COMMAND)): random_.choice(("", "\x00", "%", "é"))}
        body = "&".join(f"{k}={quote_plus(v)}" for k, v in fields.items()).encode()
        return (body, FORM) if random_.random() < 0.5 else (cut(random_, body), FORM)
    chosen = random_.choice(BODIES)
    for _ in range(random_.randrange(1, 4)):
        chosen = spoil(random_, chosen)
    text = json.dumps(chosen)
    if kind == 2:
        return cut(random_, text.encode()), JSON
    if kind < 5:
        return f"payload={quote_plus(text)}".encode(), FORM
    return text.encode(), JSON


def cut(random_: random.Random, body: bytes) -> bytes:
    at = random_.randrange(len(body) + 1)
    return body[:at] + random_.randbytes(random_.randrange(3)) + body[at + random_.randrange(3) :]


def headers(random_: random.Random, body: bytes, content_type: str) -> list[tuple[Any, Any]]:
    made: list[tuple[Any, Any]] = list(headers_for(body, content_type))
    if random_.random() < 0.25:
        place = random_.randrange(len(made))
        made[place] = (made[place][0].encode(), random_.randbytes(random_.randrange(40)))
    if random_.random() < 0.05:
        made.pop(random_.randrange(len(made)))
    if random_.random() < 0.05:
        made.append(("content-length", random_.choice(("", "-1", "x", "99999999", "1" * 50))))
    return made


async def storm(
    asgi: Starlette, seed: int, rounds: int, asked_again: int | None = None
) -> Counter[int]:
    """``asked_again``: the status with which Slack is asked to send a well-formed event again."""
    random_ = random.Random(seed)
    statuses: Counter[int] = Counter()
    for _ in range(rounds):
        body, content_type = request(random_)
        reply = await call(asgi, headers=headers(random_, body, content_type), parts=[body])
        assert reply.status < 500 or reply.status == asked_again, (body, reply.status)
        statuses[reply.status] += 1
    return statuses


@pytest.fixture
def the_bot(tmp_path: Path) -> Iterator[App]:
    """The bot's own listeners, with a Slack that answers and an account to find things in."""
    engine = make_engine(f"sqlite:///{tmp_path / 'db.sqlite3'}")
    upgrade(engine)
    automations = Automations(engine, None, "en")
    with LocalSlack() as slack:
        identity = BotIdentity(token=slack.bot_token, base_url=slack.api_base_url)
        automations.load(str(identity.known().team_id), [SAMPLE])
        yield build_app(
            token=slack.bot_token,
            signing_secret="the guard has another",
            base_url=slack.api_base_url,
            automations=automations,
            events=Events(engine),
            talk=Talk(engine, HandMade()),
            default_language="en",
            identity=identity,
            verify_signatures=False,
        )
    engine.dispose()


def test_the_bots_own_listeners_are_not_brought_down(the_bot: App) -> None:
    statuses = asyncio.run(storm(edge(the_bot), 7, 1500, asked_again=503))
    assert statuses[200] > 15


def test_thousands_of_odd_requests_never_end_in_a_5xx() -> None:
    statuses = asyncio.run(storm(edge(listening_app()), int(NOW), ROUNDS))
    assert sum(statuses.values()) == ROUNDS
    assert statuses[400] > ROUNDS / 10
    assert statuses[401] > ROUNDS / 10
    assert statuses[200] > ROUNDS / 50
