"""Which engine answers: the converted files, else the package's own, else none."""

import logging
from pathlib import Path

from intents.encoder import store
from intents.encoder.api import Encoder
from intents.encoder.package_engines import e5_engine, use_engine
from intents.encoder.pins import E5, USE, Weights, find, has

_RUNTIME = ("onnxruntime", "sentencepiece")
_log = logging.getLogger(__name__)


def fast_encoder(folder: Path) -> Encoder | None:
    """The universal sentence encoder, 512 numbers. ``folder``: where ``convert`` writes.

    None where there are neither converted files that run nor the package. Raises EncoderProblem
    where the package's weights would have to be used and are not the pinned ones.
    """
    return encoder(USE, folder)


def deep_encoder(folder: Path) -> Encoder | None:
    """multilingual-e5-small, 384 numbers, slower and better. Otherwise as ``fast_encoder``."""
    return encoder(E5, folder)


def encoder(weights: Weights, folder: Path) -> Encoder | None:
    return _converted(weights, folder) or _package(weights)


def runtime_installed() -> bool:
    return has(*_RUNTIME) is None


def _converted(weights: Weights, folder: Path) -> Encoder | None:
    if not runtime_installed() or store.look(folder, weights, thorough=False) != "ready":
        return None
    from intents.encoder.running import RunningE5, RunningUse  # noqa: PLC0415 - needs the runtime

    kind = RunningUse if weights is USE else RunningE5
    try:
        return kind(store.place(folder, weights))
    except Exception:  # the runtime's errors have no base class of their own
        _log.warning("%s: the converted files do not load", weights.name, exc_info=True)
        return None


def _package(weights: Weights) -> Encoder | None:
    if find(weights) is None:
        return None

    start = use_engine if weights is USE else e5_engine
    try:
        return start()
    except (ImportError, OSError, RuntimeError):
        _log.warning("%s: the package's engine does not start", weights.name, exc_info=True)
        return None
