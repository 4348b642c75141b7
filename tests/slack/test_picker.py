import re
from dataclasses import dataclass
from typing import Literal, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.limits import check_message_blocks, check_suggestions, check_view
from bot.slack import texts as said
from bot.slack.blocks.elements import Reply
from bot.slack.blocks.picker import did_you_mean, found_options, not_found, picker, same_name
from bot.slack.blocks.sentences import (
    help_reply,
    home_view,
    refusal,
    sentence,
    too_many,
    unknown_option,
)
from bot.slack.people import Standing
from bot.slack.reference import Ref
from bot.slack.request import Problem
from converter import plans
from converter.report.model import Language
from tests.slack.reports import texts
from tests.slack.test_blocks import refs
from tests.slack.written import mrkdwn_texts


@dataclass(frozen=True)
class Known:
    key: int
    automation_id: str
    name: str
    kind: Literal["automation", "campaign"]


known = st.lists(
    st.builds(
        Known, st.integers(1, 999), texts, texts, st.sampled_from(("automation", "campaign"))
    ),
    min_size=1,
    max_size=8,
)


def valid(reply: Reply) -> bool:
    harmful = [t for t in [reply.text, *mrkdwn_texts(reply.blocks)] if re.search("<|https?://", t)]
    return check_message_blocks(list(reply.blocks)) == [] and bool(reply.text) and not harmful


@given(texts, known, refs)
def test_no_name_makes_an_invalid_or_harmful_choice(
    query: str, candidates: list[Known], ref: Ref
) -> None:
    assert valid(did_you_mean(query, candidates, ref, plans()))
    assert valid(same_name(query, candidates, len(candidates), ref, plans()))
    assert valid(not_found(query, ref, plans()))
    assert valid(picker(ref, plans(), len(candidates)))
    assert check_suggestions({"options": found_options(candidates, ref)}) == []


def test_at_most_five_candidates_and_a_hundred_options_are_offered() -> None:
    many = [Known(n, f"id{n}", f"Name {n}", "automation") for n in range(1, 300)]
    ref = Ref(key=0, language="en")
    assert len(did_you_mean("x", many, ref, plans()).blocks[1]["elements"]) == 5
    assert len(found_options(many, ref)) == 100


def test_an_option_leads_to_its_automation_with_the_plan_and_language_asked_for() -> None:
    ref = Ref(key=0, language="fr", plan="standard", share=True)
    (option,) = found_options([Known(7, "id7", "Welcome", "automation")], ref)
    assert Ref.decode(option["value"]) == Ref(key=7, language="fr", plan="standard", share=True)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_sentence_is_a_message_that_slack_takes(language: Language) -> None:
    assert valid(help_reply(language))
    assert valid(too_many(language))
    assert check_view(home_view(language, [("plan-limits", "Which plan?")])) == []
    assert check_view(home_view(language, [])) == []
    for standing in get_args(Standing):
        if standing != "member":
            assert valid(refusal(language, standing))
    for key in ("nothing_loaded", "gone", "stale", "thanked"):
        assert valid(sentence(language, key))
        assert said.mrkdwn(language, key) == sentence(language, key).text


@given(texts, st.sampled_from(("plan", "lang")), st.sampled_from(("en", "fr")))
def test_an_unknown_option_is_echoed_harmlessly(
    value: str, option: Literal["plan", "lang"], language: Language
) -> None:
    assert valid(unknown_option(language, Problem(option=option, value=value)))
