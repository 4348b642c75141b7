"""Slack's request signature, over bytes.

Scheme v0: HMAC-SHA256 of ``v0:<timestamp>:<body>`` with the signing secret, in hexadecimal,
https://docs.slack.dev/authentication/verifying-requests-from-slack
"""

import hmac
from collections.abc import Callable
from hashlib import sha256

WINDOW_SECONDS = 300
TIMESTAMP = b"x-slack-request-timestamp"
SIGNATURE = b"x-slack-signature"


class Signatures:
    """Checks signatures. ``now`` gives Unix time in seconds."""

    def __init__(self, secret: str, now: Callable[[], float]) -> None:
        if not secret:
            # An empty secret would let everybody sign.
            raise ValueError("a signing secret is needed")
        self._keyed = hmac.new(secret.encode(), digestmod=sha256)
        self._now = now

    def fresh(self, timestamp: bytes) -> bool:
        """Whether a timestamp is a number within five minutes of now."""
        if not (timestamp.isdigit() and len(timestamp) <= 12):
            return False
        return abs(self._now() - int(timestamp)) <= WINDOW_SECONDS

    def sign(self, timestamp: bytes, body: bytes) -> bytes:
        keyed = self._keyed.copy()
        keyed.update(b"v0:" + timestamp + b":")
        keyed.update(body)
        return b"v0=" + keyed.hexdigest().encode()

    def valid(self, timestamp: bytes, body: bytes, signature: bytes) -> bool:
        """In constant time; any bytes may come as a signature."""
        return hmac.compare_digest(self.sign(timestamp, body), signature)
