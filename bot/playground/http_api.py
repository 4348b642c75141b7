"""The routes that apps use: Web API, response_url, file upload and download."""

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.playground import api
from bot.playground.api.files import MOST_BYTES
from bot.playground.errors import ApiError
from bot.playground.hang_up import HangUp
from bot.playground.http_bodies import parse_form, parse_object, read_bytes
from bot.playground.records import File
from bot.playground.responses import use_response_url
from bot.playground.slack import Slack

Endpoint = Callable[[Request], Awaitable[Response]]

_INLINE = ("image/png", "image/jpeg", "image/gif", "image/svg+xml")


def api_routes(slack: Slack) -> list[Route]:
    def faulty(endpoint: Endpoint, name: str | None = None) -> Endpoint:
        """The endpoint, with the faults that are switched on for `name` or the path's method."""

        async def injected(request: Request) -> Response:
            fault = slack.faults.of_call(name or request.path_params["method"])
            if fault is None:
                return await endpoint(request)
            if fault.what == "rate_limited":
                error = ApiError("ratelimited")
                return JSONResponse(error.body(), 429, {"Retry-After": f"{fault.seconds:g}"})
            if fault.what == "refuse":
                return JSONResponse(ApiError(fault.code).body())
            way, _, when = fault.what.partition("_")
            if when == "after":
                await endpoint(request)
            return HangUp() if way == "close" else PlainTextResponse("", 500)

        return injected

    async def web_api(request: Request) -> Response:
        name = request.path_params["method"]
        try:
            args = await _arguments(request)
            token = _bearer(request) or args.pop("token", None)
            body = api.answer(slack, name, token if isinstance(token, str) else None, args)
        except ApiError as error:
            return JSONResponse(error.body(), error.status, error.headers)
        scopes = {"x-oauth-scopes": ",".join(sorted(slack.scopes))}
        return JSONResponse(body, headers=scopes)

    async def response_url(request: Request) -> Response:
        try:
            use_response_url(slack, request.path_params["name"], await read_bytes(request))
        except ApiError as error:
            return JSONResponse(error.body(), error.status)
        return PlainTextResponse("ok")

    async def upload(request: Request) -> Response:
        file = slack.workspace.files.get(request.path_params["file"])
        if file is None or file.content is not None:
            return PlainTextResponse("no such upload", 404)
        try:
            content = await read_bytes(request, MOST_BYTES)
        except ApiError as error:
            return PlainTextResponse(error.code, error.status)
        if len(content) != file.length:
            return PlainTextResponse(f"expected {file.length} bytes, got {len(content)}", 400)
        file.content = content
        return PlainTextResponse(f"OK - {len(content)}")

    async def download(request: Request) -> Response:
        return _served(slack.workspace.files.get(request.path_params["file"]))

    async def private_download(request: Request) -> Response:
        token = _bearer(request)
        file = slack.workspace.files.get(request.path_params["file"])
        allowed = token == slack.bot_token and "files:read" in slack.scopes
        if not allowed or (file is not None and not slack.workspace.app_sees(file)):
            # Slack does not say 403: it sends whoever may not read the file to a page for people.
            return RedirectResponse(f"/?{urlencode({'redir': request.url.path})}", 302)
        return _served(file)

    return [
        Route("/api/{method}", faulty(web_api), methods=["GET", "POST"]),
        Route("/response/{name}", faulty(response_url, "response_url"), methods=["POST"]),
        Route("/upload/{file}", faulty(upload, "upload"), methods=["POST"]),
        Route("/files/{file}/{name:path}", download),
        Route("/files-pri/{team}-{file}/{name:path}", faulty(private_download, "download")),
    ]


def _served(file: File | None) -> Response:
    if file is None or file.content is None:
        return PlainTextResponse("not found", 404)
    shown = "inline" if file.mimetype in _INLINE else "attachment"
    # A file is foreign content: it may neither run nor load anything from here.
    headers = {
        "Content-Disposition": shown,
        "Content-Security-Policy": "sandbox; default-src 'none'; style-src 'unsafe-inline'",
        "X-Content-Type-Options": "nosniff",
    }
    return Response(file.content, media_type=file.mimetype, headers=headers)


def _bearer(request: Request) -> str | None:
    scheme, _, given = request.headers.get("authorization", "").partition(" ")
    return given if scheme.lower() == "bearer" else None


async def _arguments(request: Request) -> dict[str, Any]:
    raw = await read_bytes(request)
    args: dict[str, Any] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        return args | (parse_object(raw) if raw.strip() else {})
    return args | parse_form(raw)
