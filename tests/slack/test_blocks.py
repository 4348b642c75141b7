import json
import re
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.playground.limits import check_message_blocks, check_view, view_size
from bot.slack.blocks.elements import Block, texts_of
from bot.slack.blocks.journey import point_lines
from bot.slack.blocks.modals import explain_view, notice_view, person_view
from bot.slack.blocks.pages import page_bounds, page_view
from bot.slack.blocks.report import private_reply, shared_reply
from bot.slack.mrkdwn import clean
from bot.slack.reference import Listing, Ref
from converter import codes, explain, plans
from converter.report.model import AutomationReport, Language
from tests.slack.reports import reports
from tests.slack.written import mrkdwn_texts

SHARER = "UANA"
LISTINGS: tuple[Listing, ...] = ("points", "findings", "steps", "questions")
languages = st.sampled_from(("en", "fr"))
refs = st.builds(
    Ref,
    key=st.integers(1, 10**6),
    language=languages,
    plan=st.sampled_from((None, "essentials", "premium")),
    share=st.booleans(),
)
few = settings(max_examples=60)


def benign(value: Any) -> Any:
    """The same report with every text of the account replaced by one letter."""
    kept = {"id", "code", "kind", "level", "severity", "effort", "evidence", "plan", "source"}
    kept |= {"fits", "entry", "next", "email_id", "unit", "chosen_by", "status"}
    if isinstance(value, dict):
        return {k: v if k in kept else benign(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [benign(v) for v in value]
    return "x" if isinstance(value, str) else value


def all_pages(report: AutomationReport, ref: Ref) -> list[Block]:
    first = page_view(report, ref)
    found = next(
        (re.search(r"\d+(?= ·)", t) for t in texts_of(first["blocks"][-2:]) if "Page" in t), None
    )
    total = int(found[0]) if found else 1
    return [page_view(report, ref.at(ref.listing or "points", page)) for page in range(total)]


@few
@given(reports(), refs)
def test_no_report_makes_an_invalid_message(report: AutomationReport, ref: Ref) -> None:
    for reply in (
        private_reply(report, ref),
        private_reply(report, ref, shared=True),
        shared_reply(report, ref, SHARER),
    ):
        assert check_message_blocks(list(reply.blocks)) == []
        assert len(reply.blocks) <= 25
        assert sum(len(text) for text in texts_of(reply.blocks)) <= 13_000
        assert 0 < len(reply.text) < 1000
        json.dumps(reply.blocks).encode()


@few
@given(reports(), refs, st.sampled_from(LISTINGS), st.integers(0, 9))
def test_no_report_makes_an_invalid_modal(
    report: AutomationReport, ref: Ref, listing: Listing, page: int
) -> None:
    for view in (page_view(report, ref.at(listing, page)), person_view(report, plans(), ref)):
        assert check_view(view) == []
        assert view_size(view) < 250_000


@few
@given(reports(), refs)
def test_no_report_makes_a_mention_or_a_link(report: AutomationReport, ref: Ref) -> None:
    private = private_reply(report, ref)
    shared = shared_reply(report, ref, SHARER)
    shown = [private.text, shared.text, *mrkdwn_texts(private.blocks), *mrkdwn_texts(shared.blocks)]
    for listing in LISTINGS:
        shown += mrkdwn_texts(page_view(report, ref.at(listing)))
    for text in shown:
        assert not re.search(r"<(?!@UANA>)", text)
        assert not re.search(r"https?://", text)


@few
@given(reports(), refs)
def test_no_report_makes_a_format(report: AutomationReport, ref: Ref) -> None:
    other = AutomationReport.model_validate(benign(report.model_dump()))

    def marks(one: AutomationReport) -> Counter[str]:
        reply = private_reply(one, ref)
        return Counter(re.findall(r"[*_~`]", "".join([*mrkdwn_texts(reply.blocks), reply.text])))

    assert marks(report) == marks(other)


@few
@given(reports(), refs)
def test_every_point_finding_step_and_question_stands_in_its_modal(
    report: AutomationReport, ref: Ref
) -> None:
    wanted: dict[Listing, list[str]] = {
        "points": point_lines(report.journey) if report.journey else [],
        "findings": [d.message for d in report.diagnostics],
        "steps": list(report.next_steps),
        "questions": [q.text for q in report.questions],
    }
    for listing, lines in wanted.items():
        shown = "\n".join(
            "".join(texts_of(part))
            for page in all_pages(report, ref.at(listing))
            for block in page["blocks"]
            for part in block.get("elements", [])
            for part in part.get("elements", [])
        )
        flat = re.sub(r"\s+", "", shown)
        for line in lines:
            assert re.sub(r"\s+", "", clean(line)) in flat


@given(st.lists(st.integers(0, 9000), max_size=300), st.integers(1, 50))
def test_pages_hold_everything_once_and_in_order(weights: list[int], most: int) -> None:
    bounds = page_bounds(weights, most)
    assert [i for start, end in bounds for i in range(start, end)] == list(range(len(weights)))
    assert all(end - start <= most for start, end in bounds)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("code", codes())
def test_every_code_has_a_page_that_slack_takes(code: str, language: Language) -> None:
    view = explain_view(explain(code, language), language)
    assert check_view(view) == []
    shown = "".join(texts_of(view))
    assert code in shown
    assert explain(code, language).page.strip()[-40:] in shown


def test_a_notice_is_a_modal_that_slack_takes() -> None:
    assert check_view(notice_view("A sentence.", "en")) == []
