"""Carrying requests to the bot, once each; what may go wrong on the way is in `faults`."""

from dataclasses import dataclass, field
from typing import Literal, Protocol

import httpx

# A real-time bound, so that a bot that hangs cannot hang a test whose clock stands still.
PATIENCE_SECONDS = 20.0

RequestKind = Literal["event", "command", "interaction", "suggestion", "url_verification"]


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A signed request. `name` says what it is, for reports: "message", "/convert"."""

    kind: RequestKind
    name: str
    body: bytes
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Answer:
    status: int
    body: str
    content_type: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


class DeliveryFailed(Exception):
    """The bot gave no answer. `reason` is one of Slack's retry reasons."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Delivery(Protocol):
    async def send(self, url: str, request: Outgoing) -> Answer:
        """Carry one request there; raises DeliveryFailed when no answer came back."""
        ...

    async def close(self) -> None: ...


class HttpDelivery:
    """Plain HTTP."""

    def __init__(self) -> None:
        # A connection each: one that is kept may be closed in the moment that it is used again.
        limits = httpx.Limits(max_keepalive_connections=0)
        self._client = httpx.AsyncClient(timeout=PATIENCE_SECONDS, limits=limits, trust_env=False)

    async def send(self, url: str, request: Outgoing) -> Answer:
        try:
            response = await self._client.post(url, content=request.body, headers=request.headers)
        except httpx.TimeoutException as error:
            raise DeliveryFailed("http_timeout") from error
        except httpx.TransportError as error:
            raise DeliveryFailed("connection_failed") from error
        return Answer(
            response.status_code,
            response.text,
            response.headers.get("content-type", ""),
            {key.lower(): value for key, value in response.headers.items()},
        )

    async def close(self) -> None:
        await self._client.aclose()
