"""Mailchimp's OAuth 2: the authorization code flow of a server.

Its documentation knows neither PKCE, nor scopes, nor tokens that end: see docs/connecting.md.
"""

from typing import Literal
from urllib.parse import urlencode

from pydantic import SecretStr

from bot.lazily import httpx
from bot.mailchimp.credentials import Credentials
from bot.mailchimp.metadata import LOGIN_URL, token_credentials

SECONDS = 10.0

Why = Literal["unreachable", "refused", "unreadable"]


class NotGranted(RuntimeError):
    """Mailchimp's login host gave no token.

    ``unreachable``: it did not answer, or with a 5xx. ``refused``: not for this code, or not to
    this app. ``unreadable``: its answer is not what its documentation says.
    """

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why = why


class OAuth:
    """``address`` is where Mailchimp sends people back to, as it is registered there."""

    def __init__(
        self, client_id: str, client_secret: SecretStr, address: str, login_url: str = LOGIN_URL
    ) -> None:
        self._client_id = client_id
        self._client_secret = client_secret
        self._address = address
        self._login = login_url.rstrip("/")

    @property
    def login(self) -> str:
        """The origin of the login host."""
        url = httpx.URL(self._login)
        return f"{url.scheme}://{url.netloc.decode('ascii')}"

    def authorize(self, state: str) -> str:
        """Where somebody allows us to read their account."""
        asked = {
            "response_type": "code",
            "client_id": self._client_id,
            "redirect_uri": self._address,
            "state": state,
        }
        return f"{self._login}/oauth2/authorize?{urlencode(asked)}"

    def exchange(self, code: str) -> Credentials:
        """The token for a code, with its data centre. Raises NotGranted, and MailchimpError where
        the token tells no account."""
        token = self._token(code)
        return token_credentials(token, self._login)

    def _token(self, code: str) -> str:
        given = {
            "grant_type": "authorization_code",
            "client_id": self._client_id,
            "client_secret": self._client_secret.get_secret_value(),
            "redirect_uri": self._address,
            "code": code,
        }
        try:
            # Writes nothing to the account: it makes the token that can read it.
            answer = httpx.post(
                f"{self._login}/oauth2/token", data=given, timeout=SECONDS, follow_redirects=False
            )
        except httpx.HTTPError:
            # Its text may hold the address with what stands in it.
            raise NotGranted("unreachable") from None
        if answer.is_server_error or answer.status_code == 429:
            raise NotGranted("unreachable")
        if not answer.is_success:
            raise NotGranted("refused")
        try:
            read = answer.json()
        except (ValueError, RecursionError):
            raise NotGranted("unreadable") from None
        if not isinstance(read, dict):
            raise NotGranted("unreadable")
        # An error may come with 200, too.
        if "error" in read:
            raise NotGranted("refused")
        token = read.get("access_token")
        if not isinstance(token, str) or not token:
            raise NotGranted("unreadable")
        return token
