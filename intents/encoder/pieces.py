"""From a text to its tokens."""

from collections.abc import Sequence
from pathlib import Path

import sentencepiece
from sentencepiece import sentencepiece_model_pb2 as model_format

from intents.encoder.api import Floats
from intents.encoder.limits import TOKENS, tidy

_UNIGRAM = 1
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3


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


def write_model(
    path: Path, pieces: Sequence[str], scores: Floats, controls: Sequence[int], like: Path
) -> None:
    """A model file for a vocabulary: token ``i`` is ``pieces[i]``, <unk> among them.

    ``controls`` are tokens that no text can produce. Texts are normalised as in the model file
    ``like``.
    """
    other = model_format.ModelProto()
    other.ParseFromString(like.read_bytes())
    model = model_format.ModelProto()
    model.normalizer_spec.CopyFrom(other.normalizer_spec)
    model.trainer_spec.model_type = _UNIGRAM
    model.trainer_spec.vocab_size = len(pieces)
    for token, (piece, score) in enumerate(zip(pieces, scores.tolist(), strict=True)):
        kind = _CONTROL if token in controls else _UNKNOWN if piece == "<unk>" else _NORMAL
        model.pieces.add(piece=piece, score=score, type=kind)
    spec = model.trainer_spec
    spec.bos_id, spec.pad_id, spec.eos_id, spec.unk_id = (
        pieces.index(name) for name in ("<s>", "<pad>", "</s>", "<unk>")
    )
    path.write_bytes(model.SerializeToString(deterministic=True))
