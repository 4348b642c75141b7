"""A bot that only remembers what it was sent."""

import json
from typing import Any
from urllib.parse import parse_qs

from slack_sdk.signature import SignatureVerifier
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response

from bot.playground.driver import LocalSlack

Body = dict[str, Any]


class Recorder:
    """A bot that remembers what it got and answers with `status`."""

    def __init__(self, slack: LocalSlack, status: int = 200) -> None:
        self.events: list[Body] = []
        self.envelopes: list[Body] = []
        self.headers: list[dict[str, str]] = []
        self.forms: list[dict[str, str]] = []
        self.signed: list[bool] = []
        self.status = status
        self._verifier = SignatureVerifier(slack.signing_secret)

    def __call__(self, request: Request, body: bytes) -> Response:
        headers = dict(request.headers)
        self.signed.append(self._verifier.is_valid_request(body, headers))
        self.headers.append(headers)
        if headers["content-type"].startswith("application/json"):
            envelope = json.loads(body)
            if envelope["type"] == "url_verification":
                return JSONResponse({"challenge": envelope["challenge"]})
            self.envelopes.append(envelope)
            self.events.append(envelope["event"])
        else:
            self.forms.append({key: value[0] for key, value in parse_qs(body.decode()).items()})
        return PlainTextResponse("", self.status)
