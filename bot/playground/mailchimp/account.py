"""An account that can be read, and that lives: queues empty, automations are archived."""

import hashlib
import json
import threading
import time
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any, TypeAlias

Json: TypeAlias = Any


class SimulatedAccount:
    """Made from a bundle. Queued contacts that the bundle does not name get invented addresses.

    Contacts leave a queue with ``send``, and, where ``sends_every`` is set, one that many seconds
    after another from the moment its automation is archived. ``now`` gives seconds.
    """

    def __init__(
        self,
        bundle: dict[str, Json],
        *,
        sends_every: float | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        whole = deepcopy(bundle)
        self.about: dict[str, Json] = whole.get("account") or {}
        self.campaigns: list[dict[str, Json]] = whole.get("campaigns") or []
        entries = whole.get("automations") or []
        self._entries: dict[str, dict[str, Json]] = {e["automation"]["id"]: e for e in entries}
        self._sends_every = sends_every
        self._now = now
        self._archived: dict[str, float] = {}
        self._sent: dict[str, int] = {}
        self._lock = threading.Lock()

    @classmethod
    def from_file(cls, path: Path, *, sends_every: float | None = None) -> "SimulatedAccount":
        bundle = json.loads(path.read_text(encoding="utf-8"))
        return cls(bundle, sends_every=sends_every)

    # What happens in the account, seen from outside of the API

    def archive(self, automation_id: str) -> None:
        """As when somebody turns the journey on: who is queued goes on, nobody new comes in."""
        with self._lock:
            self._entries[automation_id]["automation"]["status"] = "archived"
            self._archived.setdefault(automation_id, self._now())

    def set_status(self, automation_id: str, status: str) -> None:
        with self._lock:
            self._entries[automation_id]["automation"]["status"] = status

    def send(self, automation_id: str, contacts: int) -> None:
        """The next ``contacts`` of the automation's queues get their e-mail and leave."""
        with self._lock:
            self._sent[automation_id] = self._sent.get(automation_id, 0) + contacts

    def queued(self, automation_id: str) -> int:
        """How many contacts wait now, in all queues of the automation."""
        emails = self.emails(automation_id) or []
        return sum(len(self.queue(automation_id, str(email["id"])) or ()) for email in emails)

    # What the API tells

    def automations(self) -> list[dict[str, Json]]:
        return [entry["automation"] for entry in self._entries.values()]

    def automation(self, automation_id: str) -> dict[str, Json] | None:
        entry = self._entries.get(automation_id)
        return entry["automation"] if entry else None

    def emails(self, automation_id: str) -> list[dict[str, Json]] | None:
        entry = self._entries.get(automation_id)
        return (entry.get("emails") or []) if entry else None

    def queue(self, automation_id: str, email_id: str) -> list[dict[str, Json]] | None:
        """None where there is no such e-mail."""
        emails = self.emails(automation_id)
        if emails is None or email_id not in [str(email.get("id")) for email in emails]:
            return None
        with self._lock:
            gone = self._gone(automation_id)
            for email in emails:
                waiting = self._waiting(automation_id, str(email["id"]))
                if str(email["id"]) == email_id:
                    return waiting[gone:]
                gone = max(0, gone - len(waiting))
        return None

    def removed(self, automation_id: str) -> list[dict[str, Json]] | None:
        entry = self._entries.get(automation_id)
        if entry is None:
            return None
        return _named(entry.get("removed_subscribers"), "subscribers", automation_id, "removed")

    def _waiting(self, automation_id: str, email_id: str) -> list[dict[str, Json]]:
        queues = self._entries[automation_id].get("queues") or {}
        found = _named(queues.get(email_id), "queue", automation_id, email_id)
        return sorted(found, key=lambda contact: str(contact.get("next_send")))

    def _gone(self, automation_id: str) -> int:
        gone = self._sent.get(automation_id, 0)
        since = self._archived.get(automation_id)
        if since is not None and self._sends_every:
            gone += int((self._now() - since) / self._sends_every)
        return gone


def _named(holder: Json, listed: str, automation_id: str, what: str) -> list[dict[str, Json]]:
    """As many contacts as the holder counts, each with an id and an address."""
    if not isinstance(holder, dict):
        return []
    given = [item for item in holder.get(listed) or () if isinstance(item, dict)]
    total = holder.get("total_items")
    count = max(len(given), total if isinstance(total, int) else 0)
    found = []
    for place in range(count):
        address = f"contact-{place + 1}.{what}@example.com"
        known = given[place] if place < len(given) else {}
        contact = {
            "id": hashlib.md5(address.encode(), usedforsecurity=False).hexdigest(),
            "workflow_id": automation_id,
            "email_address": address,
        }
        found.append({**contact, **known})
    return found
