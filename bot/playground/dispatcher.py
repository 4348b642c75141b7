"""Sending to the bot as Slack does: signed, within three seconds, events again if need be."""

import asyncio
import contextlib
import json
from collections.abc import Callable, Coroutine, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any
from urllib.parse import urlencode

from bot.playground.clock import Clock, wait_until
from bot.playground.delivery import Answer, Delivery, DeliveryFailed, Outgoing, RequestKind
from bot.playground.faults import Faults, Injected
from bot.playground.limits import Json
from bot.playground.records import Problem
from bot.playground.signing import Signer

DEADLINE_SECONDS = 3.0
# Slack sends an event again at once, after a minute and after five, each counted from the failure.
RETRY_SECONDS = (0.0, 60.0, 300.0)
_USER_AGENT = "Slackbot 1.0 (+https://api.slack.com/robots)"


class NoAcknowledgement(Exception):
    """The bot did not answer with 2xx in time.

    `code` is what Slack shows for commands: operation_timeout or dispatch_failed; `reason` is what
    X-Slack-Retry-Reason says. `injected`: a test wanted it so.
    """

    def __init__(
        self, code: str, reason: str, detail: str, *, retry: bool = True, injected: bool = False
    ) -> None:
        super().__init__(detail)
        self.code = code
        self.reason = reason
        self.retry = retry
        self.injected = injected


@dataclass(eq=False, slots=True)
class _Held:
    """An event that waits for the next one to go first, or for the clock."""

    deliver: Callable[[], Coroutine[Any, Any, None]]
    cancel: Callable[[], None] = lambda: None


