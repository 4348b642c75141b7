"""The report as a page: whole, safe, and readable by everybody."""

import base64
import hashlib
import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from converter import Report
from converter.picture import draw
from converter.report.files import Part, PartTable, html
from converter.report.files.html import BOTH_THEMES, FOLDED_ABOVE, MOST_PICTURES
from converter.report.model import Language
from tests.converter.build import email, entry, series
from tests.reports.accounts import BOTH, branching, of, sample, two_hundred_points
from tests.reports.pages import Page, taken_apart

ACCOUNTS: dict[str, Callable[[Language], Report]] = {
    "sample": sample,
    "one": lambda language: of(series(3), language=language),
    "blocked": lambda language: of(
        entry(email(1, "ecomm_bought_category")), language=language, plan=None
    ),
    "branching": lambda language: of(branching(), series(2), language=language),
    "long": lambda language: of(two_hundred_points(), language=language, plan="essentials"),
    "nothing": lambda language: of(language=language),
    "unreadable": lambda language: of(None, language=language),
}


def page_of(report: Report) -> Page:
    return taken_apart("".join(html(report)))


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("name", ACCOUNTS)
def test_the_page_is_well_formed(name: str, language: Language) -> None:
    text = "".join(html(ACCOUNTS[name](language)))
    page = taken_apart(text)
    assert text.startswith("<!DOCTYPE html>\n")
    assert page.faults == []
    ids = page.values("id")
    assert len(ids) == len(set(ids))
    assert set(page.values("lang")) == {language}


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("name", ACCOUNTS)
def test_headings_stand_in_order(name: str, language: Language) -> None:
    levels = page_of(ACCOUNTS[name](language)).headings()
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("name", ACCOUNTS)
def test_every_link_inside_leads_somewhere(name: str, language: Language) -> None:
    page = page_of(ACCOUNTS[name](language))
    ids = set(page.values("id"))
    inside = [one for one in page.values("href") if one.startswith("#")]
    assert {one[1:] for one in inside} <= ids
    assert {label for one in page.values("aria-labelledby") for label in one.split()} <= ids
    assert all(one.startswith("https://") for one in page.values("href") if one not in inside)


def test_every_table_says_what_its_rows_and_columns_are() -> None:
    page = page_of(sample("fr"))
    headers = [dict(attributes) for tag, attributes in page.tags if tag == "th"]
    assert page.faults == []
    assert {header.get("scope") for header in headers} == {"row", "col"}


def test_nothing_is_loaded_and_nothing_runs() -> None:
    text = "".join(html(sample("en")))
    page = taken_apart(text)
    assert not {"script", "link", "iframe", "object", "form", "base"} & {t for t, _ in page.tags}
    assert not [key for _, attributes in page.tags for key, _ in attributes if key[:2] == "on"]
    addresses = page.values("src") + page.values("srcset")
    assert [one for one in addresses if not one.startswith("data:image/svg+xml;base64,")] == []
    assert "style" not in {key for _, attributes in page.tags for key, _ in attributes}
    assert "url(" not in text
    assert "@import" not in text


def test_the_policy_allows_the_one_style_sheet_and_nothing_else() -> None:
    text = "".join(html(sample("en")))
    (policy,) = [one for one in taken_apart(text).values("content") if "default-src" in one]
    style = re.search(r"<style>(.*)</style>", text, re.DOTALL)
    assert style
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_the_same_report_gives_the_same_page() -> None:
    assert "".join(html(sample("en"))) == "".join(html(sample("en")))


@pytest.mark.parametrize("language", BOTH)
def test_every_automation_is_listed_and_shown_with_all_it_has(language: Language) -> None:
    report = sample(language)
    page = page_of(report)
    assert page.values("href").count("#index") == len(report.automations)
    for place, row in enumerate(report.automations, 1):
        assert f"#a{place}" in page.values("href")
        told = [row.verdict, row.name, *row.next_steps]
        told += [found.message for found in row.diagnostics]
        told += [question.text for question in row.questions]
        told += [fit.text for fit in row.plan_fit]
        if row.journey is not None:
            told += [point.text for point in row.journey.points if point.number is not None]
            told += [start.text for start in row.journey.starting_points]
        if row.archive_notice is not None:
            told += [row.archive_notice.when, row.archive_notice.queue, row.archive_notice.restart]
        assert [text for text in told if text not in page.text] == []
    assert page.values("type").count("checkbox") == sum(
        len(row.next_steps) for row in report.automations
    )


