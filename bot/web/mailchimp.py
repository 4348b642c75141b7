"""Where people go to connect Mailchimp, and where Mailchimp sends them back to.

GET /mailchimp/connect shows who asked; its button, POST, leads to Mailchimp; GET
/mailchimp/callback takes the answer. Pages hold no script and no secret, and are never kept.
"""

import logging
import secrets
from collections.abc import Mapping
from urllib.parse import parse_qs

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from bot.mailchimp.connecting.states import LIFE_SECONDS
from bot.services.granting import Answered, Granting
from bot.web.body import Gone, Refused, check_length, read_body
from bot.web.mailchimp_pages import POLICY, ask_page, ended_page
from bot.web.refusals import Refusals

AT_ONCE = 4
COOKIE = "journeydesk_connect"
PATH = "/mailchimp/connect"
CALLBACK = "/mailchimp/callback"
STATUS: Mapping[str, int] = {
    "connected": 200,
    "denied": 200,
    "login_unreachable": 502,
    "login_refused": 502,
    "login_unreadable": 502,
    "account_unread": 502,
}
"""Of a page; 400 for what is no answer to anything that was asked here."""

log = logging.getLogger(__name__)


def routes(granting: Granting, *, secure: bool) -> list[Route]:
    """``secure``: people come by https, so that the cookie is never sent in clear."""
    pages = _Pages(granting, secure)
    return [
        Route(PATH, pages.ask, methods=["GET"]),
        Route(PATH, pages.onward, methods=["POST"]),
        Route(CALLBACK, pages.answered, methods=["GET"]),
    ]


class _Pages:
    def __init__(self, granting: Granting, secure: bool) -> None:
        self._granting = granting
        self._secure = secure
        self._limiter = CapacityLimiter(AT_ONCE)
        self._refusals = Refusals()

    async def ask(self, request: Request) -> Response:
        """Looking at it uses nothing up: previews of links look, too."""
        link = request.query_params.get("state", "")
        found = await to_thread.run_sync(self._granting.asker, link, limiter=self._limiter)
        if isinstance(found, Answered):
            return self._ended(found, request)
        workspace = await to_thread.run_sync(self._granting.workspace, found, limiter=self._limiter)
        return self._page(ask_page(found, workspace, link, PATH), 200)

    async def onward(self, request: Request) -> Response:
        try:
            check_length(request.headers.get("content-length", "").encode("latin-1"))
            body = await read_body(request.receive)
        except Refused as refused:
            self._refusals.note(refused.status, refused.error)
            return Response(status_code=refused.status)
        except Gone:
            return Response(status_code=400)
        given = parse_qs(body.decode("latin-1"), max_num_fields=10)
        link = given.get("state", [""])[0]
        browser = secrets.token_urlsafe(24)
        found = await to_thread.run_sync(
            self._granting.onward, link, browser, limiter=self._limiter
        )
        if isinstance(found, Answered):
            return self._ended(found, request)
        response = RedirectResponse(found, 303, self._headers())
        response.set_cookie(
            COOKIE,
            browser,
            max_age=LIFE_SECONDS,
            path="/mailchimp/",
            secure=self._secure,
            httponly=True,
            samesite="lax",
        )
        return response

    async def answered(self, request: Request) -> Response:
        given = request.query_params
        try:
            found = await to_thread.run_sync(
                self._granting.answered,
                given.get("state", ""),
                request.cookies.get(COOKIE, ""),
                given.get("code", ""),
                given.get("error", ""),
                limiter=self._limiter,
            )
        except Exception as error:
            # Its text may hold what is secret.
            log.error("an account could not be connected: %s", type(error).__name__)  # noqa: TRY400
            return Response(status_code=503)
        response = self._ended(found, request)
        if found.outcome != "forged":
            response.delete_cookie(COOKIE, path="/mailchimp/")
        return response

    def _ended(self, found: Answered, request: Request) -> Response:
        status = STATUS.get(found.outcome, 400)
        if status == 400:
            self._refusals.note(status, found.outcome)
        french = request.headers.get("accept-language", "").lower().startswith("fr")
        return self._page(ended_page(found, "fr" if french else "en"), status)

    def _page(self, html: str, status: int) -> Response:
        return HTMLResponse(html, status, self._headers())

    def _headers(self) -> dict[str, str]:
        return {
            "content-security-policy": POLICY.format(login=self._granting.login),
            "referrer-policy": "no-referrer",
            "cache-control": "no-store",
            "x-content-type-options": "nosniff",
            "x-frame-options": "DENY",
        }
