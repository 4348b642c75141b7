"""A small engine for the tests: it records steps, crashes where it is told to, and runs again."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import SecretStr

from bot.delivery.answers import Answer
from bot.delivery.transport import Transport
from bot.durable import Json


class Crash(BaseException):
    """The process is gone: nothing may catch this."""


class Crasher:
    """Ends the process at the points in ``at``, counted from 1 over all runs."""

    def __init__(self, *at: int) -> None:
        self.at = frozenset(at)
        self.passed = 0

    def point(self) -> None:
        self.passed += 1
        if self.passed in self.at:
            raise Crash


class Clock:
    """A clock that only sleeping moves."""

    def __init__(self, start: float) -> None:
        self._now = datetime.fromtimestamp(start, UTC)
        self.slept: list[float] = []

    def now(self) -> datetime:
        return self._now

    def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._now += timedelta(seconds=seconds)


class ReplayingSteps:
    """One run over ``records``, which outlive it."""

    def __init__(
        self, work_id: str, records: dict[str, str], crasher: Crasher, clock: Clock
    ) -> None:
        self._work_id = work_id
        self._records = records
        self._crasher = crasher
        self._clock = clock
        self.names: list[str] = []

    @property
    def work_id(self) -> str:
        return self._work_id

    def run(self, name: str, do: Callable[[], Json]) -> Json:
        return self._step(name, do, self._crasher.point)

    def transaction(self, name: str, do: Callable[[], Json]) -> Json:
        return self._step(name, do, lambda: None)

    def sleep(self, seconds: float) -> None:
        self._step(f"sleep:{len(self.names)}", lambda: self._clock.sleep(seconds), lambda: None)

    def _step(self, name: str, do: Callable[[], Json], between: Callable[[], None]) -> Json:
        """``between``: what happens after it is done and before that is recorded."""
        assert name not in self.names, "two steps of one run have the same name"
        self.names.append(name)
        self._crasher.point()
        if name not in self._records:
            result = json.dumps(do())
            between()
            self._records[name] = result
            self._crasher.point()
        return json.loads(self._records[name])


class CrashingTransport:
    """Ends the process before a call leaves, or when Slack took it and nothing of its answer is
    written down."""

    def __init__(self, inner: Transport, crasher: Crasher) -> None:
        self._inner = inner
        self._crasher = crasher

    def ask(self, workspace_id: str, method: str, arguments: Mapping[str, Any]) -> Answer:
        self._crasher.point()
        answer = self._inner.ask(workspace_id, method, arguments)
        self._crasher.point()
        return answer

    def respond(self, address: SecretStr, body: Mapping[str, Any]) -> Answer:
        self._crasher.point()
        answer = self._inner.respond(address, body)
        self._crasher.point()
        return answer
