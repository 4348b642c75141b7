"""Files: whatever stands in them gives an answer that names the place, and spares the others."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter import AutomationReport, build_report, convert_bundle, plan_of, read_bundle
from converter.bundle import MOST_DEPTH
from tests.converter.build import codes, email, entry, options, series
from tests.converter.examples import examples
from tests.converter.strategies import bundles

ONE = json.dumps(series(1))


def save(tmp_path: Path, content: bytes | str | object) -> Path:
    path = tmp_path / "bundle.json"
    if not isinstance(content, bytes | str):
        content = json.dumps(content)
    path.write_bytes(content.encode("utf-8") if isinstance(content, str) else content)
    return path


def read(tmp_path: Path, content: bytes | str | object) -> list[AutomationReport]:
    return list(convert_bundle(read_bundle(save(tmp_path, content)), options(full_ledger=True)))


def levels(reports: list[AutomationReport]) -> list[str]:
    return [report.level for report in reports]


def three(middle: str) -> str:
    """A bundle of three automations; the one in the middle is given as text."""
    return f'{{"automations": [{ONE},\n {middle},\n{ONE}]}}'


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("  \n\t ", "is empty"),
        (b"\xef\xbb\xbf", "is empty"),
        ("hello", "line 1, column 1"),
        ("NaN", "line 1, column 1"),
        ('{"automations": [', "line 1, column 18"),
        ('{"automations"\n  [1]}', "line 2, column 3"),
        ('{"automations": []}\n\nmore', "line 3, column 1"),
        ('{"automations": [],}', "line 1, column 20"),
        ("{'automations': []}", "line 1, column 2"),
        ("[1, 2", "line 1, column"),
        ("12", "an object in braces is needed"),
        ('"text"', "an object in braces is needed"),
        ("null", "an object in braces is needed"),
        ("{}", "neither the key"),
        ('{"things": []}', "neither the key"),
        (ONE.encode("utf-16"), "not text in UTF-8"),
        (ONE.encode("utf-16-be"), "line 1, column"),
    ],
)
def test_a_file_that_cannot_be_read_names_itself_and_the_place(
    tmp_path: Path, content: bytes | str, words: str
) -> None:
    (report,) = read(tmp_path, content)
    assert report.level == "failed"
    assert codes(report) == {"CJ603"}
    assert words in report.diagnostics[0].message
    assert "bundle.json" in report.diagnostics[0].message


@pytest.mark.parametrize("path", ["missing.json", "."])
def test_a_file_that_is_not_there_is_said(tmp_path: Path, path: str) -> None:
    (report,) = convert_bundle(read_bundle(tmp_path / path), options())
    assert report.level == "failed"
    assert codes(report) == {"CJ603"}


@pytest.mark.parametrize(
    ("middle", "words"),
    [
        ('{"automation": {"id": 1,}, "emails": []}', "line 2"),
        ('{"automation": {"id": NaN}, "emails": []}', "line 2, column 24"),
        ('{"automation": {"a": "NaN",\n "id": -Infinity}, "emails": []}', "line 3, column 8"),
        ('{"automation": {"id": 1} "emails": []}', "line 2"),
        ('{"automation": tru}', "line 2"),
        ('{"automation": {"id": "\n"}}', "line 2"),
        ("[" * 10_000 + "]" * 10_000, f"more than {MOST_DEPTH} levels"),
        ('{"automation": ' + '{"a":' * 10_000 + "1" + "}" * 10_001, "levels"),
        ("7" * 5000, "not JSON"),
        ("null", "an object in braces"),
        ("[]", "an object in braces"),
        ("{}", "“automation” is missing"),
        ('{"automation": {}}', ""),
        ('{"automation": {}, "emails": []}', ""),
    ],
)
def test_one_bad_automation_never_stops_the_others(tmp_path: Path, middle: str, words: str) -> None:
    reports = read(tmp_path, three(middle))
    assert levels(reports) == ["converted", "failed", "converted"]
    bad = reports[1].diagnostics[0]
    assert bad.pointer.startswith("/automations/1")
    assert words in bad.message
    assert "/automations/2/" in reports[2].ledger.rows[0].pointer


@pytest.mark.parametrize("between", [" ", ";", ":", ",,"])
@pytest.mark.parametrize("key", ["automations", "campaigns"])
def test_a_missing_comma_is_said_where_it_is_missing(
    tmp_path: Path, key: str, between: str
) -> None:
    item = ONE if key == "automations" else '{"type": "rss"}'
    reports = read(tmp_path, f'{{"{key}": [{item},\n{item}{between}{item}]}}')
    assert levels(reports)[2:] == ["failed"]
    assert reports[2].diagnostics[0].pointer == f"/{key}/2"
    assert "line 2, column" in reports[2].diagnostics[0].message


def test_bytes_that_are_no_utf8_spoil_one_automation_only(tmp_path: Path) -> None:
    content = three('{"automation": {"id": "\x00"}}').encode().replace(b"\x00", b"\xff")
    reports = read(tmp_path, content)
    assert levels(reports) == ["converted", "failed", "converted"]
    assert "UTF-8" in reports[1].diagnostics[0].message


def test_a_file_cut_off_in_the_third_automation(tmp_path: Path) -> None:
    whole = three(ONE)
    for cut in (len(whole) - 1, len(whole) - 2, len(whole) - 200):
        reports = read(tmp_path, whole[:cut])
        assert "failed" in levels(reports)
        assert all("CJ901" not in codes(r) for r in reports)


def test_depth_up_to_the_limit_is_read(tmp_path: Path) -> None:
    made = series(1)
    deep: Any = "x"
    for _ in range(MOST_DEPTH - 10):
        deep = {"d": deep}
    made["automation"]["deep"] = deep
    made["emails"][0]["recipients"]["segment_opts"] = {"match": "all", "conditions": [deep]}
    (report,) = read(tmp_path, made)
    assert report.level == "converted_with_changes"
    assert report.model_dump_json()


def test_a_title_of_ten_megabytes_is_shortened(tmp_path: Path) -> None:
    made = series(1)
    made["automation"]["settings"]["title"] = "é\\" * 1_250_000
    reports = read(tmp_path, {"automations": [series(1), made]})
    assert levels(reports) == ["converted", "converted"]
    assert len(reports[1].name) <= 255


def test_an_automation_above_the_size_limit_is_refused_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("converter.bundle.MOST_BYTES", 10_000)
    big = series(1)
    big["automation"]["settings"]["title"] = "x" * 10_000
    reports = read(tmp_path, {"automations": [series(1), big, series(1)]})
    assert levels(reports) == ["converted", "failed", "converted"]
    assert "MB" in reports[1].diagnostics[0].message


@pytest.mark.parametrize(
    ("length", "then", "points"),
    [(5000, "previous_campaign_sent", 9_999), (800, "campaign_specific_clicked", 2_398)],
)
def test_thousands_of_emails_are_too_many_points_and_no_more(
    tmp_path: Path, length: int, then: str, points: int
) -> None:
    bundle = read_bundle(save(tmp_path, series(length, then=then)))
    (report,) = convert_bundle(bundle, options())
    assert report.email_count == length
    assert report.journey is not None
    assert report.journey.point_count == points
    assert {"CJ102"} <= codes(report)
    assert report.cheapest_plan is None


def test_wrong_types_everywhere_still_give_a_report(tmp_path: Path) -> None:
    odd: object
    for odd in (None, True, 3.5, "x", [], [[]], {}, {"a": None}):
        automation: dict[str, object] = dict.fromkeys(series(1)["automation"], odd)
        letter: dict[str, object] = dict.fromkeys(email(1), odd)
        (report,) = read(tmp_path, {"automation": automation, "emails": [letter, letter]})
        assert report.level == "blocked"
        assert "CJ306" in codes(report)


def test_null_everywhere_still_gives_a_report(tmp_path: Path) -> None:
    automation = dict.fromkeys(series(1)["automation"])
    made = {"automation": automation, "emails": [email(1, "signup"), dict.fromkeys(email(2))]}
    (report,) = read(tmp_path, {"automations": [made], "account": None, "plan": None})
    assert report.level == "converted_with_changes"


@pytest.mark.parametrize("number", ["1e400", "-1e400", "3.0", "1e2", "9" * 4000, "-0"])
@pytest.mark.parametrize("key", ["amount", "position", "workflow_emails_count", "total_items"])
def test_odd_numbers_are_read_or_reported(tmp_path: Path, key: str, number: str) -> None:
    made = entry(email(1, "signup", 7), queues={"e1": {"total_items": 0}})
    made["emails"][0]["delay"]["amount"] = "amount?"
    made["emails"][0]["position"] = "position?"
    made["automation"]["trigger_settings"]["workflow_emails_count"] = "workflow_emails_count?"
    made["queues"]["e1"]["total_items"] = "total_items?"
    text = json.dumps(made).replace(f'"{key}?"', number)
    (report,) = read(tmp_path, text)
    assert report.level in ("converted", "converted_with_changes")
    assert json.loads(report.model_dump_json())


def test_3_point_0_days_are_three_days(tmp_path: Path) -> None:
    made = json.dumps(series(2, amount=3)).replace('"amount": 3', '"amount": 3.0')
    (report,) = read(tmp_path, made)
    assert report.journey is not None
    assert [p.amount for p in report.journey.points if p.kind == "delay"] == [3]


def test_of_two_equal_keys_the_last_one_counts(tmp_path: Path) -> None:
    twice = ONE.replace('"status": "sending"', '"status": "paused", "status": "save"', 1)
    (report,) = read(tmp_path, twice)
    assert report.status == "save"


def test_a_byte_order_mark_is_no_harm(tmp_path: Path) -> None:
    assert levels(read(tmp_path, b"\xef\xbb\xbf" + three(ONE).encode())) == ["converted"] * 3


def test_line_endings_of_windows_count_as_one_line(tmp_path: Path) -> None:
    (report,) = read(tmp_path, '{\r\n"automations": 5 5}')
    assert "line 2, column 18" in report.diagnostics[0].message


def test_columns_count_characters_not_bytes(tmp_path: Path) -> None:
    (report,) = read(tmp_path, '{"été": 1, "automations" 5}')
    assert "line 1, column 26" in report.diagnostics[0].message


def test_a_mention_in_a_title_stays_text(tmp_path: Path) -> None:
    made = series(1)
    made["automation"]["settings"]["title"] = "<!channel>"
    (report,) = read(tmp_path, made)
    assert report.name == "<!channel>"


@pytest.mark.parametrize("content", [series(1), [series(1)], {"automations": [series(1)]}])
def test_three_shapes_of_a_bundle_mean_the_same(tmp_path: Path, content: object) -> None:
    (report,) = read(tmp_path, content)
    assert (report.level, report.id) == ("converted", "w1")


@pytest.mark.parametrize(
    ("content", "base"),
    [
        (series(1), ""),
        ([series(1)], "/0"),
        ({"automations": [series(1)]}, "/automations/0"),
    ],
)
def test_pointers_lead_into_the_file(tmp_path: Path, content: object, base: str) -> None:
    (report,) = read(tmp_path, content)
    assert f"{base}/automation/id" in {r.pointer for r in report.ledger.rows}


def test_campaigns_beside_automations(tmp_path: Path) -> None:
    rss = {"id": "c1", "type": "rss", "settings": {"title": "Journal"}}
    campaigns = [{"id": "c0", "type": "regular"}, rss, "odd", {"type": "rss"}]
    reports = read(tmp_path, {"automations": [series(1)], "campaigns": campaigns})
    assert levels(reports) == ["converted", "not_needed", "not_needed"]
    assert [r.id for r in reports] == ["w1", "c1", "campaign-4"]
    assert levels(read(tmp_path, {"campaigns": [rss]})) == ["not_needed"]


@pytest.mark.parametrize("nothing", [{"automations": []}, [], {"automations": None}])
def test_no_automations_are_no_fault(tmp_path: Path, nothing: object) -> None:
    assert read(tmp_path, nothing) == []


@pytest.mark.parametrize("odd", [{"a": 1}, "x", 5, True])
@pytest.mark.parametrize("key", ["automations", "campaigns"])
def test_a_list_that_is_no_list_is_said(tmp_path: Path, key: str, odd: object) -> None:
    (report,) = read(tmp_path, {key: odd})
    assert report.level == "failed"
    assert "a list" in report.diagnostics[0].message
    assert report.diagnostics[0].pointer == f"/{key}"


def test_unknown_keys_beside_the_lists_are_no_fault(tmp_path: Path) -> None:
    content = {"bundle_version": "1", "more": {"deep": [1]}, "automations": [series(1)]}
    assert levels(read(tmp_path, content)) == ["converted"]


@pytest.mark.parametrize(
    ("beside", "plan", "source"),
    [
        ({"plan": "standard"}, "standard", "bundle"),
        ({"plan": "Pay As You Go"}, "essentials", "bundle"),
        ({"account": {"pricing_plan_type": "forever_free"}}, "free", "account"),
        ({"account": {"pricing_plan_type": "pay_as_you_go"}}, "essentials", "account"),
        ({"account": {"pricing_plan_type": "monthly"}}, None, "none"),
        ({"account": {"pricing_plan_type": 3}}, None, "none"),
        ({"plan": "premium", "account": {"pricing_plan_type": "free"}}, "premium", "bundle"),
        ({"plan": None}, None, "none"),
        ({"plan": "null"}, None, "none"),
        ({"plan": ["standard"]}, None, "none"),
        ({"account": "mine"}, None, "none"),
        ({}, None, "none"),
    ],
)
def test_the_plan_that_the_file_tells(
    tmp_path: Path, beside: dict[str, Any], plan: str | None, source: str
) -> None:
    told = plan_of(read_bundle(save(tmp_path, {"automations": [], **beside})))
    assert (told.plan, told.source) == (plan, source)


def test_a_single_automation_may_tell_its_plan(tmp_path: Path) -> None:
    told = plan_of(read_bundle(save(tmp_path, {**series(1), "plan": "free"})))
    assert told.plan == "free"


def test_entries_can_be_read_again_and_left_half_way(tmp_path: Path) -> None:
    bundle = read_bundle(save(tmp_path, {"automations": [series(1), series(2)]}))
    first = next(iter(bundle.entries()))
    assert first.index == 0
    assert [e.index for e in bundle.entries()] == [0, 1]
    assert [e.size > 0 for e in bundle.entries()] == [True, True]


@examples(80)
@given(st.binary(max_size=200) | st.text(max_size=120).map(str.encode))
def test_any_bytes_give_an_answer(tmp_path: Path, content: bytes) -> None:
    for report in read(tmp_path, content):
        assert "CJ901" not in codes(report)


@examples(80)
@given(st.integers(0), st.integers(0, 40), st.binary(max_size=6))
def test_any_damage_to_a_bundle_gives_an_answer(
    tmp_path: Path, place: int, length: int, patch: bytes
) -> None:
    whole = three(ONE).encode()
    at = place % len(whole)
    reports = read(tmp_path, whole[:at] + patch + whole[at + length :])
    assert reports
    assert all("CJ901" not in codes(r) for r in reports)


@examples(50)
@given(bundles())
def test_any_json_gives_an_answer(tmp_path: Path, content: Any) -> None:
    bundle = read_bundle(save(tmp_path, content))
    report = build_report(convert_bundle(bundle, options()), options())
    assert report.unexpected == ()
    assert all("CJ901" not in codes(r) for r in report.automations)
    if bundle.fault is None and isinstance(content, dict) and "automations" in content:
        listed = content["automations"]
        if isinstance(listed, list):
            about = [r for r in report.automations if r.level != "not_needed"]
            # A campaign that cannot be read fails as an automation does; nothing else adds any.
            campaigns = content.get("campaigns")
            unread = len(campaigns) if isinstance(campaigns, list) else 0
            assert len(listed) <= len(about) <= len(listed) + unread
