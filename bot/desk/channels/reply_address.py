"""Addresses that only we can make: where an answer by e-mail belongs is written in where it goes.

``support+case-41-t0123abcd-<token>@example.org``: case 41 of workspace T0123ABCD. The token is a
keyed hash of both (80 bits), so nobody can make up the address of another case.
"""

import base64
import hmac
import re
from collections.abc import Iterable
from hashlib import sha256
from typing import NamedTuple

from bot.desk.channels.model import Refused

LONGEST_LOCAL = 64
"""Octets before the @, RFC 5321 section 4.5.3.1.1."""
MOST_LOOKED_AT = 50

_TOKEN_BYTES = 10
_CASE = re.compile(r"\+case-([1-9][0-9]{0,17})-([a-z0-9]{1,40})-([a-z2-7]{16})@", re.ASCII)


class Addressed(NamedTuple):
    workspace_id: str
    case_id: int


class ReplyAddresses:
    """``base`` is a mailbox that delivers ``name+anything@host`` as well; ``secret`` is kept by the
    bot alone. Mail programs change the case of letters, so none matters here."""

    def __init__(self, base: str, secret: str) -> None:
        if not secret:
            raise ValueError("a secret is needed")
        self._local, at, self._host = base.rpartition("@")
        if not (self._local and at and self._host):
            raise ValueError("an address is needed")
        self._secret = secret.encode()

    @property
    def host(self) -> str:
        return self._host

    def of(self, workspace_id: str, case_id: int) -> str:
        """Raises Refused where the base leaves no room before the @."""
        token = self._token(workspace_id, case_id)
        local = f"{self._local}+case-{case_id}-{workspace_id.lower()}-{token}"
        if len(local) > LONGEST_LOCAL:
            raise Refused("mail_reply_address", longest=len(self._local) - len(local) + 64)
        return f"{local}@{self._host}"

    def case_in(self, recipients: Iterable[str]) -> Addressed | None:
        """The case that one of the recipients belongs to; what stands around the addresses (names,
        brackets, commas) does not matter."""
        looked_at = 0
        for recipient in recipients:
            for found in _CASE.finditer(recipient.lower()):
                workspace_id, case_id = found[2].upper(), int(found[1])
                if hmac.compare_digest(self._token(workspace_id, case_id), found[3]):
                    return Addressed(workspace_id, case_id)
                looked_at += 1
                if looked_at == MOST_LOOKED_AT:
                    return None
        return None

    def message_id(self, workspace_id: str, key: str) -> str:
        """The same for the same key."""
        name = self._keyed("message", workspace_id, key)[:20].hex()
        return f"<jd.{name}.{self._own_mark(name)}@{self._host}>"

    def thread_id(self, workspace_id: str, case_id: int) -> str:
        """What every message of a case refers to; no message has it."""
        name = self._keyed("thread", workspace_id, str(case_id))[:20].hex()
        return f"<jd.{name}.{self._own_mark(name)}@{self._host}>"

    def made(self, message_id: str) -> bool:
        """Whether a Message-ID is one of ours."""
        found = re.match(r"<?jd\.([0-9a-f]{40})\.([0-9a-f]{16})@", message_id.strip())
        return found is not None and hmac.compare_digest(self._own_mark(found[1]), found[2])

    def _token(self, workspace_id: str, case_id: int) -> str:
        digest = self._keyed("reply", workspace_id, str(case_id))
        return base64.b32encode(digest[:_TOKEN_BYTES]).decode().lower()

    def _own_mark(self, name: str) -> str:
        return self._keyed("mark", name)[:8].hex()

    def _keyed(self, *parts: str) -> bytes:
        return hmac.new(self._secret, "\0".join(parts).encode(), sha256).digest()
