"""The conservation law: every leaf of the input has exactly one row, and no loss is silent."""

from collections import Counter
from typing import Any

from hypothesis import given

from converter import AutomationReport, convert_automation, convert_campaign, ledger_rows
from converter.report.brief import unannounced
from tests.converter.build import codes, convert, options, series
from tests.converter.examples import examples
from tests.converter.strategies import API_SHAPED, JSON, odd, ordinary

ONE_ROW = ("_links", "report_summary")


def token(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1")


def leaves(value: Any, at: str) -> list[str]:
    """The pointers of the leaves: scalars and empty containers; some containers count as one."""
    if isinstance(value, dict) and value:
        found = []
        for key, inner in value.items():
            below = f"{at}/{token(key)}"
            found += [below] if key in ONE_ROW else leaves(inner, below)
        return found
    if isinstance(value, list) and value:
        return [p for i, inner in enumerate(value) for p in leaves(inner, f"{at}/{i}")]
    return [at]


def expected(entry: Any, at: str = "/automations/0") -> list[str]:
    """Those of an entry of a bundle, whose answers are left out."""
    if not isinstance(entry, dict) or not entry:
        return leaves(entry, at)
    rest = {key: value for key, value in entry.items() if key != "answers"}
    return leaves(rest, at) if rest else []


def check(entry: Any, report: AutomationReport) -> None:
    assert "CJ901" not in codes(report)
    rows = report.ledger.rows
    assert Counter(r.pointer for r in rows) == Counter(expected(entry))
    assert report.ledger.counts == {
        status: sum(1 for r in rows if r.status == status) for status in report.ledger.counts
    }
    severities = {d.code: d.severity for d in report.diagnostics}
    for row in rows:
        if row.status in ("dropped", "placeholder"):
            assert row.code in severities, row
        elif row.status == "converted_with_change":
            assert row.code is not None
            assert severities.get(row.code) in ("warning", "error"), row
        else:
            assert row.code is None
    assert unannounced(report, set(severities)) == []


@examples(60)
@given(ordinary(blocking=True))
def test_every_leaf_of_an_automation_has_one_row(made: dict[str, Any]) -> None:
    check(made, convert(made, full_ledger=True))


@examples(60)
@given(odd())
def test_every_leaf_of_an_odd_automation_has_one_row(made: Any) -> None:
    check(made, convert(made, full_ledger=True))


@examples(60)
@given(JSON | API_SHAPED)
def test_every_leaf_of_any_json_has_one_row(made: Any) -> None:
    check(made, convert(made, full_ledger=True))


@examples(15)
@given(odd())
def test_streamed_rows_are_the_reports_rows(made: Any) -> None:
    report = convert(made, full_ledger=True)
    assert tuple(ledger_rows(made, options())) == report.ledger.rows


@examples(15)
@given(odd())
def test_the_short_ledger_leaves_out_what_went_over_untouched(made: Any) -> None:
    whole, short = convert(made, full_ledger=True), convert(made)
    quiet = ("converted", "not_applicable")
    assert short.ledger.counts == whole.ledger.counts
    assert short.ledger.rows == tuple(r for r in whole.ledger.rows if r.status not in quiet)


@examples(40)
@given(JSON | API_SHAPED)
def test_every_leaf_of_an_rss_campaign_has_one_row(made: Any) -> None:
    campaign = {**(made if isinstance(made, dict) else {"odd": made}), "type": "rss"}
    report = convert_campaign(campaign, options(full_ledger=True), 2)
    assert report is not None
    pointers = Counter(r.pointer for r in report.ledger.rows)
    assert pointers == Counter(leaves(campaign, "/campaigns/2"))


def test_links_and_reports_are_one_row_each() -> None:
    made = series(1)
    made["_links"] = [{"rel": "self"}]
    made["automation"]["_links"] = [{"rel": "self", "href": "x"}, {"rel": "parent"}]
    made["automation"]["report_summary"] = {"opens": 3, "clicks": 2}
    pointers = [r.pointer for r in convert(made, full_ledger=True).ledger.rows]
    for name in ("_links", "automation/_links", "automation/report_summary"):
        assert [p for p in pointers if p.startswith(f"/automations/0/{name}")] == [
            f"/automations/0/{name}"
        ]


def test_a_single_automation_has_pointers_from_the_root() -> None:
    report = convert_automation(series(1), options(full_ledger=True), 0, "")
    assert {r.pointer for r in report.ledger.rows} == set(expected(series(1), ""))
    assert all(d.pointer.startswith(("/automation", "/emails")) for d in report.diagnostics)
