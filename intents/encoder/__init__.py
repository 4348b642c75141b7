"""Sentence vectors on the CPU, from weights that come with two packages: no download, ever."""

from intents.encoder.api import Converted, Encoder, EncoderStatus
from intents.encoder.choosing import deep_encoder, fast_encoder
from intents.encoder.converting import convert
from intents.encoder.says import EncoderProblem
from intents.encoder.status import status

__all__ = [
    "Converted",
    "Encoder",
    "EncoderProblem",
    "EncoderStatus",
    "convert",
    "deep_encoder",
    "fast_encoder",
    "status",
]
