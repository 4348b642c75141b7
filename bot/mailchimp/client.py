"""Mailchimp's Marketing API, for reading alone: the client has no method that writes."""

from __future__ import annotations

import base64
import json
import ssl
import threading
import time
from collections.abc import Mapping
from functools import cache
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from bot.lazily import httpx
from bot.mailchimp.credentials import Credentials
from bot.mailchimp.errors import Busy, KeyRefused, MailchimpError, Unavailable, Unreadable
from bot.mailchimp.judging import Again, judged
from bot.mailchimp.lane import WIDTH, lane_of
from bot.mailchimp.patience import Patience, retry_after

Json: TypeAlias = Any
Query: TypeAlias = Mapping[str, str | int]

ANSWER_SECONDS, CONNECT_SECONDS = 125.0, 10.0
"""Mailchimp itself gives a request up after 120 seconds."""
LONGEST_ANSWER = 300.0
"""Seconds for a whole answer: one that comes in drops is not waited for."""
LARGEST_ANSWER = 64 * 1024 * 1024
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class Client:
    """Reads one account, from any number of threads; at most ten requests are under way at once for
    all clients of an account in this process.

    ``base_url`` stands for ``https://{datacentre}.api.mailchimp.com/3.0/``. Raises KeyRefused
    where it would send the key in clear over a network.
    """

    def __init__(
        self,
        credentials: Credentials,
        *,
        base_url: str | None = None,
        patience: Patience | None = None,
        timeout: httpx.Timeout | None = None,
    ) -> None:
        address = base_url or f"https://{credentials.datacentre}.api.mailchimp.com/3.0/"
        parts = urlsplit(address)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise KeyRefused("plain_http", where=parts.hostname or address)
        self.credentials = credentials
        self.address = address
        self._host = parts.netloc
        self._patience = patience or Patience()
        self._lane = lane_of(credentials.share)
        self._closing = threading.Event()
        self._http = httpx.Client(
            base_url=address,
            headers={
                "Accept": "application/json",
                "Authorization": _authorization(credentials),
                "User-Agent": "journeydesk",
            },
            timeout=timeout or httpx.Timeout(ANSWER_SECONDS, connect=CONNECT_SECONDS, pool=None),
            limits=httpx.Limits(max_connections=WIDTH, max_keepalive_connections=WIDTH),
            follow_redirects=False,
            verify=_authorities(),
        )

    def get(self, path: str, query: Query | None = None) -> dict[str, Json]:
        """The object that ``GET path`` answers. ``path`` is relative (``automations/{id}``).

        Waits for its turn, and tries again what passes. Raises a MailchimpError.
        """
        attempt = 0
        while True:
            attempt += 1
            trouble = self._once(path, query or {})
            if not isinstance(trouble, Again):
                return trouble
            pause = self._patience.pause(attempt, trouble.seconds)
            if pause is None or self._closing.wait(pause):
                raise trouble.error

    def close(self) -> None:
        """Also ends what waits to ask again: it raises what it failed with."""
        self._closing.set()
        self._http.close()

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _once(self, path: str, query: Query) -> dict[str, Json] | Again:
        place = f"GET /{path}"
        try:
            with self._lane.slot():
                response, body = self._fetched(path, query, place)
        except httpx.HTTPError as error:
            what = type(error).__name__
            return Again(Unavailable("no_answer", place=place, where=self._host, what=what))
        except RuntimeError as error:  # httpx, when it was closed by another thread
            if not self._closing.is_set():
                raise
            raise Unavailable("no_answer", place=place, where=self._host, what="closed") from error
        if response.is_success:
            self._lane.answered()
            return self._object(body, place)
        asked = retry_after(response.headers.get("retry-after"), time.time())
        trouble = judged(response, body, place, self.credentials, asked)
        if isinstance(trouble, MailchimpError):
            raise trouble
        if isinstance(trouble.error, Busy):
            self._lane.too_many(asked if asked and asked <= self._patience.at_most else None)
        return trouble

    def _fetched(self, path: str, query: Query, place: str) -> tuple[httpx.Response, bytes]:
        until = time.monotonic() + LONGEST_ANSWER
        with self._http.stream("GET", path, params=dict(query)) as response:
            body = bytearray()
            for chunk in response.iter_bytes(1 << 16):
                body += chunk
                if len(body) > LARGEST_ANSWER:
                    megabytes = str(LARGEST_ANSWER // 1024 // 1024)
                    raise Unreadable("too_large", place=place, limit=megabytes)
                if time.monotonic() > until:
                    raise httpx.ReadTimeout("the answer came too slowly")
            return response, bytes(body)

    def _object(self, body: bytes, place: str) -> dict[str, Json]:
        try:
            value = json.loads(body, parse_constant=_no_constant)
        except (ValueError, RecursionError):
            raise Unreadable("not_json", place=place) from None
        if not isinstance(value, dict):
            raise Unreadable("not_object", place=place)
        return value


@cache
def _authorities() -> ssl.SSLContext:
    """Once for all clients: reading the certificates takes longer than a request."""
    return httpx.create_ssl_context()


def _no_constant(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are Python's, not JSON's


def _authorization(credentials: Credentials) -> str:
    if credentials.kind == "token":
        return f"Bearer {credentials.secret}"
    return "Basic " + base64.b64encode(f"key:{credentials.secret}".encode()).decode("ascii")
