"""Slack's request signature, version 0."""

import hashlib
import hmac
import time
from collections.abc import Callable


class Signer:
    """Signs requests to the bot.

    `stamp` gives the timestamp. It is the wall clock even when a test moves the server's clock:
    the bot compares it with its own wall clock and refuses what is older than five minutes.
    """

    def __init__(self, secret: str, stamp: Callable[[], float] = time.time) -> None:
        self._secret = secret.encode()
        self._stamp = stamp

    def headers(self, body: bytes) -> dict[str, str]:
        """The two headers that prove that `body` comes from this Slack."""
        timestamp = str(int(self._stamp()))
        base = b"v0:" + timestamp.encode() + b":" + body
        digest = hmac.new(self._secret, base, hashlib.sha256).hexdigest()
        return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}
