"""What holds for every picture, whatever the automation."""

from hypothesis import given
from hypothesis import strategies as st

from converter import AutomationReport
from converter.journey import Exit
from converter.picture import THEMES, NoPicture, Picture, draw
from converter.report.model import JourneyReport, Language
from tests.converter.build import Json, convert, email, entry, segment
from tests.converter.examples import examples
from tests.converter.strategies import ordinary
from tests.picture.journeys import NAMES, journeys, report_with
from tests.picture.reading import Box, Edge, Group, read

LANGUAGES: tuple[Language, ...] = ("en", "fr")
HEAD = 7.0
"""An arrow head stands between a line and what it leads to."""


def drawn(report: AutomationReport, language: Language = "en") -> Picture:
    picture = draw(report, language)
    assert picture == draw(report, language), "the same report gives the same bytes"
    return picture


def check_places(picture: Picture) -> None:
    """Nothing overlaps, nothing sticks out, every line leads from a card to a card."""
    reading = read(picture)
    cards = reading.of("card", "start", "exit", "onward", "row")
    solid = [*cards, *reading.of("label", "archive", "plans", "todo")]
    for at, one in enumerate(solid):
        assert reading.page.holds(one.box), one
        for other in solid[at + 1 :]:
            assert not one.box.overlaps(other.box), (one, other)
    for group in reading.groups:
        for words, box in group.texts:
            assert group.box.holds(box), (group.kind, words)
    for words, box in reading.texts:
        assert reading.page.holds(box), words
    for edge in reading.edges:
        check_edge(edge, cards)


def check_edge(edge: Edge, cards: list[Group]) -> None:
    start, end = edge.path[0], edge.path[-1]
    sources = [c.box for c in cards if c.point == edge.source]
    targets = [c.box for c in cards if c.point == edge.target]
    assert any(on_the_rim(box, start, 0) for box in sources), edge
    assert any(on_the_rim(box, end, HEAD) for box in targets), edge
    for a, b in zip(edge.path, edge.path[1:], strict=False):
        way = Box(min(a[0], b[0]), min(a[1], b[1]), max(a[0], b[0]), max(a[1], b[1])).wider(0.5)
        crossed = [c for c in cards if c.box.wider(-1).overlaps(way)]
        assert not crossed, (edge, crossed)


def on_the_rim(box: Box, point: tuple[float, float], away: float) -> bool:
    return box.wider(away).has(point) and not box.wider(-1).has(point)


def check_points(picture: Picture, report: AutomationReport) -> None:
    """Every point that has a number is drawn once, every starting point too."""
    assert report.journey is not None
    shown = [g.point for g in read(picture).of("card", "row")]
    for point in report.journey.points:
        if not isinstance(point, Exit):
            assert shown.count(point.id) == 1, point
    starts = [g.point for g in read(picture).of("start")]
    assert starts == [s.id for s in report.journey.starting_points]


@examples(60)
@given(ordinary(most=9, blocking=True), st.sampled_from(LANGUAGES))
def test_an_automation_that_was_converted_is_drawn_whole(made: Json, language: Language) -> None:
    report = convert(made, language=language)
    try:
        picture = drawn(report, language)
    except NoPicture:
        assert report.level == "failed"
        return
    check_places(picture)
    if report.journey is not None:
        check_points(picture, report)


@examples(120)
@given(journeys(), NAMES, st.sampled_from(LANGUAGES))
def test_any_journey_without_loops_is_drawn_whole(
    journey: JourneyReport, name: str, language: Language
) -> None:
    report = report_with(journey, language, name)
    picture = drawn(report, language)
    check_places(picture)
    check_points(picture, report)


@examples(12)
@given(
    st.integers(21, 100),
    st.sets(st.integers(2, 100), max_size=30),
    st.sets(st.integers(2, 100), max_size=30),
    NAMES,
    st.sampled_from(LANGUAGES),
)
def test_a_long_journey_is_drawn_whole_as_an_overview(
    count: int, blocked: set[int], halves: set[int], name: str, language: Language
) -> None:
    emails = [
        email(
            n,
            "signup" if n == 1 else "mandrill_sent" if n in blocked else "previous_campaign_sent",
            1,
            segment=segment(2) if n in halves else None,
        )
        for n in range(1, count + 1)
    ]
    emails[-1]["settings"]["title"] = name
    report = convert(entry(*emails), language=language)
    picture = drawn(report, language)
    assert picture.overview
    check_places(picture)
    check_points(picture, report)


@examples(60)
@given(journeys(), NAMES)
def test_what_a_person_wrote_never_becomes_markup(journey: JourneyReport, name: str) -> None:
    plain = {"svg", "title", "desc", "g", "rect", "circle", "path", "text"}
    picture = draw(report_with(journey, name=name), "en")
    tags = {part.partition(">")[0].split()[0].strip("/") for part in picture.svg.split("<")[1:]}
    assert tags <= plain
    assert picture.svg.encode("utf-8")


@examples(60)
@given(ordinary(most=9, blocking=True))
def test_both_languages_and_themes_say_in_words_what_is_drawn(made: Json) -> None:
    for language in LANGUAGES:
        report = convert(made, language=language)
        for theme in THEMES:
            try:
                picture = draw(report, language, theme=theme)
            except NoPicture:
                continue
            assert 20 < len(picture.alt) <= 1000
            assert "\n" not in picture.alt
            assert report.journey is None or str(report.journey.point_count) in picture.alt
