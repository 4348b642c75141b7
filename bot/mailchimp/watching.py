"""How one automation stands now, for whoever waits until its last e-mail has gone."""

from bot.mailchimp.account import escaped
from bot.mailchimp.client import Client
from bot.mailchimp.paging import listing


def status_of(client: Client, automation_id: str) -> str | None:
    """``save``, ``paused``, ``sending`` or what else Mailchimp says; None where it says nothing.
    Raises a MailchimpError: NotFound where it does not know the automation."""
    path = f"automations/{escaped(automation_id)}"
    status = client.get(path, {"fields": "status"}).get("status")
    return status if isinstance(status, str) else None


def queue_of(client: Client, automation_id: str) -> int | None:
    """Contacts queued in all of its e-mails together; None where Mailchimp does not count them, or
    lists no e-mail: a queue that was not seen is not empty. Raises a MailchimpError where one of
    the queues cannot be read."""
    base = f"automations/{escaped(automation_id)}/emails"
    emails = listing(client, base, "emails", documented=False).items
    total = 0
    for email in emails:
        if not isinstance(email, dict):
            return None
        path = f"{base}/{escaped(email.get('id'))}/queue"
        queued = listing(client, path, "queue", most=1, documented=False).total
        if queued is None:
            return None
        total += queued
    return total if emails else None
