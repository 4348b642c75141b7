"""The account's report: totals, grade, gaps, next steps; in one piece and streamed."""

import hashlib
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter import (
    AutomationReport,
    Options,
    Report,
    ReportWriter,
    build_report,
    convert_automation,
    convert_campaign,
    explain,
)
from converter import codes as all_codes
from converter.report.model import LEVELS
from tests.converter.build import (
    codes,
    convert,
    email,
    entry,
    options,
    segment,
    series,
)
from tests.converter.examples import examples
from tests.converter.strategies import odd, ordinary

GOOD = series(1)
CHANGED = series(1, first="birthday")
PARTIAL = series(2, then="goal")
BLOCKED = series(1, first="goal")
FAILED: dict[str, Any] = {"automation": {}}


def account(*made: object, rss: bool = False, plan: Any = "standard") -> Report:
    chosen = options(plan)
    rows = [convert_automation(m, chosen, n) for n, m in enumerate(made)]
    feed = convert_campaign({"id": "c", "type": "rss"}, chosen)
    return build_report([*rows, *([feed] if rss and feed else [])], chosen)


@pytest.mark.parametrize(
    ("made", "grade"),
    [
        ([], None),
        ([GOOD], "A"),
        ([GOOD, GOOD], "A"),
        ([GOOD, CHANGED], "B"),
        ([CHANGED], "B"),
        ([GOOD, GOOD, GOOD, PARTIAL], "C"),
        ([GOOD, GOOD, CHANGED, BLOCKED], "C"),
        ([GOOD, GOOD, BLOCKED], "D"),
        ([GOOD] * 6 + [BLOCKED, PARTIAL], "C"),
        ([GOOD] * 5 + [BLOCKED, PARTIAL], "D"),
        ([BLOCKED], "D"),
        ([PARTIAL], "D"),
        ([FAILED], None),
    ],
)
@pytest.mark.parametrize("rss", [True, False])
def test_the_grade_of_an_account(made: list[object], grade: str | None, rss: bool) -> None:
    assert account(*made, rss=rss).summary.grade == grade


def test_an_unreadable_automation_keeps_an_account_from_the_best_grade() -> None:
    assert account(GOOD, FAILED).summary.grade != "A"


def test_every_level_is_counted_and_said() -> None:
    report = account(GOOD, CHANGED, PARTIAL, BLOCKED, FAILED, rss=True)
    assert report.summary.automations == dict.fromkeys(LEVELS, 1)
    for word in ("6 automations", "with changes", "in part", "blocked", "no conversion"):
        assert word in report.summary.text
    assert [a.level for a in report.automations] == [
        "converted",
        "converted_with_changes",
        "partial",
        "blocked",
        "failed",
        "not_needed",
    ]


def test_nothing_dropped_is_said_in_words_only_where_it_is_true() -> None:
    words = "Nothing was dropped or changed."
    clean = account(GOOD)
    assert clean.summary.nothing_dropped
    assert words in clean.summary.text
    assert clean.automations[0].nothing_dropped
    assert clean.summary.coverage == 1.0
    tweeted = series(1)
    tweeted["emails"][0]["settings"]["auto_tweet"] = True
    for made in (tweeted, CHANGED, PARTIAL, BLOCKED, FAILED):
        report = account(GOOD, made)
        assert not report.summary.nothing_dropped
        assert words not in report.summary.text
        assert not report.automations[1].nothing_dropped
    french = build_report([convert(GOOD, language="fr")], options(language="fr"))
    assert "Rien n'a été laissé de côté ni modifié." in french.summary.text


def test_an_account_without_automations_says_so() -> None:
    report = account()
    assert report.summary.text == "No automations to convert."
    assert report.summary.coverage is None
    assert report.constructs == ()


