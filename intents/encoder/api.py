"""What the rest of the program sees of encoders."""

from collections.abc import Sequence
from typing import Literal, Protocol

import numpy as np
from numpy.typing import NDArray
from pydantic import BaseModel, ConfigDict

from intents.encoder.says import Language, say

Floats = NDArray[np.float32]
Bytes = NDArray[np.uint8]
Engine = Literal["onnx", "package"]
Made = Literal["made", "kept", "package_missing", "tool_missing", "refused"]
Package = Literal["ready", "missing", "other_weights"]
Files = Literal["ready", "missing", "damaged"]


class Encoder(Protocol):
    """Turns sentences into vectors of one space, named ``name``."""

    name: str
    dims: int
    engine: Engine
    """``onnx``: our converted files. ``package``: the package's own engine, slower, and a hair's
    breadth away in the same space."""

    def encode(self, texts: Sequence[str]) -> Floats:
        """(n, dims) float32, rows of length 1. Text for text the same, whatever its neighbours.

        An empty text has a vector too. Of a long text the first 128 tokens count (by the
        package's own engine: the first 2000 characters). One thread, safe to call from many.
        """
        ...


class Converted(BaseModel):
    """What ``convert`` did for one encoder. ``size`` in bytes, 0 where there are no files."""

    model_config = ConfigDict(frozen=True)

    name: str
    outcome: Made
    needs: str
    """The package that is missing or refused, empty where none is."""
    size: int
    seconds: float

    def sentence(self, language: Language) -> str:
        return say(
            f"convert_{self.outcome}",
            language,
            name=self.name,
            needs=self.needs,
            size=f"{self.size / 1e6:.0f}",
        )


class EncoderStatus(BaseModel):
    """All there is to know about one encoder, looked at afresh."""

    model_config = ConfigDict(frozen=True)

    name: str
    dims: int
    distribution: str
    pinned_version: str
    installed_version: str | None
    package: Package
    files: Files
    runtime: bool
    """Whether what runs the converted files is installed."""
    engine: Engine | None
    """What answers now; None where nothing does."""

    @property
    def version_as_pinned(self) -> bool:
        return self.installed_version == self.pinned_version

    @property
    def ok(self) -> bool:
        return self.engine == "onnx" and self.files == "ready" and self.package != "other_weights"

    def sentence(self, language: Language) -> str:
        if self.package == "other_weights":
            key = "other_weights"
        elif self.files == "damaged":
            key = "status_files_damaged"
        elif self.engine is None:
            key = "status_package_missing" if self.package == "missing" else "status_none"
        elif self.engine == "onnx":
            key = "status_ready"
        elif not self.runtime:
            key = "status_runtime_missing"
        else:
            key = f"status_files_{self.files}"
        return say(
            key,
            language,
            name=self.name,
            package=self.distribution,
            version=self.pinned_version,
        )
