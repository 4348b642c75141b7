"""The login host of the simulated Mailchimp: a page with Allow and Deny, codes, and tokens.

It is as strict as OAuth 2 says, stricter than the real one where that is not documented: the
redirect address must be the registered one, a code serves once and a short time.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Literal, TypeAlias
from urllib.parse import parse_qs, urlencode

from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from bot.playground.mailchimp.account import SimulatedAccount
from bot.playground.mailchimp.routes import Mailchimp

CODE_SECONDS = 60.0
_PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>Simulated Mailchimp</title><meta name="viewport" content="width=device-width"><style>
body{{margin:0;background:#ffe01b;font:17px/1.5 system-ui,sans-serif;color:#241c15}}
main{{max-width:32rem;margin:12vh auto;padding:2rem;background:#fff;border-radius:12px}}
button{{font:inherit;padding:.6rem 1.2rem;margin-right:.6rem;border:2px solid #241c15;
border-radius:8px;background:#fff;cursor:pointer}}button[value=allow]{{background:#241c15;color:#fff}}
</style></head><body><main><h1>Mailchimp (simulated) · simulé</h1>
<p>journeydesk asks for access to the account <b>{name}</b>.<br>
journeydesk demande l'accès au compte <b>{name}</b>.</p>
<form method="post"><input type="hidden" name="redirect_uri" value="{redirect}">
<input type="hidden" name="state" value="{state}">
<button name="choice" value="allow">Allow · Autoriser</button>
<button name="choice" value="deny">Deny · Refuser</button></form></main></body></html>"""

LoginFault: TypeAlias = Literal["down", "refuses", "nonsense"]


@dataclass(frozen=True)
class _Code:
    redirect: str
    until: float


class Login:
    """Gives out tokens for one account of ``mailchimp``. Tests look at ``tokens``, and set
    ``fault`` for what the token endpoint shall do wrong."""

    def __init__(
        self,
        mailchimp: Mailchimp,
        account: SimulatedAccount,
        *,
        client_id: str,
        client_secret: str,
        redirect: str = "",
        datacentre: str = "us21",
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self.redirect = redirect
        self.fault: LoginFault | None = None
        self.tokens: list[str] = []
        self.codes: list[str] = []
        self._mailchimp = mailchimp
        self.account = account
        self._client = (client_id, client_secret)
        self._datacentre = datacentre
        self._now = now
        self._codes: dict[str, _Code] = {}

    def routes(self) -> list[BaseRoute]:
        return [
            Route("/oauth2/authorize", self._ask, methods=["GET"]),
            Route("/oauth2/authorize", self._choose, methods=["POST"]),
            Route("/oauth2/token", self._token, methods=["POST"]),
            Route("/oauth2/metadata", self._metadata, methods=["GET"]),
        ]

    def revoke(self) -> None:
        """As when somebody takes the permission back in Mailchimp."""
        for token in self.tokens:
            self._mailchimp.accounts.pop(token, None)

    async def _ask(self, request: Request) -> Response:
        given = request.query_params
        known = given.get("client_id") == self._client[0]
        redirect = given.get("redirect_uri", "")
        if not known or given.get("response_type") != "code" or redirect != self.redirect:
            return HTMLResponse("<h1>invalid_request</h1>", 400)
        name = str(self.account.about.get("account_name") or "Mailchimp")
        page = {"name": name, "redirect": redirect, "state": given.get("state", "")}
        return HTMLResponse(_PAGE.format(**{key: escape(text) for key, text in page.items()}))

    async def _choose(self, request: Request) -> Response:
        given = await _form(request)
        if given.get("redirect_uri") != self.redirect:
            return HTMLResponse("<h1>invalid_request</h1>", 400)
        answer = {"state": given.get("state", "")}
        if given.get("choice") == "allow":
            code = secrets.token_hex(16)
            self.codes.append(code)
            self._codes[code] = _Code(self.redirect, self._now() + CODE_SECONDS)
            answer["code"] = code
        else:
            answer["error"] = "access_denied"
        return RedirectResponse(f"{self.redirect}?{urlencode(answer)}", 303)

    async def _token(self, request: Request) -> Response:
        if self.fault == "down":
            return Response("Service Unavailable", 503)
        if self.fault == "nonsense":
            return HTMLResponse("<h1>Welcome</h1>")
        given = await _form(request)
        code = self._codes.pop(given.get("code", ""), None)
        client = (given.get("client_id"), given.get("client_secret"))
        fits = code is not None and code.redirect == given.get("redirect_uri")
        in_time = code is not None and self._now() <= code.until
        grant = given.get("grant_type") == "authorization_code"
        if self.fault == "refuses" or client != self._client or not (fits and in_time and grant):
            return JSONResponse({"error": "invalid_grant"}, 400)
        token = secrets.token_hex(16)
        self.tokens.append(token)
        self._mailchimp.accounts[token] = self.account
        return JSONResponse({"access_token": token, "expires_in": 0, "scope": None})

    async def _metadata(self, request: Request) -> Response:
        kind, _, token = request.headers.get("authorization", "").partition(" ")
        if kind != "OAuth" or token not in self.tokens:
            return JSONResponse({"error": "invalid_token"})
        about = self.account.about
        return JSONResponse(
            {
                "dc": self._datacentre,
                "role": "owner",
                "accountname": about.get("account_name"),
                "user_id": 1,
                "login_url": "https://login.mailchimp.com",
                "api_endpoint": f"https://{self._datacentre}.api.mailchimp.com",
            }
        )


async def _form(request: Request) -> dict[str, str]:
    given = parse_qs((await request.body()).decode("utf-8"), max_num_fields=20)
    return {name: values[0] for name, values in given.items()}
