"""How much of a text is read."""

TOKENS = 128
"""With the marks at both ends."""
CHARACTERS = 2000
"""More than 128 tokens hold: spares cutting up a long text for nothing."""


def tidy(text: str) -> str:
    """The beginning of a text, with half characters and NUL replaced."""
    return text[:CHARACTERS].encode("utf-8", "replace").decode("utf-8").replace("\0", " ")