@examples(25)
@given(st.lists(ordinary(3, blocking=True), max_size=3))
def test_totals_are_the_sums_of_the_parts(made: list[dict[str, Any]]) -> None:
    report = account(*made)
    applies = carried = 0
    for row in report.automations:
        counts = row.ledger.counts
        over = counts["converted"] + counts["converted_with_change"]
        whole = over + counts["dropped"] + counts["placeholder"]
        applies, carried = applies + whole, carried + over
        assert row.coverage == (round(over / whole, 4) if whole else None)
    assert report.summary.coverage == (round(carried / applies, 4) if applies else None)
    assert sum(report.summary.automations.values()) == len(made)
    everything = [d for row in report.automations for d in row.diagnostics]
    weighty = [d for d in everything if d.severity != "note"]
    assert sum(report.summary.effort.values()) == len(weighty)
    for gap in report.constructs:
        assert gap.count == sum(1 for d in everything if d.code == gap.code)
        assert gap.automations == sum(1 for r in report.automations if gap.code in codes(r))
    assert {g.code for g in report.constructs} == {d.code for d in everything}
    order = [(["error", "warning", "note"].index(g.severity), -g.automations, -g.count)
             for g in report.constructs]  # fmt: skip
    assert order == sorted(order)


@examples(20)
@given(st.lists(ordinary(2, blocking=True) | odd(), max_size=3))
def test_the_streamed_report_is_the_report(made: list[Any]) -> None:
    chosen = options()
    rows = [convert_automation(m, chosen, n) for n, m in enumerate(made)]
    out = io.StringIO()
    with ReportWriter(chosen) as writer:
        for row in rows:
            writer.add(row)
        writer.write(out)
    whole = json.loads(build_report(rows, chosen).model_dump_json())
    assert json.loads(out.getvalue()) == whole
    Report.model_validate_json(out.getvalue())


def test_the_streamed_report_goes_over_a_file_and_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("converter.report.writer.KEPT_IN_MEMORY", 500)
    out = io.StringIO()
    with ReportWriter(options()) as writer:
        for n in range(5):
            writer.add(convert_automation(series(2), options(), n))
        writer.write(out)
    assert len(json.loads(out.getvalue())["automations"]) == 5


def test_the_template_of_answers_can_be_given_back() -> None:
    made = series(2, first="birthday")
    out = io.StringIO()
    with ReportWriter(options()) as writer:
        writer.add(convert(made))
        writer.write_answers(out)
    template = json.loads(out.getvalue())
    hints = template["_questions"]["w1"]
    assert hints.keys() == template["w1"].keys() == {q.id for q in convert(made).questions}
    template["w1"].update({"re_entry": "off", "starting_point": "BIRTHDAY"})
    again = convert_automation(made, Options(answers=template))
    assert {q.id for q in again.questions} == {"post_send:e1", "post_send:e2"}
    assert "CJ605" not in codes(again)


# ---- next steps ----


def steps(made: object, plan: Any = "standard") -> list[str]:
    return list(convert(made, plan).next_steps)


def place(found: list[str], word: str) -> int:
    return next(n for n, step in enumerate(found) if word in step)


def test_the_steps_follow_mailchimps_menu_in_order() -> None:
    found = steps(series(3))
    words = ["reports", "Classic Automations", "Convert to journey", "Compare the map", "Turn the"]
    places = [place(found, word) for word in words]
    assert places == sorted(places)
    assert "“Letters”" in found[places[2]]
    assert "5 points" in found[places[3]]


def test_what_comes_before_and_after_turning_it_on() -> None:
    queues = {"e1": {"total_items": 9, "queue": []}}
    removed = {"total_items": 4}
    made = series(
        2, first="api", then="goal", queues=queues, removed_subscribers=removed, status="save"
    )
    found = steps(made, "essentials")
    on = place(found, "Turn the journey on")
    for word in ("Nothing is live", "placeholder", "Answer", "removed", "program", "reports"):
        assert place(found, word) < on
    assert place(found, "9 contacts") > on


@pytest.mark.parametrize(
    ("plan", "length", "word"),
    [
        (None, 2, "needs Essentials"),
        (None, 3, "needs Standard"),
        ("essentials", 3, "too small"),
        ("free", 1, "has no customer journeys"),
        ("standard", 101, "No plan"),
    ],
)
def test_the_plan_is_the_first_thing_to_settle(plan: Any, length: int, word: str) -> None:
    assert word in steps(series(length), plan)[0]


