"""Accounts to read, in the shape of a bundle."""

from itertools import count
from typing import Any

from bot.mailchimp import Client, Credentials, Patience
from tests.converter import build

Json = dict[str, Any]
_numbers = count(1)


def fresh_key() -> str:
    """Nobody shares ten connections with another test."""
    return f"{next(_numbers):032x}-us6"


def automation(number: int, emails: int = 3) -> Json:
    """One that converts, with ``number % 4`` contacts queued for its last e-mail."""
    name = f"auto{number:05}"
    waiting = [{"next_send": f"2026-12-{day + 1:02}T10:00:00+00:00"} for day in range(number % 4)]
    last = f"{name}-{emails}"
    entry = build.series(
        emails,
        id=name,
        queues={last: {"total_items": len(waiting), "queue": waiting}},
        removed_subscribers={"total_items": number % 3},
    )
    for email in entry["emails"]:
        email["id"] = f"{name}-{email['position']}"
    return entry


def account(automations: int, emails: int = 3) -> Json:
    return {
        "bundle_version": "1",
        "account": {
            "account_id": "acc1",
            "account_name": "Maison Lavande",
            "account_timezone": "Europe/Paris",
            "pricing_plan_type": "monthly",
            "email": "owner@example.com",
        },
        "automations": [automation(number, emails) for number in range(automations)],
        "campaigns": [{"id": "rss1", "type": "rss", "settings": {"title": "Blog"}, "_links": []}],
    }


def client(url: str, key: str, attempts: int = 8) -> Client:
    """One that waits for moments instead of seconds."""
    patience = Patience(attempts=attempts, first=0.001, longest=0.01)
    return Client(Credentials.from_key(key), base_url=f"{url}/3.0/", patience=patience)
