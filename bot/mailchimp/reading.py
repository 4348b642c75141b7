"""Reads a whole account, several automations at a time."""

from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from threading import Semaphore
from typing import Any

from bot.mailchimp.account import Entry, Overview, read_automation, read_overview, told
from bot.mailchimp.client import Client, Json
from bot.mailchimp.errors import Unavailable

WORKERS = 14
"""More than the ten requests that an account gets at once: some of them wait to ask again."""
GIVE_UP_AFTER = 5
"""Automations in a row without an answer from Mailchimp: the next ones would have none either."""


@dataclass(frozen=True, slots=True)
class Progress:
    """Automations: ``done`` of ``total``, ``incomplete`` of them with something unread."""

    done: int
    total: int
    incomplete: int


@dataclass(frozen=True, slots=True)
class Account:
    """Everything that was read; ``entries`` in Mailchimp's order."""

    overview: Overview
    entries: tuple[Entry, ...]

    @property
    def incomplete(self) -> tuple[Entry, ...]:
        return tuple(entry for entry in self.entries if "unread" in entry)

    @property
    def whole(self) -> bool:
        """Nothing is missing."""
        overview = self.overview
        return (
            not self.incomplete
            and overview.campaigns is not None
            and len(self.entries) >= overview.counted
        )

    def bundle(self, plan: str | None = None) -> dict[str, Json]:
        """What ``journeydesk convert`` reads."""
        made: dict[str, Json] = {
            "bundle_version": "1",
            "account": self.overview.account,
            "plan": plan,
            "automations": list(self.entries),
        }
        if self.overview.campaigns is not None:
            made["campaigns"] = list(self.overview.campaigns)
        elif self.overview.campaigns_error is not None:
            made["unread"] = {"campaigns": told(self.overview.campaigns_error)}
        return made


def read_account(
    client: Client,
    *,
    overview: Overview | None = None,
    known: Callable[[dict[str, Any]], Entry | None] = lambda _: None,
    keep: Callable[[Entry], None] = lambda _: None,
    progress: Callable[[Progress], None] = lambda _: None,
    with_contacts: bool = False,
) -> Account:
    """Reads everything a conversion needs. One automation's failure is kept in its entry
    (``unread``) and stops no other. Raises a MailchimpError where the account as a whole cannot be
    read, or where Mailchimp stopped answering.

    ``known`` gives the entry of an automation of the overview that was read before; ``keep`` is
    handed each one that was read now and lacks nothing; both, and ``progress``, are called from the
    thread that called this function.
    """
    seen = overview or read_overview(client)
    entries: dict[int, Entry] = {}
    missing: dict[int, dict[str, Any]] = {}
    for place, automation in enumerate(seen.automations):
        before = known(automation)
        if before is None:
            missing[place] = automation
        else:
            entries[place] = before
    reading = _Reading(client, with_contacts, len(seen.automations), entries, progress, keep)
    reading.run(missing)
    return Account(seen, tuple(entries[place] for place in sorted(entries)))


class _Reading:
    def __init__(
        self,
        client: Client,
        with_contacts: bool,
        total: int,
        entries: dict[int, Entry],
        progress: Callable[[Progress], None],
        keep: Callable[[Entry], None],
    ) -> None:
        self._client = client
        self._with_contacts = with_contacts
        self._total = total
        self._entries = entries
        self._progress = progress
        self._keep = keep
        self._in_vain = 0

    def run(self, missing: dict[int, dict[str, Any]]) -> None:
        self._tell()
        pool = ThreadPoolExecutor(WORKERS, thread_name_prefix="mailchimp")
        ended, some = deque[Future[Entry]](), Semaphore(0)

        def end(future: Future[Entry]) -> None:
            ended.append(future)
            some.release()

        try:
            places: dict[Future[Entry], int] = {}
            for place, raw in missing.items():
                future = pool.submit(self._one, raw)
                places[future] = place
                future.add_done_callback(end)
            for _ in places:
                some.acquire()
                # "In a row" is counted in the order of their ends, however late this thread looks.
                future = ended.popleft()
                self._take(places[future], future)
        except BaseException:
            # Nobody waits for what is under way: it ends with the client.
            pool.shutdown(wait=False, cancel_futures=True)
            raise
        pool.shutdown()

    def _one(self, automation: dict[str, Any]) -> Entry:
        return read_automation(self._client, automation, with_contacts=self._with_contacts)

    def _take(self, place: int, future: Future[Entry]) -> None:
        entry = future.result()
        self._entries[place] = entry
        if "unread" not in entry:
            self._keep(entry)
        emails = entry.get("unread", {}).get("emails", {})
        self._in_vain = self._in_vain + 1 if emails.get("reason") in ("busy", "unavailable") else 0
        self._tell()
        if self._in_vain >= GIVE_UP_AFTER:
            raise Unavailable("stopped_answering", done=len(self._entries), total=self._total)

    def _tell(self) -> None:
        incomplete = sum(1 for entry in self._entries.values() if "unread" in entry)
        self._progress(Progress(len(self._entries), self._total, incomplete))
