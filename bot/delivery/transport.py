"""Asking Slack once, and saying what came of it. Nothing here raises because of Slack."""

import errno
import logging
import socket
from collections.abc import Callable, Mapping
from http.client import HTTPException
from typing import Any, Protocol
from urllib.error import URLError

from pydantic import SecretStr
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.webhook import WebhookClient

from bot.delivery.answers import Answer, Unclear, Unreached, of_api, of_response_url

SECONDS = 5
"""Most that one call may take. Longer than in a request: here nobody waits for a response."""
# Below this level slack_sdk logs whole requests: tokens, addresses, what people wrote.
_QUIET = logging.getLogger("bot.delivery.slack_sdk")
_QUIET.setLevel(logging.WARNING)
_NOT_CONNECTED = (errno.ECONNREFUSED, errno.ENETUNREACH, errno.EHOSTUNREACH)
# slack_sdk reads answers without looking at their shape: a list, or bytes that are no text.
_NONSENSE = (SlackClientError, HTTPException, ValueError, AttributeError, TypeError)


class Transport(Protocol):
    def ask(self, workspace_id: str, method: str, arguments: Mapping[str, Any]) -> Answer:
        """Call a method of the Web API; ``arguments`` are those of ``WebClient.api_call``."""

    def respond(self, address: SecretStr, body: Mapping[str, Any]) -> Answer:
        """Post ``body`` to a response_url."""


def sending_client(token: str, base_url: str, team_id: str | None = None) -> WebClient:
    """A client to send with: patient, and without retries, which would not look first.
    ``team_id`` where the token is an organization's."""
    return WebClient(
        token, base_url, timeout=SECONDS, retry_handlers=[], team_id=team_id, logger=_QUIET
    )


class SlackTransport:
    """``connect`` gives the client of a workspace, made by ``sending_client``."""

    def __init__(self, connect: Callable[[str], WebClient]) -> None:
        self._connect = connect

    def ask(self, workspace_id: str, method: str, arguments: Mapping[str, Any]) -> Answer:
        try:
            # The class's own method: the client may be one whose calls come here.
            response = WebClient.api_call(self._connect(workspace_id), method, **arguments)
        except SlackApiError as error:
            response = error.response
        except OSError as error:
            return _lost(error)
        except _NONSENSE as error:
            return Unclear(type(error).__name__)
        return of_api(response.status_code, response.headers, response.data)

    def respond(self, address: SecretStr, body: Mapping[str, Any]) -> Answer:
        webhook = WebhookClient(
            address.get_secret_value(), timeout=SECONDS, retry_handlers=[], logger=_QUIET
        )
        try:
            answered = webhook.send_dict(dict(body))
        except OSError as error:
            return _lost(error)
        except _NONSENSE as error:
            return Unclear(type(error).__name__)
        return of_response_url(answered.status_code, answered.headers, answered.body)


def _lost(error: OSError) -> Answer:
    """Whether a connection was made at all. The error's own words may name the address."""
    cause = error.reason if isinstance(error, URLError) else error
    why = type(cause).__name__ if isinstance(cause, Exception) else type(error).__name__
    never = isinstance(cause, socket.gaierror) or (
        isinstance(cause, OSError) and cause.errno in _NOT_CONNECTED
    )
    return Unreached(why) if never else Unclear(why)
