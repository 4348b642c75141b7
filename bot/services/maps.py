"""Journey maps as PNG, drawn once however often they are asked for, beside the bot's process."""

import hashlib
import json
import subprocess
import sys
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from threading import Lock

from converter import AutomationReport
from converter.picture import Picture, Theme, draw, rendering, sharp_scale
from converter.report.model import Language

KEPT = 16
"""Pictures, of at most about a megabyte each."""
PROGRAM = Path(__file__).with_name("pixels.py")
SECONDS = 120


@dataclass(frozen=True, slots=True)
class DrawnMap:
    """``content`` is a PNG; ``alt`` says in words what it shows."""

    content: bytes
    alt: str


class Maps:
    """Made once per process; safe to share between threads. One picture is drawn at a time: each
    takes up to two seconds of a core, and tens of megabytes while it does."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, DrawnMap] = OrderedDict()
        self._lock = Lock()

    def digest(self, report: AutomationReport, language: Language) -> str:
        """The same for the same map, and for no other. Raises NoPicture."""
        return _digest(draw(report, language))

    def draw(
        self, report: AutomationReport, language: Language, theme: Theme = "light"
    ) -> DrawnMap:
        """The map of an automation whose report is in ``language``. Raises NoPicture, and
        SubprocessError where the pixels could not be made."""
        picture = draw(report, language, theme=theme)
        digest = _digest(picture)
        with self._lock:
            made = self._kept.pop(digest, None) or DrawnMap(_pixels(picture), picture.alt)
            self._kept[digest] = made
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        return made


def _digest(picture: Picture) -> str:
    """Everything that a picture depends on is in its SVG, which is made in milliseconds."""
    return hashlib.sha256(picture.svg.encode()).hexdigest()


def _pixels(picture: Picture) -> bytes:
    wanted = json.dumps(rendering(picture, sharp_scale(picture)))
    ran = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-I", str(PROGRAM)],
        input=wanted.encode(),
        stdout=subprocess.PIPE,
        timeout=SECONDS,
        check=True,
    )
    return ran.stdout
