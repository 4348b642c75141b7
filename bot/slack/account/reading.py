"""Reading a workspace's Mailchimp account as durable work, with one message that tells how far it
is.

Each step reads a few automations and keeps them; after a crash only the step that was under way is
done again. What an earlier reading has found stays until this one is complete.
"""

import logging
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from slack_sdk import WebClient

from bot.clock import utc_now
from bot.delivery.run import Deliveries, outside_of_runs
from bot.durable import Json, StepFailed, Steps, Transient
from bot.mailchimp.account import Entry, read_automation, read_overview
from bot.mailchimp.client import Client
from bot.mailchimp.errors import Busy, MailchimpError, Unavailable
from bot.mailchimp.patience import Patience
from bot.services.accounts import Accounts
from bot.services.connections import Connection
from bot.slack import delivery
from bot.slack.blocks import account as blocks
from bot.slack.blocks.elements import Reply
from bot.slack.failures import SLACK_FAILURES
from bot.slack.people import Person
from bot.slack.services import Services
from bot.store.connections import Part, Reading
from converter.report.model import Language

KIND = "account"
BATCH = 20
"""Automations in one step: as many as are lost when the process dies."""
AT_ONCE = 10
"""Mailchimp serves no more connections of one account."""
TELL_SECONDS = 3.0
"""Between two changes of the message."""
SOME = 3
"""Automations of which not one is answered: Mailchimp is down then, not an automation broken."""
UNREAD = "unread"
"""In an entry: what Mailchimp did not give."""

log = logging.getLogger(__name__)


def work_id_of(workspace_id: str, reading: Reading) -> str:
    # A database may give an id again that was deleted.
    return f"{KIND}:{workspace_id}:{reading.id}:{reading.begun_at.timestamp():.6f}"


@dataclass(frozen=True)
class Pace:
    """``asking``: how Mailchimp is asked. Trouble that passes is waited for no longer than
    ``give_up`` after the reading began."""

    asking: Patience = Patience()  # noqa: RUF009 - frozen
    give_up: timedelta = timedelta(minutes=20)
    batch: int = BATCH
    tell_seconds: float = TELL_SECONDS


