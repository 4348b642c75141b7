"""Measurements in processes of their own, so that none profits from what another warmed up."""

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

Told = dict[str, float]

_ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")


def rounds(module: str, arguments: Sequence[str], count: int) -> list[Told]:
    """What ``python -m module arguments`` tells as JSON on its last line, ``count`` times; with
    one thread."""
    found = []
    for _ in range(count):
        done = subprocess.run(
            [sys.executable, "-m", module, *arguments],
            env={**os.environ, **_ONE_THREAD},
            cwd=Path(__file__).parents[1],
            check=True,
            capture_output=True,
            text=True,
        )
        found.append(json.loads(done.stdout.splitlines()[-1]))
    return found
