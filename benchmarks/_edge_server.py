"""The servers that benchmarks/edge.py compares: ``python -m benchmarks._edge_server KIND PORT``.

Both answer the slash command /empty with an empty acknowledgement and verify every signature.
"""

import logging
import sys
from collections.abc import Callable

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette import SlackRequestHandler
from slack_bolt.authorization import AuthorizeResult
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import ASGIApp

from bot.app import build
from bot.services import cache
from bot.services.answers import Answers
from bot.settings import load_settings
from bot.web.server import settle_memory


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
    app = bare() if kind == "bare" else ours()
    settle_memory()
    uvicorn.run(app, host="127.0.0.1", port=port, log_level="warning", access_log=False)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