class Dispatcher:
    """Everything that goes from Slack to the bot. One URL takes all of it.

    `given_up` holds the event_id of every event that was sent four times and never acknowledged.
    """

    def __init__(
        self,
        clock: Clock,
        signer: Signer,
        delivery: Delivery,
        problems: list[Problem],
        faults: Faults | None = None,
    ) -> None:
        self.url: str | None = None
        self.faults = faults or Faults()
        self.given_up: list[str] = []
        self._clock = clock
        self._signer = signer
        self._delivery = delivery
        self._problems = problems
        self._tasks: set[asyncio.Task[None]] = set()
        self._waiting: set[Callable[[], None]] = set()
        self._held: list[_Held] = []
        self._quiet = asyncio.Event()
        self._quiet.set()
        self._busy = 0

    async def verify_url(self, challenge: str) -> str:
        """The url_verification handshake; gives the bot's answer."""
        body = json.dumps(
            {"type": "url_verification", "token": "verification-token", "challenge": challenge}
        ).encode()
        answer = await self._send("url_verification", "url_verification", body, _JSON)
        try:
            answered = json.loads(answer.body)
        except ValueError:
            return answer.body
        return str(answered.get("challenge")) if isinstance(answered, dict) else answer.body

    async def form(self, kind: RequestKind, name: str, fields: dict[str, str]) -> Answer:
        """A command, or an interaction in the form field `payload`; raises NoAcknowledgement."""
        fault = self.faults.of_delivery(name, first_of_event=False)
        try:
            return await self._send(kind, name, urlencode(fields).encode(), _FORM, fault)
        except NoAcknowledgement as missed:
            self._note(name, missed)
            raise

    async def events(self, envelopes: Iterable[Json]) -> None:
        """Deliver events one after the other; returns when each was acknowledged, given up until
        its next retry, or put back by a fault."""
        for envelope in envelopes:
            fault = self.faults.of_delivery(_name(envelope), first_of_event=True)
            if fault is not None and fault.what == "delay":
                self._later(fault.seconds, partial(self._deliver, envelope, 0, "", None))
            elif fault is not None and fault.what == "reorder":
                self._hold(fault.seconds, partial(self._deliver, envelope, 0, "", None))
            else:
                await self._deliver(envelope, 0, "", fault)
                await self._let_go()

    def events_soon(self, envelopes: Iterable[Json]) -> None:
        """Deliver events without waiting for them."""
        self._start(self.events(list(envelopes)))

    async def idle(self) -> None:
        """Return when nothing is on its way to the bot; retries that are not due do not count."""
        while self._busy:
            await self._quiet.wait()

    def forget(self) -> None:
        """Drop every retry, and every event put back, that is still to come."""
        for cancel in self._waiting:
            cancel()
        self._waiting.clear()
        self._held.clear()
        self.given_up.clear()

    async def close(self) -> None:
        self.forget()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self._delivery.close()

    async def _again(self, envelope: Json, number: int, reason: str) -> None:
        fault = self.faults.of_delivery(_name(envelope), first_of_event=False)
        await self._deliver(envelope, number, reason, fault)

    async def _deliver(
        self, envelope: Json, number: int, reason: str, fault: Injected | None
    ) -> None:
        headers = dict(_JSON)
        if number:
            headers |= {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason}
        name = _name(envelope)
        try:
            await self._send("event", name, json.dumps(envelope).encode(), headers, fault)
        except NoAcknowledgement as missed:
            if self.url is None:
                return
            self._note(name, missed)
            if not missed.retry or number >= len(RETRY_SECONDS):
                self.given_up.append(str(envelope["event_id"]))
                return
            delay = RETRY_SECONDS[number]
            if not delay:
                await self._again(envelope, number + 1, missed.reason)
                return
            self._later(delay, partial(self._again, envelope, number + 1, missed.reason))

    def _note(self, name: str, missed: NoAcknowledgement) -> None:
        if not missed.injected and not self.faults.bot_is_down:
            self._problems.append(Problem(name, str(missed)))

    def _hold(self, seconds: float, deliver: Callable[[], Coroutine[Any, Any, None]]) -> None:
        held = _Held(deliver)

        async def too_long() -> None:
            if held in self._held:
                self._held.remove(held)
                await held.deliver()

        held.cancel = self._later(seconds, too_long)
        self._held.append(held)

    async def _let_go(self) -> None:
        waited, self._held = self._held, []
        for held in waited:
            held.cancel()
            self._waiting.discard(held.cancel)
            await held.deliver()

    def _later(
        self, delay: float, make: Callable[[], Coroutine[Any, Any, None]]
    ) -> Callable[[], None]:
        def due() -> None:
            self._waiting.discard(cancel)
            self._start(make())

        cancel = self._clock.call_at(self._clock.now() + delay, due)
        self._waiting.add(cancel)
        return cancel

    def _start(self, work: Coroutine[Any, Any, None]) -> None:
        self._enter()
        task = asyncio.ensure_future(work)
        self._tasks.add(task)

        def done(finished: asyncio.Task[None]) -> None:
            self._tasks.discard(finished)
            self._leave()

        task.add_done_callback(done)

    async def _send(
        self,
        kind: RequestKind,
        name: str,
        body: bytes,
        headers: dict[str, str],
        fault: Injected | None = None,
    ) -> Answer:
        if self.url is None:
            raise NoAcknowledgement("dispatch_failed", "connection_failed", "no bot is connected")
        what = fault.what if fault is not None else None
        if what == "drop":
            raise _injected("lost on the way")
        signed = headers | {"User-Agent": _USER_AGENT} | self._signer.headers(body)
        request = Outgoing(kind, name, body, signed)
        if what == "duplicate":
            self._start(self._copy(request))
        self._enter()
        sending = asyncio.ensure_future(self._delivery.send(self.url, request))
        deadline = asyncio.ensure_future(
            wait_until(self._clock, self._clock.now() + DEADLINE_SECONDS)
        )
        try:
            await asyncio.wait({sending, deadline}, return_when=asyncio.FIRST_COMPLETED)
            if deadline.done():
                raise NoAcknowledgement(
                    "operation_timeout", "http_timeout", f"no answer in {DEADLINE_SECONDS:g} s"
                )
            answer = sending.result()
        except DeliveryFailed as failed:
            code = "operation_timeout" if failed.reason == "http_timeout" else "dispatch_failed"
            raise NoAcknowledgement(code, failed.reason, failed.reason) from failed
        finally:
            for future in (sending, deadline):
                future.cancel()
            await asyncio.gather(sending, deadline, return_exceptions=True)
            self._leave()
        if not answer.ok:
            raise NoAcknowledgement(
                "dispatch_failed",
                "too_many_redirects" if 300 <= answer.status < 400 else "http_error",
                f"answered with status {answer.status}",
                retry=answer.headers.get("x-slack-no-retry") != "1",
            )
        if what == "lose_answer":
            raise _injected("the answer was lost")
        return answer

    async def _copy(self, request: Outgoing) -> None:
        """The second of two equal deliveries; what the bot answers to it is of no interest."""
        if self.url is not None:
            with contextlib.suppress(DeliveryFailed):
                await self._delivery.send(self.url, request)

    def _enter(self) -> None:
        self._busy += 1
        self._quiet.clear()

    def _leave(self) -> None:
        self._busy -= 1
        if not self._busy:
            self._quiet.set()


def _name(envelope: Json) -> str:
    event = envelope["event"]
    return ".".join(filter(None, ["event", event["type"], event.get("subtype")]))


def _injected(detail: str) -> NoAcknowledgement:
    return NoAcknowledgement("operation_timeout", "http_timeout", detail, injected=True)


_JSON = {"Content-Type": "application/json"}
_FORM = {"Content-Type": "application/x-www-form-urlencoded"}
