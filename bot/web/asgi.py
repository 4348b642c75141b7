"""The ASGI applications: POST /slack/events, GET /health and what stands beside them; anything else
is 404 or 405."""

import logging
import time
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager

from anyio import to_thread
from slack_bolt import App
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from bot.version import bot_version
from bot.web.bridge import Bridge, Keep, nothing
from bot.web.guard import Guard

log = logging.getLogger(__name__)

HealthProbe = Callable[[], bool]
"""Whether something works; called in a thread, and may raise."""


def _works() -> bool:
    return True


def build_asgi(
    bolt_app: App,
    database_ok: HealthProbe,
    signing_secret: str,
    *,
    keep: Keep,
    work_ok: HealthProbe = _works,
    prepare: Callable[[], None] = nothing,
    now: Callable[[], float] = time.time,
    beside: Sequence[Route] = (),
) -> Starlette:
    """The edge in front of a Bolt app.

    ``bolt_app`` should be made with ``request_verification_enabled=False``: the guard verifies.
    ``keep`` takes in what is work, and ``work_ok`` tells whether that gets on. ``prepare`` runs
    before each request that Slack signed, in its thread. ``now`` is Unix time. ``beside``: routes
    of others than Slack, which look after who comes themselves.
    """
    bridge = Bridge(bolt_app, keep, prepare)

    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await to_thread.run_sync(bridge.close)

    app = Starlette(
        lifespan=lifespan,
        routes=[
            Route("/slack/events", Guard(bridge, signing_secret, now), methods=["POST"]),
            _health(database_ok, work_ok),
            *beside,
        ],
    )
    app.router.redirect_slashes = False
    return app


def build_health(
    database_ok: HealthProbe, work_ok: HealthProbe, *, beside: Sequence[Route] = ()
) -> Starlette:
    """GET /health and what stands ``beside`` it, for processes that Slack does not come to."""
    return Starlette(routes=[_health(database_ok, work_ok), *beside])


def _health(database_ok: HealthProbe, work_ok: HealthProbe) -> Route:
    async def health(_request: Request) -> JSONResponse:
        database = await to_thread.run_sync(_probe, database_ok, "the database does not answer")
        work = await to_thread.run_sync(_probe, work_ok, "the work does not get on")
        content = {
            "status": "ok" if database and work else "degraded",
            "version": bot_version(),
            "database": "ok" if database else "unreachable",
            "work": "ok" if work else "stuck",
        }
        return JSONResponse(content, status_code=200 if database and work else 503)

    return Route("/health", health, methods=["GET"])


def _probe(ok: HealthProbe, trouble: str) -> bool:
    try:
        return ok()
    except Exception:
        log.exception(trouble)
        return False
