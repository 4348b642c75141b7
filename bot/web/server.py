"""Serving the bot with uvicorn until somebody stops it."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import uvicorn
from starlette.types import ASGIApp

from bot.web.memory import settle

GRACE_SECONDS = 10
_STOPPING = (signal.SIGTERM, signal.SIGINT)


class PortTaken(RuntimeError):
    """The address cannot be listened on; the message is the system's reason."""


def listen(host: str, port: int) -> socket.socket:
    """A socket that accepts connections on ``host`` and ``port``. Raises PortTaken."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # asyncio sends small answers at once (TCP_NODELAY) only where the protocol is named.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(512)
    except (OSError, UnicodeError) as error:
        listener.close()
        raise PortTaken(getattr(error, "strerror", None) or str(error)) from error
    return listener


def free_port(host: str = "127.0.0.1") -> int:
    """A port that nobody listens on at this moment."""
    with listen(host, 0) as listener:
        return int(listener.getsockname()[1])


def run(app: ASGIApp, listener: socket.socket, when_ready: Callable[[], None]) -> None:
    """Serve until SIGTERM or SIGINT; requests that are being answered get ten seconds.

    ``when_ready`` is called once connections are accepted.
    """
    config = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        server_header=False,
        lifespan="on",
        timeout_graceful_shutdown=GRACE_SECONDS,
    )
    settle()
    with _returning_on_signals():
        _Announced(config, when_ready).run(sockets=[listener])


class _Announced(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, when_ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._when_ready = when_ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._when_ready()


@contextmanager
def _returning_on_signals() -> Iterator[None]:
    """uvicorn raises a signal again once it has stopped; here that must not end the process,
    because the database is still to be closed."""

    def ignore(_signal: int, _frame: FrameType | None) -> None:
        """Stopping is under way already."""

    previous = {number: signal.signal(number, ignore) for number in _STOPPING}
    try:
        yield
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
