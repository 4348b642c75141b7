"""The account as Mailchimp's API gives it, read and never written."""

from bot.mailchimp.account import Entry, Overview, read_automation, read_identity, read_overview
from bot.mailchimp.client import Client
from bot.mailchimp.credentials import Credentials
from bot.mailchimp.errors import (
    AccountClosed,
    Busy,
    Forbidden,
    KeyRefused,
    MailchimpError,
    NotFound,
    Refused,
    Unavailable,
    Unreadable,
)
from bot.mailchimp.export import Exported, ExportProblem, export
from bot.mailchimp.patience import Patience
from bot.mailchimp.reading import Account, Progress, read_account
from bot.mailchimp.watching import queue_of, status_of

__all__ = [
    "Account",
    "AccountClosed",
    "Busy",
    "Client",
    "Credentials",
    "Entry",
    "ExportProblem",
    "Exported",
    "Forbidden",
    "KeyRefused",
    "MailchimpError",
    "NotFound",
    "Overview",
    "Patience",
    "Progress",
    "Refused",
    "Unavailable",
    "Unreadable",
    "export",
    "queue_of",
    "read_account",
    "read_automation",
    "read_identity",
    "read_overview",
    "status_of",
]
