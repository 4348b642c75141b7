"""Every message and modal of the conversation is within Slack's limits, and harmless."""

import json
import re
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.playground.limits import check_message_blocks, check_view
from bot.services.answers_model import Answer, Source
from bot.slack.blocks import answer as answers
from bot.slack.blocks import details, ladder, sources
from bot.slack.blocks.elements import Reply
from bot.slack.talk_reference import TalkRef
from converter import plans
from converter.report.model import Language
from tests.slack.test_blocks import languages
from tests.slack.written import mrkdwn_texts

nasty = st.text(max_size=120) | st.sampled_from(
    ("<!channel> now", "*bold* <@U1> _x_", "<https://evil.example|click>", "a" * 400, "", " \n ")
)
topics = st.from_regex(r"[a-z][a-z0-9-]{0,60}", fullmatch=True)
source = st.builds(
    Source,
    title=nasty,
    url=st.none() | st.just("https://mailchimp.com/help/x"),
    date=st.sampled_from(("2024", "2024-05", "2026-07-14", "c. 2024", "2024-99", "2024-02-31")),
    note=st.none() | nasty,
    evidence=st.sampled_from(("official", "observed", "secondary", "inferred")),
)
trusted = st.sampled_from(
    ("Yes.", "*No*: <https://mailchimp.com|this page>.\n• one\n• two", "x" * 600)
)
answer = st.builds(
    Answer,
    topic=topics,
    kind=st.sampled_from(("topic", "dialogue")),
    language=languages,
    title=nasty,
    short=trusted,
    detail=st.sampled_from(("", "• one\n" * 400, "y" * 5000)),
    sources=st.lists(source, max_size=8).map(tuple),
    evidence=st.sampled_from(("official", "observed", "secondary", "inferred", "disputed")),
    checked=st.dates(date(2020, 1, 1), date(2030, 1, 1)),
    due=st.booleans(),
    related=st.lists(st.tuples(topics, nasty), max_size=3).map(tuple),
    actions=st.lists(st.sampled_from(("convert", "plans", "person")), unique=True).map(tuple),
)
refs = st.builds(
    TalkRef,
    turn=st.integers(0, 10**17),
    step=st.integers(0, 10**5),
    language=languages,
    share=st.booleans(),
)
SAFE = re.compile(r"<(?:https://mailchimp\.com[^>]*|@UANA)>")


def fits(reply: Reply) -> bool:
    json.dumps(reply.blocks).encode()
    return check_message_blocks(list(reply.blocks)) == [] and 0 < len(reply.text) < 3000


def harmless(reply: Reply) -> bool:
    texts = [reply.text, *mrkdwn_texts(reply.blocks)]
    return not any("<" in SAFE.sub("", text) for text in texts)


@given(answer, st.lists(answer, max_size=2), refs, st.booleans(), nasty)
def test_every_answer_fits_and_nothing_in_it_makes_a_mention(
    one: Answer, rather: list[Answer], ref: TalkRef, bare: bool, question: str
) -> None:
    for reply in (
        answers.answer_reply(one, ref, bare=bare),
        answers.answer_reply(one, ref, confirmed=True, shared=True, bare=bare),
        answers.confirm_reply(one, rather, ref, bare=bare),
        answers.shared_answer(one, ref, "UANA", question, bare=bare),
    ):
        assert fits(reply)
        assert harmless(reply)
        assert fits(answers.noted(reply, one.language, "edited_note"))


@given(answer, refs)
def test_every_detail_fits(one: Answer, ref: TalkRef) -> None:
    view = details.entry_view(one, ref)
    assert check_view(view) == []
    assert check_view(details.feedback_view(ref)) == []


@given(st.lists(answer, min_size=1, max_size=3), refs, st.booleans())
def test_every_choice_fits(offered: list[Answer], ref: TalkRef, after_no: bool) -> None:
    reply = ladder.choose_reply(offered, ref, after_no=after_no)
    assert fits(reply)
    assert harmless(reply)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_needs_no_answer_fits(language: Language) -> None:
    ref = TalkRef(language=language)
    assert fits(ladder.rephrase_reply(ref))
    assert fits(ladder.person_reply(ref, plans(), asked_for=True, desk=False))
    assert fits(ladder.person_reply(ref, plans(), asked_for=False, desk=False))
    assert fits(ladder.welcome_reply([("plan-limits", "Which?")] * 1, language))
    assert fits(ladder.welcome_reply([], language))
    assert fits(ladder.subjects_reply([], ref))
    many = [(f"topic-{n}", f"Title {n}") for n in range(2500)]
    assert fits(ladder.subjects_reply(many, ref))
    assert check_view(details.plans_view(plans(), language)) == []
    assert check_view(details.reach_view(plans(), language)) == []


@given(refs, st.none() | topics, st.sampled_from((None, "up", "down")))
def test_a_reference_comes_back_as_it_went(ref: TalkRef, topic: str | None, verdict: str) -> None:
    full = ref.model_copy(update={"topic": topic, "verdict": verdict})
    assert TalkRef.decode(full.encode()) == full
    assert len(full.encode()) <= 150


@given(st.text(max_size=60) | st.integers() | st.none())
def test_anything_else_is_no_reference(value: object) -> None:
    found = TalkRef.decode(value)
    assert found is None or found.encode() == value


@pytest.mark.parametrize(
    ("text", "english", "french"),
    [
        ("2024", "2024", "2024"),
        ("2024-05", "May 2024", "mai 2024"),
        ("2026-07-14", "14 July 2026", "14 juillet 2026"),
        ("2026-08-01", "1 August 2026", "1er août 2026"),
        ("c. 2024", "c. 2024", "c. 2024"),
    ],
)
def test_dates_are_written_as_people_write_them(text: str, english: str, french: str) -> None:
    assert sources.dated_words(text, "en") == english
    assert sources.dated_words(text, "fr") == french


def test_an_answer_says_how_far_to_trust_it() -> None:
    one = Answer(
        topic="x",
        kind="topic",
        language="en",
        title="X",
        short="Short.",
        evidence="disputed",
        checked=date(2026, 1, 2),
        due=True,
    )
    shown = " ".join(
        mrkdwn_texts(answers.answer_reply(one, TalkRef(language="en"), bare=False).blocks)
    )
    assert "do not agree" in shown
    assert "due to be checked again" in shown
    assert "2 January 2026" in shown


def test_under_an_answer_sources_are_short_and_in_the_details_complete() -> None:
    one = Source(title="Help", date="2024", note="the page has changed", evidence="official")
    found = Answer(
        topic="plans",
        kind="topic",
        language="en",
        title="Which plan",
        short="Standard.",
        sources=(one,),
        evidence="official",
        checked=date(2026, 11, 22),
    )
    assert "Help, 2024 (official)" in str(sources.told(found))
    assert "the page has changed" not in str(sources.told(found))
    assert "the page has changed" in str(sources.every(found))


def test_to_check_an_automation_is_offered_once() -> None:
    def entry(topic: str, title: str) -> Answer:
        return Answer(
            topic=topic,
            kind="topic" if topic == "plans" else "dialogue",
            language="en",
            title=title,
            short="Yes.",
            evidence="official",
            checked=date(2026, 11, 22),
            actions=("convert",),
        )

    first, convert = entry("plans", "Which plan"), entry("convert-automation", "Check one of mine")
    ref = TalkRef(turn=1, language="en")
    alone = str(answers.confirm_reply(first, (), ref, bare=False).blocks)
    both = str(answers.confirm_reply(first, (convert,), ref, bare=False).blocks)
    assert "faq_convert" in alone
    assert "faq_convert" not in both
    assert "Check one of mine" in both
