"""What opens an account, and never shows."""

import hashlib
import re
from dataclasses import dataclass, field
from typing import Literal

from bot.mailchimp.errors import KeyRefused

_DATACENTRE = r"[a-z]{2,5}[0-9]{1,4}"
_KEY = re.compile(rf"[!-,.-~]+-({_DATACENTRE})")


@dataclass(frozen=True, slots=True)
class Credentials:
    """An API key or an OAuth token with the datacentre of its account (``us21``).

    ``account`` is the account's id where it is known: all credentials of an account share its ten
    connections; without it, those of one key do.
    """

    secret: str = field(repr=False)
    datacentre: str
    kind: Literal["key", "token"]
    account: str | None = None

    def __post_init__(self) -> None:
        # It becomes part of a host name: nothing else may ever stand there.
        if not re.fullmatch(_DATACENTRE, self.datacentre):
            raise KeyRefused("datacentre_shape", value=self.datacentre[:20])

    @classmethod
    def from_key(cls, key: str, account: str | None = None) -> "Credentials":
        """Raises KeyRefused where the text cannot be an API key."""
        text = key.strip()
        found = _KEY.fullmatch(text)
        if found is None:
            raise KeyRefused("key_shape")
        return cls(text, found[1], "key", account)

    @classmethod
    def from_token(cls, token: str, datacentre: str, account: str | None = None) -> "Credentials":
        """An access token of OAuth; ``datacentre`` as ``oauth2/metadata`` tells it. Raises
        KeyRefused where either cannot be one."""
        text = token.strip()
        if not re.fullmatch(r"[!-~]+", text):
            raise KeyRefused("token_shape")
        return cls(text, datacentre, "token", account)

    @property
    def share(self) -> str:
        """Whoever has the same one shares ten connections. Not secret."""
        if self.account is not None:
            return f"account:{self.account}"
        return f"secret:{hashlib.sha256(self.secret.encode()).hexdigest()}"
