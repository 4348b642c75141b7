"""Writing a model file for the tokeniser. Only converting needs this."""

from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

from intents.encoder.api import Floats

# Its classes come into being when it is imported, so there are no types to check against.
model_format: Any = import_module("sentencepiece.sentencepiece_model_pb2")

_UNIGRAM = 1
_NORMAL, _UNKNOWN, _CONTROL = 1, 2, 3


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
