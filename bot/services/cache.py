"""Where things lie that can be made again: converted encoders, learned models."""

import os
import tempfile
from pathlib import Path

from platformdirs import user_cache_path


def folder(chosen: Path | None = None) -> Path:
    """``chosen`` (the setting JOURNEYDESK_CACHE), else the user's cache folder, else a temporary
    one that is kept for all processes of this user. It exists and can be written to."""
    first = chosen or user_cache_path("journeydesk", appauthor=False)
    for place in (first, Path(tempfile.gettempdir()) / f"journeydesk-{_who()}"):
        try:
            place.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryFile(dir=place):
                return place
        except OSError:
            continue
    return Path(tempfile.mkdtemp(prefix="journeydesk-"))


def _who() -> str:
    return str(os.getuid()) if hasattr(os, "getuid") else os.environ.get("USERNAME", "user")
