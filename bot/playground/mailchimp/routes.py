"""The routes below ``/3.0/`` that read. Whatever else is asked for is refused, and remembered."""

import asyncio
import base64
import binascii
from collections.abc import AsyncIterator, Iterable
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response, StreamingResponse
from starlette.routing import BaseRoute, Route

from bot.playground.mailchimp.account import Json, SimulatedAccount
from bot.playground.mailchimp.answers import page, partial
from bot.playground.mailchimp.faults import ApiFaults

ERRORS = "https://mailchimp.com/developer/marketing/docs/errors/"
DOCUMENTED = ("", "automations", "campaigns")
"""Where the published description names query parameters, besides a single automation."""


class Mailchimp:
    """Accounts by the API key or token that opens them. Tests look at what was asked."""

    def __init__(
        self, accounts: dict[str, SimulatedAccount] | None = None, faults: ApiFaults | None = None
    ) -> None:
        self.accounts = accounts if accounts is not None else {}
        self.faults = faults or ApiFaults()
        self.asked: list[str] = []
        """Paths in the order in which they were asked for, with those that failed."""
        self.writes: list[str] = []
        """Every request that was not a GET."""
        self.most_at_once = 0
        self._at_once: dict[int, int] = {}

    def routes(self) -> list[BaseRoute]:
        methods = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
        return [Route("/3.0/{path:path}", self._answer, methods=methods)]

    async def _answer(self, request: Request) -> Response:
        path = request.path_params["path"].rstrip("/")
        self.asked.append(path)
        if request.method != "GET":
            self.writes.append(f"{request.method} {path}")
            return problem(405, "Method Not Allowed", "Only reading is simulated.")
        account = self.accounts.get(_secret(request.headers.get("authorization", "")))
        if account is None:
            return problem(
                401, "API Key Invalid", "Your API key may be invalid, or you've attempted "
                "to access the wrong datacenter."
            )  # fmt: skip
        here = id(account)
        self._at_once[here] = self._at_once.get(here, 0) + 1
        self.most_at_once = max(self.most_at_once, self._at_once[here])
        try:
            too_many = self._at_once[here] > self.faults.most
            fault = "too_many" if too_many else self.faults.of(path)
            if self.faults.latency and not too_many:
                await asyncio.sleep(self.faults.latency)
            return self._faulty(fault) if fault else self._found(account, path, request)
        finally:
            self._at_once[here] -= 1

    def _found(self, account: SimulatedAccount, path: str, request: Request) -> Response:
        query: dict[str, str] = dict(request.query_params)
        if path not in DOCUMENTED:
            refused = [name for name in query if name in self.faults.refuses]
            if refused:
                detail = f"The query parameter {refused[0]} is not known here."
                return problem(400, "Invalid Resource", detail)
            query = {k: v for k, v in query.items() if k not in self.faults.ignores}
        found = _lookup(account, path.split("/") if path else [], query)
        if found is None:
            return problem(404, "Resource Not Found", "The requested resource could not be found.")
        return JSONResponse(partial(found, query))

    def _faulty(self, fault: str) -> Response:
        match fault:
            case "too_many":
                wait = self.faults.retry_after
                headers = {} if wait is None else {"Retry-After": str(wait)}
                detail = "You have exceeded the limit of 10 simultaneous connections."
                return problem(429, "Too Many Requests", detail, headers)
            case "turned_away":
                return HTMLResponse("<h1>Access Denied</h1>", 403)
            case "forbidden":
                detail = "You do not have permission to access the requested resource."
                return problem(403, "Forbidden", detail)
            case "not_found":
                detail = "The requested resource could not be found."
                return problem(404, "Resource Not Found", detail)
            case "not_json":
                return HTMLResponse("<h1>Welcome to this network</h1>")
            case "close":
                return _broken()
        detail = "An unexpected internal error has occurred."
        return problem(500, "Internal Server Error", detail)


def make_app(mailchimp: Mailchimp, more: Iterable[BaseRoute] = ()) -> Starlette:
    """``more``: routes of the login host, which stand before those of the API."""
    return Starlette(routes=[*more, *mailchimp.routes()])


def problem(
    status: int, title: str, detail: str, headers: dict[str, str] | None = None
) -> JSONResponse:
    """An error as the API words it."""
    body: dict[str, Any] = {
        "type": ERRORS,
        "title": title,
        "status": status,
        "detail": detail,
        "instance": "00000000-0000-0000-0000-000000000000",
    }
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def _broken() -> Response:
    """Promises more than it sends."""

    async def beginning() -> AsyncIterator[bytes]:
        yield b'{"automations": ['
        raise ConnectionResetError

    headers = {"Content-Length": "100000", "Content-Type": "application/json"}
    return StreamingResponse(beginning(), headers=headers)


def _lookup(
    account: SimulatedAccount, path: list[str], query: dict[str, str]
) -> dict[str, Json] | None:
    match path:
        case []:
            return account.about
        case ["campaigns"]:
            wanted = query.get("type")
            campaigns = [c for c in account.campaigns if wanted in (None, c.get("type"))]
            return page(campaigns, "campaigns", query)
        case ["automations"]:
            return page(account.automations(), "automations", query)
        case ["automations", one]:
            return account.automation(one)
        case ["automations", one, "emails"]:
            emails = account.emails(one)
            return None if emails is None else page(emails, "emails", query)
        case ["automations", one, "emails", email]:
            found = [e for e in account.emails(one) or () if str(e.get("id")) == email]
            return found[0] if found else None
        case ["automations", one, "emails", email, "queue"]:
            queue = account.queue(one, email)
            beside = {"workflow_id": one, "email_id": email}
            return None if queue is None else page(queue, "queue", query, **beside)
        case ["automations", one, "removed-subscribers"]:
            removed = account.removed(one)
            beside = {"workflow_id": one}
            return None if removed is None else page(removed, "subscribers", query, **beside)
    return None


def _secret(header: str) -> str:
    """The API key (as a password, with any user name) or the token; empty where there is none."""
    kind, _, value = header.partition(" ")
    if kind == "Bearer":
        return value
    if kind != "Basic":
        return ""
    try:
        return base64.b64decode(value, validate=True).decode("utf-8").partition(":")[2]
    except (binascii.Error, UnicodeDecodeError):
        return ""
