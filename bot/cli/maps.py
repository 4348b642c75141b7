"""A folder of journey maps: an SVG for each automation, and a PNG for the first of them."""

import re
from pathlib import Path

from converter import AutomationReport
from converter.picture import NoPicture, Theme, draw, sharp_png
from converter.report.model import Language

MOST_PNG = 50
"""Maps that are written as PNG too; each of them takes up to a second."""
LONGEST_NAME = 80
_UNSAFE = re.compile(r"[^A-Za-z0-9_-]+")
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)", re.IGNORECASE)


class MapsFolder:
    """Made when the first map is. ``without_png``: maps of which there is an SVG alone."""

    def __init__(self, folder: Path, language: Language, theme: Theme) -> None:
        self._folder, self._language, self._theme = folder, language, theme
        self._names: set[str] = set()
        self.without_png = 0

    def add(self, report: AutomationReport) -> None:
        """Nothing where there is nothing to draw. Raises OSError."""
        try:
            picture = draw(report, self._language, theme=self._theme)
        except NoPicture:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        name = self._name(report.id)
        (self._folder / f"{name}.svg").write_text(picture.svg, encoding="utf-8", newline="\n")
        if len(self._names) > MOST_PNG:
            self.without_png += 1
            return
        (self._folder / f"{name}.png").write_bytes(sharp_png(picture))

    def _name(self, identity: str) -> str:
        """A name that every file system takes, and that no other map here has."""
        safe = _UNSAFE.sub("_", identity)[:LONGEST_NAME] or "automation"
        base = f"_{safe}" if _RESERVED.fullmatch(safe) else safe
        name, number = base, 1
        # Some file systems do not tell A from a.
        while name.casefold() in self._names:
            number += 1
            name = f"{base}-{number}"
        self._names.add(name.casefold())
        return name
