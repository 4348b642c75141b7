"""Signed requests, both ways: ``Journeydesk-Signature: t=<Unix time>,v1=<hex>``.

``v1`` is the HMAC-SHA256 of ``<t>.<body>`` with the secret both sides know, so a body cannot be
changed, and what was recorded cannot be sent again later.
"""

import hmac
import re
from hashlib import sha256

HEADER = "Journeydesk-Signature"
TOLERANCE = 300
"""Seconds that the two clocks, and the way, may take."""

_HEADER = re.compile(r"t=([0-9]{1,12}),v1=([0-9a-f]{64})")


def sign(secret: str, body: bytes, at: float) -> str:
    """The header's value; ``at`` is Unix time. Raises ValueError for an empty secret."""
    moment = str(int(at))
    return f"t={moment},v1={_mac(secret, moment, body)}"


def verify(secret: str, header: str, body: bytes, now: float, tolerance: float = TOLERANCE) -> bool:
    """Whether the holder of the secret signed just this body, just now (within ``tolerance``
    seconds). In constant time for any header. Raises ValueError for an empty secret."""
    parts = _HEADER.fullmatch(header)
    if parts is None or not fresh(header, now, tolerance):
        return False
    return hmac.compare_digest(_mac(secret, parts[1], body), parts[2])


def fresh(header: str, now: float, tolerance: float = TOLERANCE) -> bool:
    """What the header alone can tell: it has the right form, and its time is about now."""
    parts = _HEADER.fullmatch(header)
    return parts is not None and abs(now - int(parts[1])) <= tolerance


def _mac(secret: str, moment: str, body: bytes) -> str:
    if not secret:
        # An empty secret would let everybody sign.
        raise ValueError("a secret is needed")
    return hmac.new(secret.encode(), moment.encode() + b"." + body, sha256).hexdigest()
