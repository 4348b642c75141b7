"""The routes that apps use: Web API, response_url, file upload and download."""

from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from bot.playground import api
from bot.playground.api.files import MOST_BYTES
from bot.playground.errors import ApiError
from bot.playground.http_bodies import parse_form, parse_object, read_bytes
from bot.playground.responses import use_response_url
from bot.playground.slack import Slack

_INLINE = ("image/png", "image/jpeg", "image/gif", "image/svg+xml")


def api_routes(slack: Slack) -> list[Route]:
    async def web_api(request: Request) -> Response:
        name = request.path_params["method"]
        try:
            args = await _arguments(request)
            scheme, _, given = request.headers.get("authorization", "").partition(" ")
            token = given if scheme.lower() == "bearer" else args.pop("token", None)
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
        file = slack.workspace.files.get(request.path_params["file"])
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

    return [
        Route("/api/{method}", web_api, methods=["GET", "POST"]),
        Route("/response/{name}", response_url, methods=["POST"]),
        Route("/upload/{file}", upload, methods=["POST"]),
        Route("/files/{file}/{name:path}", download),
    ]


async def _arguments(request: Request) -> dict[str, Any]:
    raw = await read_bytes(request)
    args: dict[str, Any] = dict(request.query_params)
    if request.headers.get("content-type", "").startswith("application/json"):
        return args | (parse_object(raw) if raw.strip() else {})
    return args | parse_form(raw)
