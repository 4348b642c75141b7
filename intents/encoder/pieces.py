"""From a text to its tokens."""

from pathlib import Path

import sentencepiece

from intents.encoder.limits import TOKENS, tidy


class Pieces:
    """The library's own tokeniser over a model file, with marks at both ends."""

    def __init__(self, path: Path, *, start: int, end: int, unknown: int, prefix: str = "") -> None:
        self._model = sentencepiece.SentencePieceProcessor(model_file=str(path))
        self._start = start
        self._end = end
        self._unknown = unknown
        self._prefix = prefix

    def tokens(self, text: str) -> list[int]:
        """At least three, at most 128."""
        inner = self._model.encode(self._prefix + tidy(text)) or [self._unknown]
        return [self._start, *inner[: TOKENS - 2], self._end]
