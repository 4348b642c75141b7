"""Nothing but this machine's own page and apps may drive the server."""

from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.playground.page_api import refused

_NAMES = ("127.0.0.1", "localhost", "[::1]")


class Guard:
    """Refuses, with 403, what another website could make a browser send here.

    The Host must be a local name with the server's own port, or a name that somebody pointed at
    127.0.0.1 could read everything. A browser says in Sec-Fetch-Site where a request comes from.
    A POST to /page/ must carry the page's own Origin.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not _allowed(scope):
            await refused("forbidden", status=403)(scope, receive, send)
            return
        await self._app(scope, receive, send)


def _allowed(scope: Scope) -> bool:
    headers = Headers(scope=scope)
    server = scope.get("server")
    port = server[1] if server else None
    host = headers.get("host", "")
    if host not in {f"{name}:{port}" for name in _NAMES}:
        return False
    if headers.get("sec-fetch-site", "none") not in ("none", "same-origin"):
        return False
    if scope["method"] == "POST" and scope["path"].startswith("/page/"):
        origin = urlsplit(headers.get("origin", ""))
        return origin.scheme == "http" and origin.netloc == host
    return True
