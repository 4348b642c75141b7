"""Journeys that no converter makes: arms that meet, jump ahead, leave, in any order."""

from typing import Any

from hypothesis import strategies as st

from converter import AutomationReport
from converter.journey import (
    ConditionalSplit,
    Delay,
    Exit,
    PercentageSplit,
    Placeholder,
    Point,
    ReEntry,
    SendEmail,
    StartingPoint,
    exits_of,
)
from converter.report.model import JourneyReport, Language
from tests.converter.build import convert, series

NAMES = st.text(max_size=80) | st.sampled_from(
    [
        "Bienvenue !",
        "日本語のメール 🎉",
        "رسالة ترحيب",
        "x" * 80,
        "<b>&amp;</b>",
        "\ud800\x00\u202e",
    ]
)


def linear(number: int, to: str, kind: int, name: str) -> Point:
    made: dict[str, Any] = {
        "id": f"p{number}",
        "source": f"/emails/{number}",
        "next": to,
        "number": number,
    }
    if kind == 0:
        return Delay(**made, amount=number, unit="day", text=f"Wait {number} days · {name}")
    if kind == 1:
        return Placeholder(**made, code="CJ303", text=name)
    return SendEmail(**made, email_id="e", position=number, title=name, text=f"Send {name}")


def split(number: int, ways: tuple[str, str], percent: bool) -> Point:
    made: dict[str, Any] = {"id": f"p{number}", "source": f"/emails/{number}", "number": number}
    if percent:
        return PercentageSplit(**made, percent=30, a=ways[0], b=ways[1])
    return ConditionalSplit(**made, match="all", conditions=(), yes=ways[0], no=ways[1])


@st.composite
def journeys(draw: st.DrawFn, most: int = 14) -> JourneyReport:
    """Any graph without loops; points that nothing leads to are left out."""
    count = draw(st.integers(1, most))
    points: list[Point] = []
    for number in range(1, count + 1):
        later = st.integers(number + 1, count + 1)
        to = [f"p{n}" if n <= count else "exit" for n in draw(st.tuples(later, later))]
        if draw(st.integers(0, 2)) == 0:
            points.append(split(number, (to[0], to[1]), draw(st.booleans())))
        else:
            onward = f"p{number + 1}" if number < count else "exit"
            to_next = draw(st.sampled_from([onward, onward, to[0]]))
            points.append(linear(number, to_next, draw(st.integers(0, 4)), draw(NAMES)))
    kept = _reached([*points, Exit(id="exit", source="/automation")])
    starts = draw(st.integers(1, 3))
    return JourneyReport(
        starting_points=tuple(
            StartingPoint(id=f"s{n}", kind="signup", source="/", text=draw(NAMES))
            for n in range(1, starts + 1)
        ),
        points=tuple(kept),
        entry="p1",
        point_count=len(kept) - 1,
        branching=True,
        wait_rule_count=0,
        re_entry=ReEntry(allowed=False, chosen_by="classic"),
        re_entry_text="",
    )


def report_with(
    journey: JourneyReport, language: Language = "en", name: str = "Letters"
) -> AutomationReport:
    report = convert(series(2), language=language)
    return report.model_copy(update={"journey": journey, "name": name})


def _reached(points: list[Point]) -> list[Point]:
    reached, by_id = {"p1"}, {p.id: p for p in points}
    for point in points:
        if point.id in reached:
            reached.update(exits_of(by_id[point.id]))
    return [p for p in points if p.id in reached]
