"""API keys where they should not be: in a message, or after a command. Pure.

A key is 32 hexadecimal digits and the data centre of its account: ``…-us21``.
"""

import re

_SOMEWHERE = re.compile(r"(?<![0-9a-z])[0-9a-f]{32}(?:-[a-z]{2,4}[0-9]{1,3})?(?![0-9a-z])", re.I)
_AFTER_CONNECT = re.compile(
    r"^\W*(?:connect|connecter)\s+\S*(?:-[a-z]{2,4}[0-9]{1,3}|[0-9a-z]{20,})\W*$", re.I
)


def holds_key(text: str) -> bool:
    """Whether somebody wrote a key into ``text``, or what they took for one after “connect”."""
    return bool(_SOMEWHERE.search(text) or _AFTER_CONNECT.match(text))
