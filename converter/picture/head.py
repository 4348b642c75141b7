"""The top of a picture: the name, where it comes from, the counts, how much converted."""

import math

from converter.picture.measure import wrap
from converter.picture.svg import Canvas, chip_width, n, rows_of
from converter.picture.themes import Tone
from converter.picture.words import say
from converter.report.model import AutomationReport, Language

MARGIN = 28.0
NAME, LINE = 22.0, 13.0
RING = 33.0
RING_ROOM = 130.0
Chip = tuple[str, Tone, str | None]


class Head:
    """``chips`` are words, tone and icon. ``height`` is known before anything is drawn."""

    def __init__(
        self, report: AutomationReport, language: Language, chips: list[Chip], wide: float
    ) -> None:
        self._report, self._language, self._chips, self._wide = report, language, chips, wide
        ring = report.journey is not None and report.coverage is not None
        self._ringed = ring
        room = wide - 2 * MARGIN - (RING_ROOM if ring else 0)
        self._name = wrap(name_of(report, language), NAME, 600, room, 2)
        self._from = wrap(origin(report, language), LINE, 400, room, 2)
        widths = (chip_width(words, icon=icon is not None) for words, _, icon in chips)
        self._rows = rows_of(widths, room, 8)
        high = 18 + 28 * len(self._name) + 19 * len(self._from) + 28 * len(self._rows) + 16
        self.height = max(118.0 if ring else 0.0, high)

    def draw(self, canvas: Canvas) -> None:
        colours = canvas.colours
        canvas.rect((0, 0, self._wide, self.height), colours.surface)
        canvas.rect((0, self.height - 1, self._wide, 1), colours.line)
        y = 16.0
        for line in self._name:
            canvas.text((MARGIN, y + 14), line, NAME, colours.ink, 600)
            y += 28
        for line in self._from:
            canvas.text((MARGIN, y + 10), line, LINE, colours.muted)
            y += 19
        y += 8
        for row in self._rows:
            x = MARGIN
            for words, tone, icon in (self._chips[i] for i in row):
                x += 8 + canvas.chip((x, y + 11), words, tone, limit=400, icon=icon)
            y += 28
        if self._ringed:
            self._ring(canvas, self._report.coverage or 0.0)

    def _ring(self, canvas: Canvas, share: float) -> None:
        colours = canvas.colours
        x, y = self._wide - MARGIN - 40, 54.0
        tone = colours.good if self._report.level == "converted" else colours.warning
        canvas.add(
            f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(RING)}" fill="none" stroke="{colours.track}"'
            ' stroke-width="8"/>'
        )
        round_it = 2 * math.pi * RING
        if share > 0:
            canvas.add(
                f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(RING)}" fill="none" stroke="{tone.line}"'
                f' stroke-width="8" stroke-dasharray="{n(round_it * min(share, 1))}'
                f' {n(round_it)}" transform="rotate(-90 {n(x)} {n(y)})"/>'
            )
        # Rounded down, so that 100 means all of it.
        percent = say("arm_percent", self._language, percent=int(share * 100))
        canvas.text((x, y), percent, 16, colours.ink, 600, anchor="middle")
        words = say("ring", self._language)
        canvas.text((x, y + RING + 14), words, 11, colours.muted, anchor="middle")


def name_of(report: AutomationReport, language: Language) -> str:
    return report.name if report.name.strip() else say("untitled", language)


def origin(report: AutomationReport, language: Language) -> str:
    converted = report.journey is not None
    parts = [say("from_classic" if converted else "classic_stays", language)]
    parts.append(say("emails", language, count=report.email_count))
    if report.audience:
        parts.append(say("audience", language, name=report.audience))
    if converted:
        parts.append(say("draft", language))
    return " · ".join(parts)
