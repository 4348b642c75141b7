"""Closing a connection in the middle of a request, which ASGI has no word for."""

import asyncio
from collections.abc import Callable
from typing import Any, cast

from starlette.responses import Response
from starlette.types import Receive, Scope, Send
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

_KEY = "playground.hang_up"


class Protocol(HttpToolsProtocol):
    """uvicorn's HTTP protocol, which lets the application close the connection."""

    def on_message_begin(self) -> None:
        super().on_message_begin()
        cast(dict[str, Any], self.scope)["extensions"] = {_KEY: self.transport.abort}


class HangUp(Response):
    """No response at all. The other side sees the connection closed."""

    async def __call__(self, scope: Scope, _receive: Receive, _send: Send) -> None:
        abort: Callable[[], None] = scope["extensions"][_KEY]
        abort()
        # The protocol learns of it in the next round of the loop, and then expects no answer.
        await asyncio.sleep(0)
        await asyncio.sleep(0)