@pytest.mark.parametrize("language", BOTH)
def test_the_grade_stands_with_its_thresholds_and_gaps_with_their_numbers(
    language: Language,
) -> None:
    report = sample(language)
    page = page_of(report)
    rows = re.split(r"\s*\n\s*", page.text)
    assert rows.count(str(report.summary.grade)) == 2  # large, and among its thresholds
    assert [grade for grade in "ABCD" if grade not in rows] == []
    for gap in report.constructs:
        assert gap.title in page.text
    assert report.summary.text in page.text


@pytest.mark.parametrize(("plan", "marked"), [("essentials", 1), (None, 0)])
def test_the_plan_that_was_given_is_marked(plan: str | None, marked: int) -> None:
    page = page_of(of(series(3), plan=plan))  # type: ignore[arg-type]
    assert page.text.count("your plan)") == marked


def test_a_long_journey_is_folded_and_whole() -> None:
    page = page_of(of(two_hundred_points()))
    report = of(two_hundred_points())
    journey = report.automations[0].journey
    assert journey is not None
    assert journey.point_count > FOLDED_ABOVE
    assert f"All {journey.point_count} points" in page.text
    assert page.values("value", "li")[-1] == str(journey.point_count)


def test_findings_of_one_code_stand_together_and_are_all_told() -> None:
    paused = entry(email(1, "signup"), *[email(n, amount=1, status="paused") for n in range(2, 6)])
    report = of(paused)
    page = page_of(report)
    found = [d for d in report.automations[0].diagnostics if d.code == "CJ208"]
    assert len(found) == 4
    assert page.text.count(found[0].title) == 1
    assert [d.message for d in found if d.message not in page.text] == []


def test_what_was_not_plainly_converted_is_counted_with_its_places() -> None:
    report = of(entry(email(1, "ecomm_bought_category")))
    page = page_of(report)
    counts = report.automations[0].ledger.counts
    assert f"{counts['dropped']} values of the classic automation" in page.text
    first = report.automations[0].ledger.rows[0].pointer.removeprefix("/automations/0")
    assert first in page.texts
    assert "/automations/0/" not in page.text


def test_more_about_the_account_stands_before_the_automations() -> None:
    table = PartTable(caption="Waiting", head=("Name", "Contacts"), rows=(("<b>", "12"),))
    part = Part(title="Queues & dates", paragraphs=("<i>first</i>",), table=table)
    text = "".join(html(sample("en"), parts=[part]))
    page = taken_apart(text)
    assert page.faults == []
    assert "<i>first</i>" in page.text
    assert "i" not in {tag for tag, _ in page.tags}
    assert text.index("Queues &amp; dates") < text.index('id="index"')


def test_a_part_about_plans_takes_the_place_of_the_table_of_plans() -> None:
    told = "Journeys of this account that each plan takes"
    assert told in page_of(sample("en")).text
    part = Part(key="plans", title="Plans", paragraphs=("Standard takes them all.",))
    page = taken_apart("".join(html(sample("en"), parts=[part])))
    assert "Standard takes them all." in page.text
    assert told not in page.text


def test_a_difference_that_nothing_announces_is_told() -> None:
    report = sample("en")
    found = [{"automation": "x", "pointer": "/automations/0", "text": "dropped in silence"}]
    told = Report.model_validate(report.model_dump() | {"unexpected": found})
    assert "dropped in silence" in page_of(told).text
    assert "dropped in silence" not in page_of(report).text


def test_a_picture_is_an_image_with_words_in_both_themes() -> None:
    report = sample("en")
    page = page_of(report)
    drawn = [draw(row, "en") for row in report.automations if row.journey or row.level == "blocked"]
    assert page.values("alt") == [picture.alt for picture in drawn]
    assert len(page.values("srcset")) == len(drawn)
    address = page.values("src", "img")[0].removeprefix("data:image/svg+xml;base64,")
    assert base64.b64decode(address).decode() == drawn[0].svg


def test_what_cannot_be_drawn_has_no_picture() -> None:
    assert page_of(of(None)).values("alt") == []


def test_a_large_account_comes_with_fewer_pictures_or_none() -> None:
    one = of(series(1))

    def many(count: int) -> Page:
        return page_of(one.model_copy(update={"automations": one.automations * count}))

    assert len(many(BOTH_THEMES).values("srcset")) == BOTH_THEMES
    assert many(BOTH_THEMES + 1).values("srcset") == []
    assert len(many(BOTH_THEMES + 1).values("src", "img")) == BOTH_THEMES + 1
    assert many(MOST_PICTURES + 1).values("src", "img") == []
