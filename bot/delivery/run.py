"""The calls of one run of a handler, numbered in their order: the first is the first again when
the handler runs again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from itertools import count
from typing import Any, Protocol

from pydantic import SecretStr

from bot.delivery.courier import Courier, Delivered, Patience
from bot.delivery.methods import METHODS
from bot.delivery.outbox import Outbox, work_name
from bot.delivery.pace import PERIOD, ChannelPace, Pace
from bot.delivery.transport import Transport
from bot.durable import Json, Steps
from bot.store.outbox import Parcel


@dataclass(frozen=True)
class Waybill:
    """A delivery that is written down. ``name`` begins the names of its steps."""

    workspace_id: str
    key: str
    channel: str
    method: str
    place: int
    name: str


class Carrier(Protocol):
    """Sees to it that a delivery is carried out, here or by another worker."""

    def carry(self, steps: Steps, waybill: Waybill) -> Delivered: ...


class Inline:
    """Carries it out in the handler's own thread, in the channel's order."""

    def __init__(self, courier: Courier, pace: Pace) -> None:
        self._courier = courier
        self._pace = pace

    def carry(self, steps: Steps, waybill: Waybill) -> Delivered:
        workspace_id, key = waybill.workspace_id, waybill.key
        # What is over only has to be read from its recorded steps: that waits for nobody.
        if not waybill.channel or self._courier.is_over(workspace_id, key):
            return self._courier.deliver(steps, workspace_id, key, waybill.name)
        paced = METHODS[waybill.method].paced
        with self._pace.turn(workspace_id, waybill.channel, waybill.place, paced=paced):
            return self._courier.deliver(steps, workspace_id, key, waybill.name)


class Queued:
    """Has messages carried out by a queue that keeps a channel's order and pace, for any number of
    workers; what makes no message is done at once, here.

    ``enqueue`` starts ``Courier.answer`` as work of its own, waits for it, and gives what it gave.
    """

    def __init__(self, courier: Courier, enqueue: Callable[[Steps, Waybill], Json]) -> None:
        self._courier = courier
        self._enqueue = enqueue

    def carry(self, steps: Steps, waybill: Waybill) -> Delivered:
        if METHODS[waybill.method].paced and waybill.channel:
            return Delivered.model_validate(self._enqueue(steps, waybill))
        return self._courier.deliver(steps, waybill.workspace_id, waybill.key, waybill.name)


class Run:
    """One run of a handler for one workspace. For one thread.

    ``last_try``: nobody runs it again if it fails, so that the person is to be told. ``problem``
    is what it failed with, where whoever called the handler does not see that.
    """

    def __init__(
        self,
        steps: Steps,
        workspace_id: str,
        outbox: Outbox,
        carrier: Carrier,
        *,
        last_try: bool = True,
    ) -> None:
        self.steps = steps
        self.last_try = last_try
        self.problem: Exception | None = None
        self._workspace_id = workspace_id
        self._outbox = outbox
        self._carrier = carrier
        self._numbers = _names("")

    def send(
        self,
        method: str,
        channel: str,
        arguments: Mapping[str, Any],
        address: SecretStr | None = None,
    ) -> Delivered:
        """Write the call down, then have it carried out. Raises what SQLAlchemy raises."""
        number = next(self._numbers)
        key = f"{work_name(self.steps.work_id)}:{number}"
        parcel = Parcel(
            key=key, channel=channel, method=method, arguments=arguments, address=address
        )
        # The names do not tell the method: a handler that takes another way the second time,
        # because people or Slack changed meanwhile, gets what its first way came to.
        name = f"slack:{number}"
        place = self.steps.transaction(
            f"{name}:keep", lambda: self._outbox.put(self._workspace_id, parcel)
        )
        waybill = Waybill(self._workspace_id, key, channel, method, int(place), name)
        return self._carrier.carry(self.steps, waybill)

    def step(self, do: Callable[[], Json]) -> Json:
        """Something that may happen twice; its result is recorded."""
        return self.steps.run(f"slack:{next(self._numbers)}", do)

    def transaction(self, do: Callable[[], Json]) -> Json:
        """Something that happens once: what it writes to our database is kept with its result."""
        return self.steps.transaction(f"slack:{next(self._numbers)}", do)

    @contextmanager
    def aside(self, name: str) -> Iterator[None]:
        """Around calls that are no part of the handler's way, such as telling of its failure: they
        have numbers of their own, so that a later run that gets further finds its own free."""
        numbers, self._numbers = self._numbers, _names(name)
        try:
            yield
        finally:
            self._numbers = numbers


def _names(prefix: str) -> Iterator[str]:
    return (f"{prefix}{number}" for number in count(1))


_current: ContextVar[Run | None] = ContextVar("journeydesk_run", default=None)


def current_run() -> Run | None:
    """The run that this thread's code belongs to; None for what is answered at once."""
    return _current.get()


@contextmanager
def outside_of_runs() -> Iterator[None]:
    """Around what a step does: it is no run's code, and makes no steps of its own."""
    token = _current.set(None)
    try:
        yield
    finally:
        _current.reset(token)


class Deliveries:
    """Makes what a handler writes to Slack durable."""

    def __init__(self, outbox: Outbox, carrier: Carrier) -> None:
        self._outbox = outbox
        self._carrier = carrier

    def carry(self, steps: Steps, workspace_id: str, key: str) -> Delivered:
        """Have what is written down under ``key`` carried out, for no handler. Raises LookupError
        and what SQLAlchemy raises."""
        kept = self._outbox.get(workspace_id, key)
        waybill = Waybill(workspace_id, key, kept.channel, kept.method, kept.place, "slack")
        return self._carrier.carry(steps, waybill)

    @contextmanager
    def during(self, steps: Steps, workspace_id: str, *, last_try: bool = True) -> Iterator[Run]:
        """Around a handler: its calls are steps of ``steps``. They must come from this thread."""
        run = Run(steps, workspace_id, self._outbox, self._carrier, last_try=last_try)
        token = _current.set(run)
        try:
            yield run
        finally:
            _current.reset(token)


def in_one_process(
    outbox: Outbox,
    transport: Transport,
    workspace_ids: Iterable[str],
    *,
    period: float = PERIOD,
    patience: Patience | None = None,
) -> Deliveries:
    """Everything is carried out here. What a process before this one left unfinished in
    ``workspace_ids`` goes before what comes now. ``period``: seconds between two messages in a
    channel. Raises what SQLAlchemy raises."""
    left = [
        (workspace_id, one.channel, one.place)
        for workspace_id in workspace_ids
        for one in outbox.unfinished(workspace_id)
        if one.channel
    ]
    courier = Courier(outbox, transport, patience)
    return Deliveries(outbox, Inline(courier, ChannelPace(period, expected=left)))
