"""Services whose calls are steps of the run they happen in.

A handler that runs again after a crash gets what each call gave the first time, so that it takes
the same way again and nothing is done twice. Outside of a run they are the services as they are.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import wraps
from typing import Any, ParamSpec, TypeVar, get_type_hints

from pydantic import TypeAdapter
from slack_sdk import WebClient

from bot.allowance import Allowance
from bot.delivery.run import current_run, outside_of_runs
from bot.services.accounts import Accounts
from bot.services.audits import Audits
from bot.services.automations import Automations
from bot.services.background import Background
from bot.services.cutovers import Cutovers
from bot.services.desk import Desk
from bot.services.events import Events
from bot.services.numbers import Numbers
from bot.services.questions import Questions
from bot.services.talk import Talk
from bot.slack.desk.agents import Agents
from bot.slack.people import People, Person

ASK_AGAIN = (1.0, 2.0, 4.0, 8.0)
"""Seconds before Slack is asked again who somebody is."""
UNHURRIED = 5
"""Seconds that Slack's answer is waited for where nobody waits for ours."""

P = ParamSpec("P")
T = TypeVar("T")


def recorded(method: Callable[P, T], *, together: bool = False) -> Callable[P, T]:
    """``method`` as a step; its result goes through JSON by its declared type. ``together``: what
    it writes and the record of its result are one transaction."""
    result: TypeAdapter[T] = TypeAdapter(get_type_hints(method)["return"])

    @wraps(method)
    def call(*args: P.args, **kwargs: P.kwargs) -> T:
        run = current_run()
        if run is None:
            return method(*args, **kwargs)

        def do() -> Any:
            with outside_of_runs():
                return result.dump_python(method(*args, **kwargs), mode="json")

        return result.validate_python(run.transaction(do) if together else run.step(do))

    return call


class RecordedTalk(Talk):
    """Reading and matching are steps; what changes the conversation is a transaction."""

    hear = recorded(Talk.hear, together=True)
    first_contact = recorded(Talk.first_contact, together=True)
    answered = recorded(Talk.answered, together=True)
    get = recorded(Talk.get)
    yes = recorded(Talk.yes, together=True)
    no = recorded(Talk.no, together=True)
    choose = recorded(Talk.choose, together=True)
    typed = recorded(Talk.typed, together=True)
    feedback = recorded(Talk.feedback, together=True)
    explain = recorded(Talk.explain, together=True)
    known = recorded(Talk.known)
    withdrawn = recorded(Talk.withdrawn, together=True)
    close = recorded(Talk.close, together=True)
    _match = recorded(Talk._match)
    _store = recorded(Talk._store, together=True)
    _keep_edit = recorded(Talk._keep_edit, together=True)


class RecordedEvents(Events):
    """In a run a key is claimed first, and given back when what it stands for fails."""

    @contextmanager
    def once(self, workspace_id: str, *keys: str) -> Iterator[bool]:
        if current_run() is None:
            with super().once(workspace_id, *keys) as first:
                yield first
        elif not self.claim(workspace_id, *keys):
            yield False
        else:
            try:
                yield True
            except Exception:
                self.give_back(workspace_id, *keys)
                raise

    seen = recorded(Events.seen)
    claim = recorded(Events.claim, together=True)
    give_back = recorded(Events.give_back, together=True)


class RecordedAutomations(Automations):
    """Conversions themselves are computed anew: they change nothing, and are large."""

    find = recorded(Automations.find)
    search = recorded(Automations.search)
    get = recorded(Automations.get)
    count = recorded(Automations.count)
    forget_file = recorded(Automations.forget_file, together=True)


class RecordedQuestions(Questions):
    given = recorded(Questions.given)
    save = recorded(Questions.save, together=True)
    judged = recorded(Questions.judged)
    keep = recorded(Questions.keep, together=True)


