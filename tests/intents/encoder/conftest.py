"""Converted files, made once; a package that is not there skips what needs it, and says so."""

from pathlib import Path

import pytest

from intents.encoder import Encoder, convert, deep_encoder, fast_encoder
from intents.encoder.package_engines import e5_engine, use_engine
from intents.encoder.pins import E5, USE, Weights, find, has

LOADERS = {USE.name: fast_encoder, E5.name: deep_encoder}
ENGINES = {USE.name: use_engine, E5.name: e5_engine}


def needs(weights: Weights) -> pytest.MarkDecorator:
    return pytest.mark.skipif(
        has(weights.module) is not None, reason=f"{weights.distribution} is not installed"
    )


BOTH = [pytest.param(weights, id=weights.name, marks=needs(weights)) for weights in (USE, E5)]


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("encoders")
    convert(place)
    return place


@pytest.fixture(scope="session")
def encoders(folder: Path) -> dict[str, Encoder]:
    """By name, those that the installed packages allow, all on the converted files."""
    found = {name: load(folder) for name, load in LOADERS.items() if _installed(name)}
    assert all(encoder and encoder.engine == "onnx" for encoder in found.values())
    return {name: encoder for name, encoder in found.items() if encoder}


def _installed(name: str) -> bool:
    return any(weights.name == name and find(weights) for weights in (USE, E5))
