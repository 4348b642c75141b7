"""Keys that are longer than their column."""

from hashlib import sha256


def fitting(key: str, longest: int) -> str:
    """``key``, or its digest where it has more than ``longest`` characters."""
    return key if len(key) <= longest else "sha256:" + sha256(key.encode()).hexdigest()
