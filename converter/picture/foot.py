"""The bottom of a picture: what is archived and who still waits, then the four plans."""

from converter.picture.measure import width, wrap
from converter.picture.svg import Canvas, chip_width
from converter.picture.themes import Tone
from converter.picture.words import say
from converter.report.model import AutomationReport, Fit, Language, PlanFit

MARGIN = 24.0
NOTICE, NOTICE_LINE = 12.5, 18.0
PLAN_NAME, PLAN_TEXT, PLAN_LINE = 14.0, 11.5, 15.5
NOTICE_LINES, PLAN_LINES = 5, 5
PAD = 16.0
ICON_ROOM = 44.0
FIT_ICON: dict[Fit, str] = {"yes": "yes", "no": "no", "check": "check"}


class Foot:
    def __init__(self, report: AutomationReport, language: Language, wide: float) -> None:
        self._language, self._wide = language, wide
        notice = report.archive_notice
        said = f"{notice.when} {notice.queue} {notice.new_contacts}" if notice else ""
        room = wide - 2 * MARGIN - ICON_ROOM - PAD
        self._notice = wrap(said, NOTICE, 400, room, NOTICE_LINES)
        self._plans = report.plan_fit
        self._column = (wide - 2 * MARGIN) / max(1, len(self._plans))
        self._texts = [
            wrap(row.text, PLAN_TEXT, 400, self._column - 2 * PAD, PLAN_LINES)
            for row in self._plans
        ]
        lines = max((len(text) for text in self._texts), default=0)
        self._notice_height = NOTICE_LINE * len(self._notice) + 2 * PAD if self._notice else 0.0
        # A narrow column has no room for its name and its chip side by side.
        self._stacked = any(not self._beside(row) for row in self._plans)
        self._plan_head = 54.0 if self._stacked else 30.0
        self._plans_height = self._plan_head + 20 + PLAN_LINE * lines + PAD if self._plans else 0.0
        gaps = 12.0 * (bool(self._notice) + bool(self._plans))
        self.height = self._notice_height + self._plans_height + gaps + 12

    def draw(self, canvas: Canvas, top: float) -> None:
        y = top
        if self._notice:
            self._draw_notice(canvas, y)
            y += self._notice_height + 12
        if self._plans:
            self._draw_plans(canvas, y)

    def _draw_notice(self, canvas: Canvas, y: float) -> None:
        tone = canvas.colours.notice
        box = (MARGIN, y, self._wide - 2 * MARGIN, self._notice_height)
        canvas.add('<g data-kind="archive">')
        canvas.rect(box, tone.tint, tone.line, radius=12)
        canvas.icon("archive", (MARGIN + 24, y + self._notice_height / 2), 20, tone.ink)
        for number, line in enumerate(self._notice):
            at = (MARGIN + ICON_ROOM, y + PAD + NOTICE_LINE * (number + 0.5))
            canvas.text(at, line, NOTICE, tone.ink)
        canvas.add("</g>")

    def _draw_plans(self, canvas: Canvas, y: float) -> None:
        colours = canvas.colours
        box = (MARGIN, y, self._wide - 2 * MARGIN, self._plans_height)
        canvas.add('<g data-kind="plans">')
        canvas.rect(box, colours.surface, colours.line, radius=12)
        for number, (row, text) in enumerate(zip(self._plans, self._texts, strict=True)):
            x = MARGIN + self._column * number
            if number:
                canvas.rect((x, y + PAD, 1, self._plans_height - 2 * PAD), colours.line)
            self._plan(canvas, row, text, x + PAD, y)
        canvas.add("</g>")

    def _plan(
        self, canvas: Canvas, row: PlanFit, text: tuple[str, ...], x: float, y: float
    ) -> None:
        colours = canvas.colours
        tone = self._tone(canvas, row.fits)
        words = say(f"fits_{row.fits}", self._language)
        room = self._column - 2 * PAD
        chip = chip_width(words, icon=True)
        canvas.text((x, y + 22), row.name, PLAN_NAME, colours.ink, 600, limit=room)
        at = (x, y + 46) if self._stacked else (x + room - chip, y + 22)
        canvas.chip(at, words, tone, limit=room, icon=FIT_ICON[row.fits])
        bar = y + self._plan_head + 8
        canvas.rect((x, bar - 2, room, 5), tone.line, radius=2.5)
        for number, line in enumerate(text):
            at = (x, bar + 12 + PLAN_LINE * (number + 0.5))
            canvas.text(at, line, PLAN_TEXT, colours.muted)

    def _beside(self, row: PlanFit) -> bool:
        name = width(row.name, PLAN_NAME, 600)
        chip = chip_width(say(f"fits_{row.fits}", self._language), icon=True)
        return name + 8 + chip <= self._column - 2 * PAD

    @staticmethod
    def _tone(canvas: Canvas, fits: Fit) -> Tone:
        colours = canvas.colours
        return {"yes": colours.good, "no": colours.error, "check": colours.warning}[fits]
