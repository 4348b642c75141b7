"""A classic automation that has no journey: its blocked trigger, its e-mails, what to do."""

from converter.picture.arrange import CARD, STEP, Placed
from converter.picture.cards import Card, Mark
from converter.picture.faces import draw_face, draw_start, face_of, group, start_face
from converter.picture.measure import wrap
from converter.picture.svg import Canvas
from converter.picture.words import say
from converter.report.model import AutomationReport, Diagnostic, Language

SHOWN = 4
"""E-mails that are drawn; the rest is one card."""
TODO, TODO_LINE = 12.5, 18.0
GAP = 40.0
STEPS = 8
STEP_LINES = 5
SIDE_PAD = 18.0


def trigger_of(report: AutomationReport) -> Diagnostic | None:
    """The error that keeps the automation from being converted."""
    return next((d for d in report.diagnostics if d.severity == "error"), None)


class Series:
    """The series on the left, what to do on the right."""

    def __init__(self, report: AutomationReport, language: Language, wide: float) -> None:
        self._language, self._wide = language, wide
        error = trigger_of(report)
        marks = (Mark(error.code, "", error=True),) if error is not None else ()
        about = say("trigger", language)
        title, detail = (error.title, about) if error is not None else (about, "")
        trigger = Card("trigger", "stop", "error", title, detail, marks, "error")
        self._trigger = start_face(trigger, CARD)
        self._faces = [face_of(card) for card in _emails(report.email_count, language)]
        room = wide - CARD - GAP - 2 * SIDE_PAD - 24
        self._steps = [wrap(s, TODO, 400, room, STEP_LINES) for s in report.next_steps[:STEPS]]
        left = self._trigger.height + sum(STEP + face.height for face in self._faces)
        lines = sum(len(step) * TODO_LINE + 8 for step in self._steps)
        self._box = 50 + lines + 10
        self.height = max(left, self._box)

    def draw(self, canvas: Canvas, dx: float, dy: float) -> None:
        canvas.add(f'<g transform="translate({dx:g} {dy:g})">')
        self._draw_series(canvas)
        self._draw_steps(canvas, CARD + GAP)
        canvas.add("</g>")

    def _draw_series(self, canvas: Canvas) -> None:
        before = Placed("start", "trigger", 0, 0, CARD, self._trigger.height)
        canvas.add(group("trigger", "start"))
        draw_start(canvas, self._trigger, before)
        canvas.add("</g>")
        for face in self._faces:
            here = Placed("card", face.card.id, 0, before.bottom + STEP, CARD, face.height)
            self._link(canvas, before, here)
            canvas.add(group(face.card.id, "card"))
            draw_face(canvas, face, here)
            canvas.add("</g>")
            before = here

    def _link(self, canvas: Canvas, before: Placed, here: Placed) -> None:
        blocked = before.point == "trigger"
        colour = canvas.colours.error.line if blocked else canvas.colours.edge
        names = f' data-from="{before.point}" data-to="{here.point}"'
        path = ((CARD / 2, before.bottom), (CARD / 2, here.y))
        canvas.edge(path, colour, dashed=blocked, names=names)

    def _draw_steps(self, canvas: Canvas, x: float) -> None:
        colours = canvas.colours
        tone = colours.notice
        box = (x, 0.0, self._wide - x, self._box)
        canvas.add('<g data-kind="todo">')
        canvas.rect(box, tone.tint, tone.line, radius=12)
        canvas.icon("todo", (x + SIDE_PAD + 10, 26), 20, tone.ink)
        canvas.text((x + SIDE_PAD + 30, 26), say("what_to_do", self._language), 15, tone.ink, 600)
        y = 50.0
        for number, step in enumerate(self._steps, 1):
            canvas.text((x + SIDE_PAD, y + TODO_LINE / 2), f"{number}.", TODO, tone.ink, 600)
            for line in step:
                canvas.text((x + SIDE_PAD + 24, y + TODO_LINE / 2), line, TODO, tone.ink)
                y += TODO_LINE
            y += 8
        canvas.add("</g>")


def _emails(count: int, language: Language) -> list[Card]:
    shown = count if count <= SHOWN else SHOWN - 1
    detail = say("classic_email_detail", language)
    cards = [
        Card(
            f"email-{n}",
            "mail",
            "mail",
            say("classic_email", language, number=str(n)),
            detail,
            (),
            "plain",
        )
        for n in range(1, shown + 1)
    ]
    if count > shown:
        more = say("classic_more", language, count=count - shown)
        cards.append(Card("email-more", "mail", "mail", more, detail, (), "plain"))
    return cards
