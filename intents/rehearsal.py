"""What our own examples score when they are held out, made ahead of time.

Holding out takes most of the time that learning takes. For exactly our examples, encoders and
rules the outcome comes with the package; for a workspace's own examples it is found out anew.
"""

import io
from pathlib import Path

import numpy as np

from intents.fit import Rehearsed
from intents.model import Model

FILE = Path(__file__).with_name("vectors") / "rehearsal.npz"


def read(key: str, file: Path = FILE) -> Rehearsed | None:
    """The outcome for the inputs that ``key`` stands for; None where the file is about others."""
    try:
        with np.load(file, allow_pickle=False) as data:
            if str(data["key"]) != key:
                return None
            names, values = data["names"].tolist(), data["spread"].tolist()
            return Rehearsed(
                spread={n: (float(a), float(b)) for n, (a, b) in zip(names, values, strict=True)},
                taken_for=data["taken_for"].astype(np.int64),
                calibration=data["calibration"].astype(np.float32),
            )
    except Exception:  # a damaged file is as good as none: damaged bytes fail in many ways
        return None


def packed(key: str, model: Model) -> bytes:
    """The bytes of the file for a model that was learned without it."""
    into = io.BytesIO()
    np.savez_compressed(
        into,
        allow_pickle=False,
        key=np.array(key),
        names=np.array(list(model.spread)),
        spread=np.array(list(model.spread.values()), dtype=np.float64),
        taken_for=model.taken_for.astype(np.int16),
        calibration=model.calibration,
    )
    return into.getvalue()
