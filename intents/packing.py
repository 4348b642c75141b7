"""Strings, and weights in half their room, in a file of arrays."""

import numpy as np
from numpy.typing import NDArray


def packed(texts: object) -> NDArray[np.uint8]:
    """Strings as one row of bytes; none of them holds a line break."""
    joined = "\n".join(str(text) for text in texts)  # type: ignore[attr-defined]
    return np.frombuffer(joined.encode("utf-8", "surrogatepass"), dtype=np.uint8)


def unpacked(row: NDArray[np.generic]) -> list[str]:
    joined = row.tobytes().decode("utf-8", "surrogatepass")
    return joined.split("\n") if joined else []


def shortened(
    weights: NDArray[np.float32],
) -> tuple[NDArray[np.int16], NDArray[np.float32]]:
    """Each row as whole numbers and the scale that makes them what they were, to a share of
    1 / 65,534 of the row's largest."""
    scales = np.abs(weights).max(axis=1, initial=0) / np.float32(np.iinfo(np.int16).max)
    scales[scales == 0] = 1
    return np.rint(weights / scales[:, None]).astype(np.int16), scales.astype(np.float32)
