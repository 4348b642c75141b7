"""What the edge answers besides signed requests, and what it logs."""

import asyncio
import io
import json
import logging
import threading
from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette

from bot.web.asgi import build_asgi, build_health
from bot.web.logs import configure_logging
from tests.waiting import PATIENCE
from tests.web.edge_parts import (
    COMMAND,
    EVENT,
    FORM,
    SECRET,
    bolt_app,
    call,
    edge,
    form,
    headers_for,
    post,
    raw,
)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/slack/events", 405),
        ("PUT", "/slack/events", 405),
        ("POST", "/health", 405),
        ("GET", "/", 404),
        ("POST", "/slack/events/", 404),
        ("POST", "/slack", 404),
        ("GET", "/docs", 404),
    ],
)
def test_nothing_else_is_there(asgi: Starlette, method: str, path: str, status: int) -> None:
    assert raw(asgi, [], b"", method=method, path=path).status == status


def test_health_tells_version_and_database_and_nothing_else(app: App) -> None:
    reply = raw(edge(app), [], method="GET", path="/health")
    assert reply.status == 200
    assert set(reply.json()) == {"status", "version", "database", "work"}
    assert reply.json()["database"] == "ok"


def test_health_says_when_the_database_is_gone(app: App) -> None:
    def broken() -> bool:
        raise OSError("postgresql://user:hunter2@server")

    asgi = build_asgi(app, broken, SECRET, keep=lambda _payload: False)
    reply = raw(asgi, [], method="GET", path="/health")
    assert (reply.status, reply.json()["database"]) == (503, "unreachable")
    assert b"hunter2" not in reply.body


def test_health_says_when_work_is_stuck(app: App) -> None:
    reply = raw(edge(app, work_ok=lambda: False), [], method="GET", path="/health")
    assert (reply.status, reply.json()["work"]) == (503, "stuck")
    assert reply.json()["database"] == "ok"


def test_a_worker_answers_on_health_and_nowhere_else() -> None:
    asgi = build_health(lambda: True, lambda: True)
    assert raw(asgi, [], method="GET", path="/health").status == 200
    assert raw(asgi, [], b"{}").status == 404


def test_no_log_line_holds_a_body(app: App) -> None:
    stream = io.StringIO()
    kept = logging.root.handlers[:], logging.root.level
    configure_logging(stream)
    try:
        secret_word = "Project-Nightingale"
        asgi = edge(app)
        body = form(**{**COMMAND, "text": secret_word})
        raw(asgi, headers_for(body, FORM, secret="other"), body)
        post(asgi, form(**{**COMMAND, "command": "/other", "text": secret_word}), FORM)
        unheard = {**EVENT, "event": {"type": "message", "text": secret_word}}
        post(asgi, json.dumps(unheard).encode())
        suggestion = {
            "type": "block_suggestion",
            "action_id": "a",
            "block_id": "b",
            "value": secret_word,
            "user": {"id": "U1"},
            "team": {"id": "T1"},
        }
        post(asgi, form(payload=json.dumps(suggestion)), FORM)
        post(asgi, b'{"type": "' + secret_word.encode())
        logging.getLogger("slack_bolt.RequestVerification").info(
            "Invalid request signature detected (body: %s)", secret_word
        )
        logging.getLogger("bot.slack.bolt").warning("Unhandled request (%s)", secret_word)
        logging.getLogger("slack_sdk.web.base_client").debug("Sending %s", secret_word)
        logging.getLogger("sqlalchemy.engine.Engine").info("INSERT … %s", secret_word)
        logging.getLogger("httpx").info("HTTP Request: POST %s", secret_word)
        logging.getLogger("bot").info("our own line")
    finally:
        logging.root.handlers[:], logging.root.level = kept
        logging.getLogger("bot.slack.bolt").setLevel(logging.NOTSET)
    assert secret_word not in stream.getvalue()
    assert "our own line" in stream.getvalue()
    assert "Unhandled request (content left out)" in stream.getvalue()
    assert "refused a request: 401 invalid_signature" in stream.getvalue()


def test_listeners_run_in_threads_beside_each_other() -> None:
    made = bolt_app()
    both = threading.Barrier(2, timeout=PATIENCE)

    @made.command("/convert")
    def convert(ack: Callable[..., None]) -> None:
        both.wait()
        ack("met")

    asgi = edge(made)
    body = form(**COMMAND)

    async def two() -> list[Any]:
        headers = headers_for(body, FORM)
        return await asyncio.gather(*(call(asgi, headers=headers, parts=[body]) for _ in "ab"))

    assert [reply.body for reply in asyncio.run(two())] == [b"met", b"met"]


def test_prepare_runs_before_what_slack_signed_and_only_then(app: App) -> None:
    ran: list[int] = []
    asgi = edge(app, prepare=lambda: ran.append(1))
    body = form(**COMMAND)
    raw(asgi, headers_for(body, FORM, secret="other"), body)
    raw(asgi, [], method="GET", path="/health")
    assert ran == []
    post(asgi, body, FORM)
    assert ran == [1]


def test_an_app_that_answers_before_it_works_is_refused() -> None:
    lazy = App(
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1"), signing_secret="x"
    )
    with pytest.raises(ValueError, match="before it responds"):
        edge(lazy)


def test_an_error_handler_that_fails_itself_is_answered(
    app: App, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(error: Exception) -> None:
        raise LookupError("the handler itself")

    app.error(broken)
    body = {**EVENT, "event": {**EVENT["event"], "text": "fail"}}
    reply = post(edge(app), json.dumps(body).encode())
    assert (reply.status, reply.body) == (500, b"")
    assert "the handler itself" in caplog.text
