"""What a learned model's file is named by, besides its examples: the rules it was learned by."""

from hashlib import sha256
from pathlib import Path


def digest() -> bytes:
    """Of this package's sources but the one that only asks what was learned."""
    found = sha256()
    for source in sorted(Path(__file__).parent.glob("*.py")):
        if source.name != "matching.py":
            found.update(source.read_bytes())
    return found.digest()