class RecordedPeople(People):
    """Who somebody is does not change in the middle of what they asked for. In a run nobody waits
    for an acknowledgement, so Slack is asked more than once."""

    def of(self, client: WebClient, workspace_id: str, user_id: str | None) -> Person:
        run = current_run()
        person = self._asked(client, workspace_id, user_id)
        for seconds in ASK_AGAIN:
            if run is None or user_id is None or person.standing != "unknown":
                break
            run.steps.sleep(seconds)
            person = self._asked(client, workspace_id, user_id)
        return person

    def _of(self, client: WebClient, workspace_id: str, user_id: str | None) -> Person:
        return super().of(client, workspace_id, user_id)

    _asked = recorded(_of)

    def _seconds(self) -> int:
        return super()._seconds() if current_run() is None else UNHURRIED


class RecordedDesk(Desk):
    open = recorded(Desk.open, together=True)
    do = recorded(Desk.do, together=True)
    get = recorded(Desk.get)
    last_at = recorded(Desk.last_at)
    by_card = recorded(Desk.by_card)
    card = recorded(Desk.card)
    carded = recorded(Desk.carded, together=True)
    outside = recorded(Desk.outside)
    called = recorded(Desk.called, together=True)
    packet = recorded(Desk.packet)
    steps = recorded(Desk.steps)
    said = recorded(Desk.said, together=True)
    copied = recorded(Desk.copied, together=True)
    message = recorded(Desk.message)
    message_at = recorded(Desk.message_at)
    messages = recorded(Desk.messages)
    asked_by = recorded(Desk.asked_by)
    edited = recorded(Desk.edited, together=True)
    deleted = recorded(Desk.deleted, together=True)
    save_settings = recorded(Desk.save_settings, together=True)


class RecordedCutovers(Cutovers):
    open = recorded(Cutovers.open, together=True)
    do = recorded(Cutovers.do, together=True)
    get = recorded(Cutovers.get)
    of = recorded(Cutovers.of)
    counts = recorded(Cutovers.counts)
    under_way = recorded(Cutovers.under_way)
    steps = recorded(Cutovers.steps)
    cards = recorded(Cutovers.cards)
    carded = recorded(Cutovers.carded, together=True)


class RecordedBackground(Background):
    exchanges = recorded(Background.exchanges)
    of_turn = recorded(Background.of_turn)


class RecordedAccounts(Accounts):
    """No record holds what opens an account."""

    connection = recorded(Accounts.connection)
    with_key = recorded(Accounts.with_key)
    disconnect = recorded(Accounts.disconnect, together=True)
    read = recorded(Accounts.read)
    reading = recorded(Accounts.reading)
    running = recorded(Accounts.running)
    last_done = recorded(Accounts.last_done)
    left = recorded(Accounts.left)
    forget = recorded(Accounts.forget, together=True)


class RecordedNumbers(Numbers):
    ready = recorded(Numbers.ready)
    table = recorded(Numbers.table)


class RecordedAudits(Audits):
    """The work of an audit records its own steps; results are made anew, as conversions are."""

    begin = recorded(Audits.begin, together=True)
    get = recorded(Audits.get)
    running = recorded(Audits.running)
    last = recorded(Audits.last)
    fail = recorded(Audits.fail, together=True)
    stop = recorded(Audits.stop, together=True)


class RecordedAgents(Agents):
    """In a run Slack is asked more than once."""

    def among(self, client: WebClient, workspace_id: str, channel: str, user: str) -> bool | None:
        run = current_run()
        found = self._asked(client, workspace_id, channel, user)
        for seconds in ASK_AGAIN:
            if run is None or found is not None:
                break
            run.steps.sleep(seconds)
            found = self._asked(client, workspace_id, channel, user)
        return found

    def _among(self, client: WebClient, workspace_id: str, channel: str, user: str) -> bool | None:
        return super().among(client, workspace_id, channel, user)

    _asked = recorded(_among)


class RecordedAllowance(Allowance):
    """A request that was let through is let through."""

    allowed = recorded(Allowance.allowed)
