"""From a text to its tokens."""

from functools import cached_property
from pathlib import Path
from threading import Lock

import sentencepiece

from intents.encoder.limits import TOKENS, tidy


class Pieces:
    """The library's own tokeniser over a model file, with marks at both ends.

    The file is read with the first text: it takes most of a second, and a process that is asked
    only sure things never needs the deep encoder's.
    """

    def __init__(self, path: Path, *, start: int, end: int, unknown: int, prefix: str = "") -> None:
        self._path = path
        self._reading = Lock()
        self._start = start
        self._end = end
        self._unknown = unknown
        self._prefix = prefix

    @cached_property
    def _model(self) -> sentencepiece.SentencePieceProcessor:
        with self._reading:
            return self.__dict__.get("_model") or sentencepiece.SentencePieceProcessor(
                model_file=str(self._path)
            )

    def tokens(self, text: str) -> list[int]:
        """At least three, at most 128."""
        inner = self._model.encode(self._prefix + tidy(text)) or [self._unknown]
        return [self._start, *inner[: TOKENS - 2], self._end]
