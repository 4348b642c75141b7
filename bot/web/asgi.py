"""The ASGI application: POST /slack/events and GET /health; anything else is 404 or 405."""

import logging
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import PackageNotFoundError, version

from anyio import to_thread
from slack_bolt import App
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.web.bridge import Bridge, _nothing
from bot.web.guard import Guard

log = logging.getLogger(__name__)

HealthProbe = Callable[[], bool]
"""Whether the database answers; called in a thread, and may raise."""


def build_asgi(
    bolt_app: App,
    database_ok: HealthProbe,
    signing_secret: str,
    *,
    prepare: Callable[[], None] = _nothing,
    now: Callable[[], float] = time.time,
) -> Starlette:
    """The edge in front of a Bolt app.

    ``bolt_app`` should be made with ``request_verification_enabled=False``: the guard verifies.
    ``prepare`` runs before each request that Slack signed, in its thread. ``now`` is Unix time.
    """
    bridge = Bridge(bolt_app, prepare)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await to_thread.run_sync(bridge.close)

    async def health(_request: Request) -> JSONResponse:
        ok = await to_thread.run_sync(_probe, database_ok)
        content = {
            "status": "ok" if ok else "degraded",
            "version": bot_version(),
            "database": "ok" if ok else "unreachable",
        }
        return JSONResponse(content, status_code=200 if ok else 503)

    app = Starlette(
        lifespan=lifespan,
        routes=[
            Route("/slack/events", Guard(bridge, signing_secret, now), methods=["POST"]),
            Route("/health", health, methods=["GET"]),
        ],
    )
    app.router.redirect_slashes = False
    return app


def bot_version() -> str:
    try:
        return version("journeydesk")
    except PackageNotFoundError:
        return "unknown"


def _probe(database_ok: HealthProbe) -> bool:
    try:
        return database_ok()
    except Exception:
        log.exception("the database does not answer")
        return False
