"""What holds for whatever stands in the input."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import BaseModel

from converter import AutomationReport
from converter.graph import InvalidJourney, problems_of, validate
from converter.journey import ConditionalSplit, Exit, Journey, SendEmail
from converter.report.model import LEVELS
from tests.converter.build import codes, convert, series
from tests.converter.examples import examples
from tests.converter.strategies import API_SHAPED, HOURS, JSON, known_times, odd, ordinary

UNFILLED = re.compile(r"\{\w+(\|[^{}]*)?\}")
TEXTS = {"message", "fix", "title", "text", "verdict", "next_steps", "re_entry_text", "choices"}
TEXTS |= {"when", "where", "where_older", "reports", "queue", "new_contacts", "restart"}


def texts(model: BaseModel) -> Iterator[tuple[str, str]]:
    """Every sentence of a report, with the name of its field."""
    for name in type(model).model_fields:
        value = getattr(model, name)
        if isinstance(value, BaseModel):
            yield from texts(value)
        elif isinstance(value, tuple):
            for item in value:
                if isinstance(item, BaseModel):
                    yield from texts(item)
                elif name in TEXTS:
                    yield name, item
        elif name in TEXTS and isinstance(value, dict):
            yield from ((name, item) for item in value.values())
        elif name in TEXTS and not isinstance(model, SendEmail):
            if value is not None:
                yield name, value
        elif name == "text":
            yield name, value


def journey_of(report: AutomationReport) -> Journey:
    found = report.journey
    assert found is not None
    return Journey(
        starting_points=found.starting_points,
        points=found.points,
        entry=found.entry,
        re_entry=found.re_entry,
    )


@examples(60)
@given(JSON | API_SHAPED | odd())
def test_any_json_gives_a_report(made: Any) -> None:
    for language in ("en", "fr"):
        report = convert(made, language=language)
        assert report.level in LEVELS
        assert "CJ901" not in codes(report)
        assert AutomationReport.model_validate_json(report.model_dump_json()).level == report.level


@examples(40)
@given(st.lists(API_SHAPED, min_size=1, max_size=3), API_SHAPED)
def test_any_json_in_the_place_of_emails_gives_a_report(emails: list[Any], other: Any) -> None:
    for made in ({"automation": {}, "emails": emails}, {"automation": other, "emails": emails}):
        assert "CJ901" not in codes(convert(made))


@examples(40)
@given(ordinary() | odd())
def test_every_journey_obeys_the_laws_of_its_graph(made: Any) -> None:
    report = convert(made)
    if report.journey is None:
        return
    journey = journey_of(report)
    assert problems_of(journey) == ()
    numbers = [p.number for p in journey.points if not isinstance(p, Exit)]
    assert numbers == list(range(1, report.journey.point_count + 1))


@examples(40)
@given(ordinary(), st.integers(0, 200), st.integers(0, 200))
def test_a_broken_graph_is_refused(made: Any, one: int, other: int) -> None:
    journey = journey_of(convert(made))
    points = list(journey.points)
    at = one % len(points)
    chosen = points[at]
    broken: list[tuple[Journey, str]] = [
        (journey.model_copy(update={"points": (*points, chosen)}), "duplicate id"),
        (
            journey.model_copy(
                update={"points": (*points, Exit(id="island", source=""))},
            ),
            "cannot be reached",
        ),
        (journey.model_copy(update={"entry": "nowhere"}), "does not exist"),
        (journey.model_copy(update={"starting_points": ()}), "no starting point"),
    ]
    if not isinstance(chosen, Exit):
        edge = "yes" if isinstance(chosen, ConditionalSplit) else "next"
        earlier = points[other % (at + 1)].id
        for target, problem in (("nowhere", "does not exist"), (earlier, "loop")):
            mutant = chosen.model_copy(update={edge: target})
            changed = (*points[:at], mutant, *points[at + 1 :])
            broken.append((journey.model_copy(update={"points": changed}), problem))
    for mutated, problem in broken:
        with pytest.raises(InvalidJourney) as caught:
            validate(mutated)
        assert any(problem in p for p in caught.value.problems)


@examples(60)
@given(ordinary())
def test_points_are_emails_delays_waits_splits_placeholders_and_actions(made: Any) -> None:
    report = convert(made)
    assert report.journey is not None
    kinds: list[str] = [p.kind for p in report.journey.points]
    given_after = [made.get("answers", {}).get(f"post_send:{e['id']}", []) for e in made["emails"]]
    usable = [answer for answer in given_after if {"kind": "group"} not in answer]
    actions = sum(len(answer) for answer in usable)
    made_of = ("send_email", "delay", "wait_for_trigger", "conditional_split", "placeholder")
    counted = sum(kinds.count(kind) for kind in made_of) + actions
    assert report.journey.point_count == counted
    assert kinds.count("send_email") == len(made["emails"])
    assert kinds.count("delay") <= len(made["emails"])
    assert report.journey.branching == ("conditional_split" in kinds)
    assert report.journey.wait_rule_count == kinds.count("wait_for_trigger")
    assert kinds[-1] == "exit"


def hours_until(report: AutomationReport) -> dict[int, int]:
    """Hours from the event to each e-mail, along the path of a contact who gets them all."""
    assert report.journey is not None
    start = report.journey.starting_points[0].parameters
    amount, unit = start.get("amount", 0), str(start.get("unit", "hour"))
    assert isinstance(amount, int)
    clock = amount * HOURS[unit] * (-1 if start.get("direction") == "before" else 1)
    points = {p.id: p for p in report.journey.points}
    found: dict[int, int] = {}
    here = report.journey.entry
    while not isinstance(points[here], Exit):
        point = points[here]
        if point.kind == "delay":
            clock += point.amount * HOURS[point.unit]
        elif point.kind == "send_email":
            found[point.position] = clock
        here = point.yes if point.kind == "conditional_split" else getattr(point, "next")  # noqa: B009
    return found


@examples(70)
@given(known_times())
def test_every_email_leaves_when_it_left_before(made: dict[str, Any]) -> None:
    expected = made.pop("expected")
    report = convert(made)
    assert "placeholder" not in [p.kind for p in report.journey.points]  # type: ignore[union-attr]
    assert hours_until(report) == expected


@examples(40)
@given(ordinary(blocking=True) | odd())
def test_both_languages_say_the_same_in_whole_sentences(made: Any) -> None:
    english, french = (convert(made, None, language=language) for language in ("en", "fr"))
    same = [(d.code, d.pointer, d.point, d.severity) for d in english.diagnostics]
    assert same == [(d.code, d.pointer, d.point, d.severity) for d in french.diagnostics]
    assert [q.id for q in english.questions] == [q.id for q in french.questions]
    assert english.ledger == french.ledger
    assert english.level == french.level
    assert len(english.next_steps) == len(french.next_steps)
    for report in (english, french):
        for name, text in texts(report):
            assert text.strip(), name
            assert "{}" not in text
    assert [n for n, _ in texts(english)] == [n for n, _ in texts(french)]


@examples(40)
@given(ordinary(blocking=True))
def test_no_sentence_keeps_an_unfilled_parameter(made: Any) -> None:
    for plan in (None, "essentials"):
        for language in ("en", "fr"):
            for _, text in texts(convert(made, plan, language=language)):
                assert not UNFILLED.search(text), text


def test_french_sentences_have_no_break_spaces_before_their_marks() -> None:
    made = series(3, first="birthday", then="previous_campaign_not_opened")
    for report in (convert(made, plan, language="fr") for plan in (None, "essentials")):
        for _, text in texts(report):
            assert not re.search(r"[^\u00a0\u202f\d][;!?»]|« | [:;!?»]", text), text


@examples(40)
@given(ordinary(blocking=True) | odd(), st.sampled_from([None, "free", "essentials", "standard"]))
def test_errors_come_first_then_warnings_then_notes_in_path_order(made: Any, plan: Any) -> None:
    report = convert(made, plan)
    order = {"error": 0, "warning": 1, "note": 2}
    severities = [order[d.severity] for d in report.diagnostics]
    assert severities == sorted(severities)
    if report.journey is None:
        return
    place = {p.source: p.position for p in report.journey.points if p.kind == "send_email"}
    for wanted in order:
        places = [
            place["/".join(d.pointer.split("/")[:5])]
            for d in report.diagnostics
            if d.severity == wanted and re.match(r"/automations/0/emails/\d+", d.pointer)
        ]
        assert places == sorted(places)


@examples(40)
@given(ordinary(blocking=True) | odd())
def test_levels_follow_from_what_was_found(made: Any) -> None:
    report = convert(made, "essentials")
    if report.level in ("failed", "blocked"):
        assert report.journey is None
        assert "error" in {d.severity for d in report.diagnostics}
        return
    assert report.journey is not None
    hard = codes(report) & {"CJ110", "CJ111"}
    held = [p for p in report.journey.points if p.kind == "placeholder"]
    weighty = {
        d.code
        for d in report.diagnostics
        if d.severity != "note" and not d.code.startswith(("CJ1", "CJ5"))
    }
    expected = "partial" if hard or held else "converted_with_changes" if weighty else "converted"
    assert report.level == expected


@examples(40)
@given(ordinary() | odd())
def test_every_report_passes_the_checks_of_its_own_model(made: Any) -> None:
    report = convert(made)
    assert AutomationReport.model_validate_json(report.model_dump_json()) == report
