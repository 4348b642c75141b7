"""Cases to a help desk: a signed POST for each event."""

from __future__ import annotations

import json
import ssl
import time
from collections.abc import Callable
from datetime import UTC
from email.utils import parsedate_to_datetime
from functools import cache

from bot.desk.channels import public
from bot.desk.channels.model import Outgoing, Refused, Sent
from bot.desk.channels.settings import Hook
from bot.desk.channels.signature import HEADER, sign
from bot.durable import Transient
from bot.lazily import httpx

SECONDS, CONNECT_SECONDS = 10.0, 5.0
LARGEST_ANSWER = 16 * 1024
ANSWER_SECONDS = 5.0
LONGEST_REFERENCE = 200
LONGEST_WAIT = 3600.0
_PASSES = (408, 425, 429)


class Later(Transient):
    """``seconds``: how long the other side wants to be left alone."""

    def __init__(self, text: str, seconds: float | None) -> None:
        super().__init__(text)
        self.seconds = seconds


class WebhookChannel:
    """Posts each event once; trying again is up to the caller. A second attempt has the same
    Idempotency-Key and the same body, and a signature of its own, so that it is not too old.

    No proxy of the environment is used, and no redirect followed: both lead past the check of where
    it goes. ``now`` gives Unix time.
    """

    def __init__(
        self,
        hook: Hook,
        *,
        now: Callable[[], float] = time.time,
        resolve: public.Resolve = public.resolved,
        timeout: httpx.Timeout | None = None,
        trust: ssl.SSLContext | None = None,
    ) -> None:
        self._url = httpx.URL(hook.url)
        self._host = self._url.raw_host.decode("ascii")
        self._hook = hook
        self._now = now
        self._resolve = resolve
        self._client = httpx.Client(
            verify=trust or _authorities(),
            timeout=timeout or httpx.Timeout(SECONDS, connect=CONNECT_SECONDS),
            follow_redirects=False,
            trust_env=False,
        )

    def send(self, outgoing: Outgoing) -> Sent:
        content = body(outgoing)
        headers = {
            "Host": self._url.netloc.decode("ascii"),
            "Content-Type": "application/json",
            "Accept": "application/json",
            "Accept-Encoding": "identity",
            "User-Agent": "journeydesk",
            "Idempotency-Key": outgoing.key,
            HEADER: sign(self._hook.secret.get_secret_value(), content, self._now()),
        }
        trouble: Exception | None = None
        for address in self._addresses():
            try:
                return self._post(address, headers, content, outgoing.key)
            except (httpx.ConnectError, httpx.ConnectTimeout) as error:
                if _certificate(error):
                    raise Refused("webhook_certificate", where=self._host) from None
                trouble = error  # nobody was reached there, so another address may be tried
            except httpx.TransportError as error:
                raise Transient(f"no word from the webhook: {type(error).__name__}") from None
        raise Transient(f"the webhook was not reached: {type(trouble).__name__}")

    def close(self) -> None:
        self._client.close()

    def _addresses(self) -> list[str]:
        hook = self._hook
        plain = self._url.scheme == "http"
        port = self._url.port or (80 if plain else 443)
        try:
            found = public.allowed(
                self._host, port, private=hook.private or plain, resolve=self._resolve
            )
        except public.NotAllowed:
            raise Refused("webhook_private", where=self._host) from None
        except OSError as error:
            raise Transient(f"the webhook's host is not found: {type(error).__name__}") from None
        if plain and not public.loopback(found):
            raise Refused("webhook_plain", where=self._host)
        return found

    def _post(self, address: str, headers: dict[str, str], content: bytes, key: str) -> Sent:
        with self._client.stream(
            "POST",
            self._url.copy_with(host=address),
            headers=headers,
            content=content,
            # The certificate is checked for the name, not for the address.
            extensions={"sni_hostname": self._host},
        ) as response:
            status = response.status_code
            if response.is_success:
                return Sent(reference=_reference(response) or key)
            if status in _PASSES or response.is_server_error:
                raise Later(f"the webhook answered {status}", self._wait(response))
            key = "webhook_redirect" if response.is_redirect else "webhook_refused"
            raise Refused(key, where=self._host, code=str(status))

    def _wait(self, response: httpx.Response) -> float | None:
        """Retry-After, in seconds or as a date; None where there is none that can be read."""
        given = response.headers.get("retry-after", "").strip()
        if given.isascii() and given.isdigit():
            seconds = float(given[:9])
        else:
            try:
                moment = parsedate_to_datetime(given)
            except (ValueError, TypeError, IndexError):
                return None
            seconds = moment.replace(tzinfo=moment.tzinfo or UTC).timestamp() - self._now()
        return min(max(seconds, 0.0), LONGEST_WAIT)


def body(outgoing: Outgoing) -> bytes:
    """The same bytes whenever it is tried again."""
    return json.dumps(
        {
            "version": 1,
            "event": outgoing.event,
            "key": outgoing.key,
            "at": outgoing.at.astimezone(UTC).isoformat(timespec="seconds"),
            "workspace": outgoing.workspace_id,
            "case": outgoing.case_id,
            "language": outgoing.language,
            "subject": outgoing.subject,
            "text": outgoing.text,
            "requester": outgoing.requester,
            "summary": outgoing.summary,
        }
    ).encode()


@cache
def _authorities() -> ssl.SSLContext:
    return ssl.create_default_context()


def _certificate(error: BaseException | None) -> bool:
    while error is not None and not isinstance(error, ssl.SSLCertVerificationError):
        error = error.__cause__ or error.__context__
    return error is not None


def _reference(response: httpx.Response) -> str | None:
    """What the other side calls it: ``{"reference": "…"}`` in its answer, if it says so. Whatever
    else it answers, it has taken the event."""
    read, until = b"", time.monotonic() + ANSWER_SECONDS
    try:
        for piece in response.iter_raw(LARGEST_ANSWER):
            read += piece
            if len(read) > LARGEST_ANSWER or time.monotonic() > until:
                return None
        answer = json.loads(read)
    except (httpx.TransportError, ValueError, RecursionError):
        return None
    reference = answer.get("reference") if isinstance(answer, dict) else None
    if not isinstance(reference, str) or not reference.isprintable():
        return None
    return reference[:LONGEST_REFERENCE] or None
