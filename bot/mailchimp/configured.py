"""The client that the settings describe."""

from bot.mailchimp.client import Client
from bot.mailchimp.credentials import Credentials
from bot.settings import Settings


def client_of(settings: Settings, key: str | None = None) -> Client | None:
    """For ``key``, else for JOURNEYDESK_MAILCHIMP_KEY; None where there is neither. Raises
    KeyRefused."""
    if key is None and settings.journeydesk_mailchimp_key is not None:
        key = settings.journeydesk_mailchimp_key.get_secret_value()
    if key is None:
        return None
    return Client(Credentials.from_key(key), base_url=settings.mailchimp_base_url)
