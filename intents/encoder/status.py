"""What ``doctor`` asks about encoders."""

from pathlib import Path

from intents.encoder import store
from intents.encoder.api import EncoderStatus, Engine, Package
from intents.encoder.choosing import encoder, runtime_installed
from intents.encoder.pins import ALL, Weights, find, installed_version
from intents.encoder.says import EncoderProblem


def status(folder: Path) -> list[EncoderStatus]:
    """Look at both encoders, every byte of their weights and files, and try to load them."""
    return [_status(folder, weights) for weights in ALL]


def _status(folder: Path, weights: Weights) -> EncoderStatus:
    package: Package
    try:
        package = "missing" if find(weights) is None else "ready"
    except EncoderProblem:
        package = "other_weights"
    return EncoderStatus(
        name=weights.name,
        dims=weights.dims,
        distribution=weights.distribution,
        pinned_version=weights.version,
        installed_version=installed_version(weights),
        package=package,
        files=store.look(folder, weights, thorough=True),
        runtime=runtime_installed(),
        engine=_engine(folder, weights),
    )


def _engine(folder: Path, weights: Weights) -> Engine | None:
    try:
        found = encoder(weights, folder)
    except EncoderProblem:
        return None
    if found is None or not found.encode(["?"]).any():
        return None
    return found.engine
