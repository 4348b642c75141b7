"""The weights of multilingual-e5-small, as packaged: one file, most of it in blocks of 4 bits.

A block holds 32 weights in 18 bytes: a scale (float16), then 16 bytes of which byte ``j`` holds
weight ``j`` in its low half and weight ``j + 16`` in its high half, both plus 8.
"""

import struct
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import numpy as np

from intents.encoder.api import Bytes, Floats

BLOCK = 32
BLOCK_BYTES = 18
_HEADER = struct.Struct("<4sI7ifi")
_VOCABULARY = struct.Struct("<5iQ")
_ENTRY = struct.Struct("<BIQQ")


@dataclass(frozen=True)
class E5Weights:
    hidden: int
    heads: int
    layers: int
    epsilon: float
    pieces: list[str]
    """By token: <s>, <pad>, </s>, <unk>, then the others."""
    scores: Floats
    words: Bytes
    """(tokens, bytes of a row), in blocks."""
    floats: dict[str, Floats]
    blocks: dict[str, Bytes]

    def matrix(self, name: str, columns: int) -> Floats:
        """(rows, columns) float32."""
        return unpack(self.blocks[name].reshape(-1, columns // BLOCK * BLOCK_BYTES))


def unpack(rows: Bytes) -> Floats:
    """Rows of blocks to rows of float32."""
    blocks = rows.reshape(rows.shape[0], -1, BLOCK_BYTES)
    scales = np.ascontiguousarray(blocks[:, :, :2]).view(np.float16).astype(np.float32)
    halves = blocks[:, :, 2:]
    values = np.empty((*blocks.shape[:2], BLOCK), np.float32)
    values[:, :, : BLOCK // 2] = halves & 15
    values[:, :, BLOCK // 2 :] = halves >> 4
    values -= 8
    values *= scales
    return values.reshape(rows.shape[0], -1)


def read(path: Path) -> E5Weights:
    """Raises KeyError, ValueError, OSError or struct.error where the file is not what it should
    be."""
    data = path.read_bytes()
    magic, _, hidden, layers, heads, _, tokens, _, _, epsilon, block = _HEADER.unpack_from(data)
    if magic != b"E5S1" or block != BLOCK:
        raise ValueError("not a file of 4-bit weights")
    at = _HEADER.size
    count, *_, length = _VOCABULARY.unpack_from(data, at)
    at += _VOCABULARY.size
    starts = np.frombuffer(data, np.uint32, count + 1, at).tolist()
    at += 4 * (count + 1)
    scores = np.frombuffer(data, np.float32, count, at)
    at += 4 * count
    pieces = [data[at + a : at + b].decode() for a, b in pairwise(starts)]
    at += length
    # What follows spells out the same normalisation that the piece model brings along: passed by.
    at += 8 + struct.unpack_from("<iI", data, at)[1]
    floats, blocks = _tensors(data, at)
    words = blocks.pop("emb.word").reshape(tokens, -1)
    return E5Weights(hidden, heads, layers, epsilon, pieces, scores, words, floats, blocks)


def _tensors(data: bytes, at: int) -> tuple[dict[str, Floats], dict[str, Bytes]]:
    floats: dict[str, Floats] = {}
    blocks: dict[str, Bytes] = {}
    (count,) = struct.unpack_from("<i", data, at)
    at += 4
    for _ in range(count):
        (length,) = struct.unpack_from("<H", data, at)
        name = data[at + 2 : at + 2 + length].decode()
        at += 2 + length
        kind, size, where, length = _ENTRY.unpack_from(data, at)
        at += _ENTRY.size
        if kind == 0:
            floats[name] = np.frombuffer(data, np.float32, size, where)
        else:
            blocks[name] = np.frombuffer(data, np.uint8, length, where)
    return floats, blocks
