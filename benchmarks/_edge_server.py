"""The servers that the bot is compared with: ``python -m benchmarks._edge_server KIND PORT``.

All but the last verify every signature. ``bare`` and ``ours`` answer the slash command /empty with
an empty acknowledgement; ``threads`` answers questions as Bolt's tutorials do: acknowledged at
once, done in a thread, kept nowhere; ``deaf`` acknowledges whatever comes.
"""

import logging
import sys
from collections.abc import Callable
from typing import Any

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.app import build
from bot.services import cache
from bot.services.answers import Answers
from bot.settings import load_settings
from bot.web.memory import settle


def empty(ack: Callable[[], None]) -> None:
    ack()


def bare() -> ASGIApp:
    """Bolt behind its own Starlette adapter, and nothing else."""
    settings = load_settings(None)
    assert settings.slack_signing_secret is not None
    app = App(
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1"),
        process_before_response=True,
    )
    app.command("/empty")(empty)
    return _served(app)


def threads() -> ASGIApp:
    """Bolt as it is without ``process_before_response``, with the bot's matcher and answers."""
    settings = load_settings(None)
    assert settings.slack_signing_secret is not None
    assert settings.slack_bot_token is not None
    token = settings.slack_bot_token.get_secret_value()
    answers = Answers((), cache.folder())
    answers.warm()
    app = App(
        signing_secret=settings.slack_signing_secret.get_secret_value(),
        client=WebClient(token, base_url=settings.slack_api_base_url),
        authorize=lambda: AuthorizeResult(enterprise_id=None, team_id="T1", bot_token=token),
        ignoring_self_events_enabled=False,
    )

    def answer(event: dict[str, Any], client: WebClient) -> None:
        if event.get("bot_id"):
            return
        found = answers.match("T1", event["text"], fallback="en")
        told = answers.entry("T1", found.topic, found.language) if found.topic else None
        client.chat_postMessage(channel=event["channel"], text=told.short if told else "?")

    app.event("message")(answer)
    return _served(app)


def deaf() -> ASGIApp:
    """Acknowledges everything and does nothing."""

    async def endpoint(_request: Request) -> Response:
        return Response()

    return Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])


def _served(app: App) -> ASGIApp:
    handler = SlackRequestHandler(app)

    async def endpoint(request: Request) -> Response:
        return await handler.handle(request)

    return Starlette(routes=[Route("/slack/events", endpoint, methods=["POST"])])


def ours() -> ASGIApp:
    """The whole bot as it is served, with the same listener in front of its own."""
    wired = build(load_settings(None), Answers((), cache.folder()))
    wired.bolt_app.command("/empty")(empty)
    # Bolt takes the first listener that matches, and the bot's own takes every command.
    listeners = wired.bolt_app._listeners
    listeners.insert(0, listeners.pop())
    return wired.asgi


def main(kind: str, port: int) -> None:
    logging.basicConfig(level=logging.WARNING)
    logging.getLogger("bot.slack.bolt").setLevel(logging.WARNING)
    app = {"bare": bare, "ours": ours, "threads": threads, "deaf": deaf}[kind]()
    settle()
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
