"""A long message cut into what may each be a question: sentences, with what belongs to them."""

import re

MOST = 24
"""Sentences that are looked at one by one: more than anybody asks at once."""
FEWEST_WORDS = 3

_END = re.compile(r"(?<=[.!?…])\s+|\s*\n+\s*|(?<=\?)(?=\S)")


def parts(text: str) -> list[str]:
    """``[text]`` for a single sentence, else its sentences of at least ``FEWEST_WORDS`` words,
    questions first where there are more than ``MOST``; never empty."""
    sentences = [piece.strip() for piece in _END.split(text) if piece.strip()]
    asked = [piece for piece in sentences if len(piece.split()) >= FEWEST_WORDS]
    if len(asked) < 2:
        return [text]
    if len(asked) > MOST:
        questions = [piece for piece in asked if piece.endswith("?")]
        asked = (questions + [piece for piece in asked if not piece.endswith("?")])[:MOST]
    return asked
