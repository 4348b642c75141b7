"""The server: the app as ASGI, and a way to run it."""

import asyncio
import socket
import threading
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import uvicorn
from starlette.applications import Starlette
from starlette.middleware import Middleware

from bot.playground.guard import Guard
from bot.playground.hang_up import Protocol
from bot.playground.http_api import api_routes
from bot.playground.page_api import page_routes
from bot.playground.slack import Slack
from bot.playground.websocket import upgrade_to

HOST = "127.0.0.1"
START_SECONDS = 30.0

T = TypeVar("T")


def make_app(slack: Slack) -> Starlette:
    @asynccontextmanager
    async def lifespan(_app: Starlette) -> AsyncIterator[None]:
        yield
        await slack.dispatcher.close()

    return Starlette(
        routes=[*api_routes(slack), *page_routes(slack)],
        middleware=[Middleware(Guard)],
        lifespan=lifespan,
    )


def bind(port: int) -> socket.socket:
    """A listening socket on 127.0.0.1; port 0 takes a free one. Raises OSError if it is taken."""
    # Named, so that asyncio sends small answers at once.
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError:
        listener.close()
        raise
    return listener


class Server(uvicorn.Server):
    """uvicorn, telling when it takes requests and ending open event streams when it stops."""

    def __init__(self, config: uvicorn.Config, slack: Slack) -> None:
        super().__init__(config)
        self.ready = threading.Event()
        self._slack = slack

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self.ready.set()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        self._slack.end_streams()
        await super().shutdown(sockets)


def make_server(slack: Slack, listener: socket.socket) -> Server:
    slack.base_url = f"http://{HOST}:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        make_app(slack),
        http=Protocol,
        ws=upgrade_to(slack.sockets),  # type: ignore[arg-type]
        log_level="warning",
        access_log=False,
        timeout_graceful_shutdown=1,
    )
    return Server(config, slack)


class ServerThread:
    """The server in a thread of its own, with an event loop that others can run work on."""

    def __init__(self, slack: Slack, port: int = 0) -> None:
        self._listener = bind(port)
        self._server = make_server(slack, self._listener)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._run, name="local-slack", daemon=True)

    def start(self) -> None:
        self._thread.start()
        if not self._server.ready.wait(START_SECONDS):
            raise RuntimeError("the local Slack did not start")

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._listener.close()

    def run(self, work: Coroutine[Any, Any, T], timeout: float | None = None) -> T:
        """Run `work` on the server's loop and give its result; raises TimeoutError."""
        future = asyncio.run_coroutine_threadsafe(work, self._loop)
        try:
            return future.result(timeout)
        except TimeoutError:
            future.cancel()
            raise

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        try:
            self._loop.run_until_complete(self._server.serve(sockets=[self._listener]))
        finally:
            self._loop.close()
