"""The settings about Mailchimp: how its accounts are opened, and where it is."""

from urllib.parse import urlsplit

from pydantic import SecretStr, field_validator
from pydantic_settings import BaseSettings

from bot.setting_problems import address, problem

LOGIN_URL = "https://login.mailchimp.com/"
LOOPBACK = ("127.0.0.1", "localhost", "::1")


class MailchimpSettings(BaseSettings):
    journeydesk_mailchimp_key: SecretStr | None = None
    """An API key, for the command line and a bot with one account."""
    mailchimp_base_url: str | None = None
    journeydesk_public_url: str | None = None
    """Where this bot is on the internet, for people's browsers: https://bot.example.com."""
    journeydesk_mailchimp_client_id: str | None = None
    journeydesk_mailchimp_client_secret: SecretStr | None = None
    """Of our app, as it is registered at Mailchimp."""
    journeydesk_mailchimp_login: str = LOGIN_URL
    """Mailchimp's login host; another one is for tests and the demo."""

    @field_validator("journeydesk_mailchimp_key", mode="after")
    @classmethod
    def _mailchimp_key(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value().strip():
            return None
        from bot.mailchimp.credentials import Credentials  # noqa: PLC0415
        from bot.mailchimp.errors import KeyRefused  # noqa: PLC0415

        try:
            return SecretStr(Credentials.from_key(value.get_secret_value()).secret)
        except KeyRefused:
            raise problem("mailchimp_key") from None

    @field_validator("mailchimp_base_url", mode="after")
    @classmethod
    def _mailchimp_address(cls, value: str | None) -> str | None:
        return address(value) if value is not None else None

    @field_validator("journeydesk_public_url", "journeydesk_mailchimp_login", mode="after")
    @classmethod
    def _in_secret(cls, value: str | None) -> str | None:
        if value is None:
            return None
        there = address(value)
        parts = urlsplit(there)
        # People's permission and our app's secret go there: not in clear.
        if parts.scheme != "https" and parts.hostname not in LOOPBACK:
            raise problem("in_clear", value=value)
        return there

    @field_validator("journeydesk_mailchimp_client_secret", mode="after")
    @classmethod
    def _client_secret(cls, value: SecretStr | None) -> SecretStr | None:
        return value if value is not None and value.get_secret_value().strip() else None