def test_a_disputed_plan_has_to_be_checked() -> None:
    assert "Essentials" in steps(series(2, first_amount=1), "essentials")[0]


def test_a_fitting_plan_needs_no_word() -> None:
    assert not any("plan" in step for step in steps(series(2)))


def test_a_blocked_automation_is_kept() -> None:
    report = convert(BLOCKED)
    assert "Keep the classic automation" in report.next_steps[0]
    assert any("CJ304" in step for step in report.next_steps)
    assert not any("Turn the journey on" in step for step in report.next_steps)
    assert "Keep the classic automation" in report.verdict


def test_hard_limits_are_among_the_steps() -> None:
    made = entry(email(1, "signup"), email(2, segment=segment(6)))
    assert any("CJ111" in step for step in steps(made))


@pytest.mark.parametrize(
    ("made", "number"),
    [
        (PARTIAL, 1),
        (entry(email(1, "signup"), email(2, "goal"), email(3, "mandrill_any")), 2),
        (entry(email(1, "signup", 3), email(2, "signup"), email(3, "goal")), 2),
        (entry(email(1, "signup", 3, before=True), email(2, "goal")), 2),
        (entry(email(1, "signup"), email(2, segment=segment(6))), 1),
    ],
)
@pytest.mark.parametrize("plan", [None, "free"])
def test_the_verdict_counts_the_decisions_not_the_plan(
    made: object, number: int, plan: Any
) -> None:
    report = convert(made, plan)
    assert report.level == "partial"
    assert f" {number} place" in report.verdict


def test_the_verdict_of_changes_counts_the_warnings() -> None:
    made = series(1, first="birthday")
    report = convert(made, "essentials")
    warnings = [d for d in report.diagnostics if d.severity == "warning"]
    assert f"with {len(warnings)} things to check" in report.verdict


# ---- same input, same bytes ----

SCRIPT = """
import hashlib, json, sys
from pathlib import Path
from converter import Options, convert_automation
found = hashlib.sha256()
for path in sorted(Path(sys.argv[1]).glob("*.json")):
    made = json.loads(path.read_text("utf-8")).get("entry")
    for language in ("en", "fr"):
        report = convert_automation(made, Options(language=language, full_ledger=True))
        found.update(report.model_dump_json().encode())
print(found.hexdigest())
"""


def test_two_processes_give_the_same_bytes() -> None:
    root = Path(__file__).parents[2]
    payloads = root / "tests" / "data" / "payloads"
    digests = {
        subprocess.run(
            [sys.executable, "-c", SCRIPT, str(payloads)],
            env={**os.environ, "PYTHONHASHSEED": seed},
            cwd=root,
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("0", "4242")
    }
    assert len(digests) == 1
    assert len(digests.pop().strip()) == hashlib.sha256().digest_size * 2


@examples(15)
@given(odd())
def test_the_same_input_gives_the_same_bytes_and_is_left_alone(made: Any) -> None:
    before = repr(made)
    first = convert(made, full_ledger=True).model_dump_json()
    assert convert(made, full_ledger=True).model_dump_json() == first
    assert repr(made) == before


# ---- codes and internal errors ----


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", all_codes())
def test_every_code_has_its_page(code: str, language: Any) -> None:
    page = explain(f" {code.lower()} ", language)
    assert page.code == code
    for text in (page.name, page.title, page.message, page.fix, page.page, page.source):
        assert text.strip()


def test_an_unknown_code_has_none() -> None:
    with pytest.raises(KeyError):
        explain("CJ999", "en")


def test_a_fault_of_ours_fails_one_automation_and_gives_an_id_to_quote(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("converter.convert.validate", broken)
    reports: list[AutomationReport] = [convert(GOOD), convert(GOOD), convert(BLOCKED)]
    assert [r.level for r in reports] == ["failed", "failed", "blocked"]
    assert codes(reports[0]) == {"CJ901"}
    assert reports[0].id == "w1"
    assert reports[0].name == "Letters"
    assert not reports[0].nothing_dropped
    assert reports[0].diagnostics[0].message == reports[1].diagnostics[0].message
