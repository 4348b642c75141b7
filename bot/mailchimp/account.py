"""Reads an account piece by piece, in the shape of a bundle."""

from dataclasses import dataclass
from typing import TypeAlias
from urllib.parse import quote

from bot.mailchimp.client import Client, Json, Query
from bot.mailchimp.errors import MailchimpError
from bot.mailchimp.keeping import LEFT_OUT, OF_THE_ACCOUNT, account_kept, contacts, trimmed
from bot.mailchimp.paging import listing

Entry: TypeAlias = dict[str, Json]
"""An element of a bundle's ``automations``. What could not be read stands under ``unread``."""

MOST_CONTACTS = 50_000
"""Contacts of one queue whose next e-mail is looked at; above it, the number alone is told."""


@dataclass(frozen=True, slots=True)
class Overview:
    """``automations`` in Mailchimp's order, without their e-mails; ``counted`` is how many it says
    there are. ``campaigns`` of type RSS, None with ``campaigns_error`` where they could not be
    read."""

    account: dict[str, Json]
    automations: tuple[dict[str, Json], ...]
    counted: int
    campaigns: tuple[dict[str, Json], ...] | None
    campaigns_error: MailchimpError | None = None


def read_identity(client: Client) -> dict[str, Json]:
    """``account_id``, ``account_name``, ``account_timezone``, ``pricing_plan_type`` as far as
    Mailchimp tells them: also a check of the key. Raises a MailchimpError."""
    return account_kept(client.get("", {"fields": ",".join(OF_THE_ACCOUNT)}))


def read_overview(client: Client) -> Overview:
    """The account and what there is to read in it: three requests, more above 1,000 automations.
    Raises a MailchimpError."""
    account = read_identity(client)
    found = listing(client, "automations", "automations", _without("automations"))
    automations = tuple(trimmed(one) for one in found.items if isinstance(one, dict))
    counted = len(found.items) if found.total is None else found.total
    query = {"type": "rss", **_without("campaigns")}
    try:
        rss = listing(client, "campaigns", "campaigns", query)
    except MailchimpError as error:
        if error.whole_account:
            raise
        return Overview(account, automations, counted, None, error)
    campaigns = tuple(trimmed(one) for one in rss.items if isinstance(one, dict))
    return Overview(account, automations, counted, campaigns)


def read_automation(
    client: Client, automation: dict[str, Json], *, with_contacts: bool = False
) -> Entry:
    """One automation of the overview with its e-mails, queues and removed contacts.

    What cannot be read is told in ``unread``; only what holds for the whole account raises.
    """
    entry: Entry = {"automation": automation}
    base = f"automations/{escaped(automation.get('id'))}"
    try:
        found = listing(
            client, f"{base}/emails", "emails", _without("emails"), documented=False
        ).items
    except MailchimpError as error:
        entry["unread"] = {"emails": told(error)}
        return entry
    emails = [trimmed(one) for one in found if isinstance(one, dict)]
    unread: dict[str, Json] = {}
    entry["emails"] = emails
    entry["queues"] = {}
    for email in emails:
        name = str(email.get("id"))
        try:
            path = f"{base}/emails/{escaped(name)}/queue"
            queue = listing(client, path, "queue", most=MOST_CONTACTS, documented=False)
        except MailchimpError as error:
            unread.setdefault("queues", {})[name] = told(error)
        else:
            entry["queues"][name] = contacts(queue, "queue", with_contacts)
    try:
        path = f"{base}/removed-subscribers"
        most = MOST_CONTACTS if with_contacts else 1
        removed = listing(client, path, "subscribers", most=most, documented=False)
    except MailchimpError as error:
        unread["removed_subscribers"] = told(error)
    else:
        entry["removed_subscribers"] = contacts(removed, "subscribers", with_contacts)
    if unread:
        entry["unread"] = unread
    return entry


def told(error: MailchimpError) -> dict[str, Json]:
    """What a bundle keeps of a failure. Raises it where it holds for the whole account."""
    if error.whole_account:
        raise error
    kept: dict[str, Json] = {"reason": error.reason}
    if error.status is not None:
        kept["status"] = error.status
    return kept


def escaped(name: object) -> str:
    return quote(str(name), safe="")


def _without(listed: str) -> Query:
    fields = ["_links", *(f"{listed}.{name}" for name in LEFT_OUT)]
    return {"exclude_fields": ",".join(fields)}