class AccountReading:
    """Handles readings that were begun. Safe to share between threads."""

    def __init__(
        self,
        services: Services,
        client: WebClient,
        deliveries: Deliveries,
        pace: Pace,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._services = services
        self._client = client
        self._deliveries = deliveries
        self._pace = pace
        self._now = now

    def handle(self, steps: Steps, workspace_id: str, key: str) -> Json:
        """``key`` is the reading's id. Raises what SQLAlchemy raises, and Transient."""
        with self._deliveries.during(steps, workspace_id):
            accounts = self._services.account.accounts
            reading = accounts.reading(workspace_id, int(key))
            if reading is None or reading.state != "running":
                return None
            person = self._services.people.of(self._client, workspace_id, reading.asked_by)
            message = _Message(self._client, person, self._pace.tell_seconds)
            one = _One(accounts, steps, workspace_id, reading, self._pace, self._now)
            return self._read(one, message, person.language)

    def _read(self, one: "_One", message: "_Message", language: Language) -> Json:
        message.begin(blocks.told(language, "account_begins"))
        found = one.overview(language)
        start, unread = 0, 0
        while start < found.get("total", 0) and "problem" not in found:
            message.tell(
                found["at"], blocks.progress(language, found["name"], start, found["total"])
            )
            read = one.batch(start, found["total"], found["account"], language)
            if "problem" in read:
                found = read
                break
            found["at"] = read["at"]
            unread += read["unread"]
            start += self._pace.batch
        if "problem" not in found:
            found = {**found, **one.store(found, unread)}
        if "problem" in found:
            one.fail(found["problem"])
            message.end(blocks.failed(language, _why(found, language)))
            return found["problem"]
        message.end(
            blocks.done(
                language,
                found["name"],
                found["total"],
                unread=unread,
                unlisted=found["unlisted"],
                campaigns=found["campaigns"],
            )
        )
        return None


class _One:
    """One reading: its steps. Their results hold nothing of what was read but numbers."""

    def __init__(
        self,
        accounts: Accounts,
        steps: Steps,
        workspace_id: str,
        reading: Reading,
        pace: Pace,
        now: Callable[[], datetime],
    ) -> None:
        self._accounts = accounts
        self._reads = accounts.reads
        self._steps = steps
        self._workspace_id = workspace_id
        self._id = reading.id
        self._begun_at = reading.begun_at
        self._pace = pace
        self._now = now

    def overview(self, language: Language) -> dict[str, Json]:
        """``account`` is the account's id."""

        def do() -> dict[str, Json]:
            with self._client(None) as client:
                found = read_overview(client)
            account = found.account
            self._keep("account", [account])
            self._keep("campaigns", [list(found.campaigns or ())])
            self._keep("automation", list(found.automations))
            return {
                "account": str(account.get("account_id") or ""),
                "name": str(account.get("account_name") or ""),
                "total": len(found.automations),
                "unlisted": max(0, found.counted - len(found.automations)),
                "campaigns": len(found.campaigns) if found.campaigns is not None else None,
                "at": time.time(),
            }

        return self._step("overview", do, language)

    def batch(self, start: int, total: int, account: str, language: Language) -> dict[str, Json]:
        def do() -> dict[str, Json]:
            listed = self._kept("automation", start, self._pace.batch)
            with self._client(account) as client, ThreadPoolExecutor(AT_ONCE) as pool:
                read = list(pool.map(partial(read_automation, client), listed))
            if len(read) >= SOME and all(_in_vain(entry) for entry in read):
                raise Unavailable("stopped_answering", done=start, total=total)
            self._keep("entry", read, start)
            return {"unread": sum(UNREAD in entry for entry in read), "at": time.time()}

        return self._step(f"read:{start}", do, language)

    def store(self, found: Mapping[str, Json], unread: int) -> dict[str, Json]:
        """Everything that was read takes the place of what was read before."""

        def do() -> dict[str, Json]:
            (account,), (campaigns,) = self._kept("account"), self._kept("campaigns")
            entries = self._kept("entry", 0, found["total"])
            self._accounts.store(self._workspace_id, account, entries, campaigns)
            self._reads.done(self._workspace_id, self._id, found["account"], len(entries), unread)
            return {}

        return dict(self._steps.run("store", lambda: _aside(do)))

    def fail(self, problem: str) -> None:
        self._steps.run(
            "fail",
            lambda: _aside(lambda: self._reads.failed(self._workspace_id, self._id, problem)),
        )

    def _step(
        self, name: str, do: Callable[[], dict[str, Json]], language: Language
    ) -> dict[str, Json]:
        """What it gives, or ``problem``: the name of the trouble, with ``why`` as a sentence."""

        def tried() -> dict[str, Json]:
            try:
                return do()
            except _Changed as changed:
                return {"problem": changed.code}
            except MailchimpError as error:
                if (
                    isinstance(error, Transient)
                    and self._now() - self._begun_at < self._pace.give_up
                ):
                    raise
                return {"problem": error.key, "why": error.sentence(language)}

        return dict(self._steps.run(name, lambda: _aside(tried)))

    def _keep(self, part: Part, values: Sequence[Json], start: int = 0) -> None:
        self._reads.keep(self._workspace_id, self._id, part, values, start)

    def _kept(self, part: Part, start: int = 0, count: int = 1) -> list[Json]:
        return self._reads.pieces(self._workspace_id, self._id, part, start, count)

    @contextmanager
    def _client(self, account: str | None) -> Iterator[Client]:
        """For ``account``, where it is known which one is being read. Raises _Changed."""
        opened = self._accounts.open(self._workspace_id)
        if opened is None:
            raise _Changed("disconnected")
        if account is not None and _other(opened.connection, account):
            raise _Changed("other")
        with self._accounts.client(opened, self._pace.asking) as client:
            yield client


class _Changed(Exception):
    """The connection is not what it was when the reading began."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class _Message:
    """The one message in their direct messages. Where Slack does not let us write, it is read
    without telling."""

    def __init__(self, client: WebClient, person: Person, seconds: float) -> None:
        self._client = client
        self._user = person.user_id
        self._seconds = seconds
        self._channel: str | None = None
        self._ts: str | None = None
        self._told = 0.0

    def begin(self, reply: Reply) -> None:
        with _whatever_slack_says():
            self._channel = delivery.direct(self._client, self._user)
            self._ts = delivery.post(self._client, self._channel, reply)

    def tell(self, at: float, reply: Reply) -> None:
        """``at`` is when there was something to tell, in a recorded step: a later run tells, or
        does not, at the same places."""
        if at - self._told >= self._seconds:
            self._told = at
            self._change(reply)

    def end(self, reply: Reply) -> None:
        """Also where the message was deleted meanwhile."""
        if not self._change(reply) and self._channel is not None:
            with _whatever_slack_says():
                delivery.post(self._client, self._channel, reply)

    def _change(self, reply: Reply) -> bool:
        if self._channel is None or self._ts is None:
            return False
        with _whatever_slack_says():
            return delivery.update(self._client, self._channel, self._ts, reply)
        return False


@contextmanager
def _whatever_slack_says() -> Iterator[None]:
    try:
        yield
    except (StepFailed, *SLACK_FAILURES) as error:
        log.info("how a reading goes could not be told: %s", type(error).__name__)


def _in_vain(entry: Entry) -> bool:
    """Whether Mailchimp gave no answer about it at all, at this moment."""
    reason = entry.get(UNREAD, {}).get("emails", {}).get("reason")
    return reason in (Busy.reason, Unavailable.reason)


def _aside(do: Callable[[], Json]) -> Json:
    with outside_of_runs():
        return do()


def _other(connection: Connection, account: str) -> bool:
    return bool(connection.account_id) and connection.account_id != account


def _why(found: Mapping[str, Json], language: Language) -> str:
    problem = found["problem"]
    if problem in ("disconnected", "other"):
        return blocks.why(language, problem)
    return str(found.get("why") or "")
