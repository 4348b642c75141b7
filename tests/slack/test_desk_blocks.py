"""Messages of the desk: whatever people and automations are called, and whatever they write."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.desk.case import STATES, Case, Deed, Kind, Rating, State
from bot.desk.packet import Automation, Exchange, Packet
from bot.playground.limits import check_message_blocks, check_view, view_size
from bot.slack.blocks.desk import forms, requester, thread
from bot.slack.blocks.desk.card import Shown, card
from bot.slack.blocks.desk.relayed import MOST, readable, relayed
from bot.slack.blocks.elements import Reply, texts_of
from bot.slack.mrkdwn import width
from bot.slack.texts import plain
from converter import plans
from converter.report.model import LEVELS, Language
from tests.desk.cases import NOW, case_in, deed, lived
from tests.slack.reports import HARMFUL
from tests.slack.written import mrkdwn_texts

few = settings(max_examples=60)
languages: st.SearchStrategy[Language] = st.sampled_from(("en", "fr"))
texts = st.text(max_size=60) | st.lists(
    st.sampled_from((*HARMFUL, " ", "a")) | st.text(max_size=5), max_size=6
).map("".join)
long = texts | st.builds(lambda one, n: one * n, texts, st.integers(1, 300))
moments = st.none() | st.just(NOW)
exchanges = st.builds(
    Exchange,
    at=st.just(NOW),
    question=long,
    shape=st.sampled_from(("answer", "confirm", "choose", "rephrase", "person")),
    topics=st.lists(texts, max_size=4).map(tuple),
    helped=st.none() | st.booleans(),
)
packets = st.builds(
    Packet,
    said=long,
    exchanges=st.lists(exchanges, max_size=12).map(tuple),
    confidence=st.none() | st.floats(0, 1),
    automation=st.none()
    | st.builds(
        Automation,
        key=st.just(1),
        name=long,
        level=st.sampled_from(LEVELS),
        codes=st.lists(texts, max_size=30).map(tuple),
        plan=st.none() | texts,
    ),
    link=st.none() | st.just("https://acme.slack.com/archives/C1/p1") | texts,
)
shown = st.builds(
    Shown,
    titles=st.dictionaries(texts, long, max_size=4),
    level=st.none() | texts,
    first_due=moments,
    end_due=moments,
)
OURS = re.compile(r"<(?:@(?:rosa|ana|ben)|!date\^\d+\^[^|<>]+\|[^<>|]+|https?://[^<>|]+\|[^<>]+)>")


def fits(reply: Reply) -> bool:
    assert check_message_blocks(list(reply.blocks)) == []
    assert sum(width(text) for text in texts_of(reply.blocks)) <= 13_000
    assert 0 < width(reply.text) <= 3000
    json.dumps(reply.blocks).encode()
    return True


def tame(reply: Reply) -> bool:
    """Nothing but what we mean to is a mention or a link."""
    for text in (reply.text, *mrkdwn_texts(reply.blocks)):
        assert "<" not in OURS.sub("", text)
    kinds = {part["type"] for part in parts_of(reply.blocks)}
    return kinds <= {"text", "link"}


def parts_of(node: Any) -> list[dict[str, Any]]:
    """The smallest pieces of rich text."""
    if isinstance(node, dict):
        kind = str(node.get("type"))
        if kind in ("rich_text_section", "rich_text_quote", "rich_text_preformatted"):
            return list(node["elements"])
        return [part for value in node.values() for part in parts_of(value)]
    if isinstance(node, list | tuple):
        return [part for value in node for part in parts_of(value)]
    return []


@few
@given(lived(), packets, shown, languages)
def test_every_card_fits_and_is_tame(
    case: Case, packet: Packet, shows: Shown, language: Language
) -> None:
    reply = card(case, packet, shows, language)
    assert fits(reply)
    assert tame(reply)


@pytest.mark.parametrize("codes", [["CJ301"] * 400, ["x" * 4000] * 30])
def test_a_card_fits_however_many_codes_there_are(codes: list[str]) -> None:
    about = Automation(key=1, name="Welcome", level="partial", codes=tuple(codes))
    packet = Packet(said="", automation=about)
    assert fits(card(case_in("offered"), packet, Shown(titles={}), "en"))


ON_CARD: dict[State, list[str]] = {
    "scheduled": ["priority"],
    "offered": ["claim", "assign", "priority"],
    "claimed": ["ask", "resolve", "assign", "release", "priority"],
    "waiting_user": ["ask", "resolve", "assign", "release", "priority"],
    "resolved": ["reopen", "faq"],
    "cancelled": [],
    "expired": ["claim", "assign", "priority"],
    "failed": [],
}


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("state", STATES)
def test_a_card_says_its_state_and_offers_what_is_possible(
    state: State, language: Language
) -> None:
    case = case_in(state)
    reply = card(case, Packet(said="Help"), Shown(titles={}), language)
    elements = [one for block in reply.blocks for one in block.get("elements", ())]
    actions = [str(one["action_id"]) for one in elements if "action_id" in one]
    assert [action.removeprefix("desk_") for action in actions] == ON_CARD[state]
    assert plain(language, f"desk_state_{state}") in " ".join(texts_of(reply.blocks))
    assert ("`note:`" in " ".join(texts_of(reply.blocks))) == case.unfinished


raw = st.lists(
    st.sampled_from(
        (
            "<@U0ANA>",
            "<!channel>",
            "<!subteam^S1|@all>",
            "<#C1|general>",
            "<https://evil.example|Mailchimp>",
            "<https://evil.example|https://mailchimp.com>",
            "<https://evil.example|mailchimp․com>",
            "<mailto:a@b.example|a@b.example>",
            "<javascript:alert(1)|x>",
            "<https://a.example/?q=1&amp;r=2>",
            "&lt;!here&gt;",
            "&amp;lt;",
            "*bold*",
            "<",
            ">",
            "|",
        )
    )
    | st.text(max_size=20),
    max_size=12,
).map("".join)
raws = raw | st.builds(lambda one, n: one * n, raw, st.integers(1, 400))


@settings(max_examples=300)
@given(texts, raws, languages, st.booleans())
def test_nothing_that_is_passed_on_mentions_lies_or_breaks(
    name: str, said: str, language: Language, edited: bool
) -> None:
    reply = relayed(name, said, language, edited=edited)
    assert fits(reply)
    assert "<" not in reply.text
    assert tame(reply)
    for part in parts_of(reply.blocks):
        if part["type"] == "link":
            # Slack shows the address itself.
            assert set(part) == {"type", "url"}
            assert re.match(r"https?://|mailto:", part["url"])


@given(st.text(st.characters(codec="ascii", categories=("L", "N", "P", "Zs")), max_size=200))
def test_plain_words_arrive_as_they_were_written(words: str) -> None:
    escaped = words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    quoted = relayed("Ana", escaped, "en").blocks[0]["elements"][1]["elements"]
    assert "".join(part["text"] for part in quoted) == (words or "—")
    assert readable(escaped) == words


def test_a_label_is_told_apart_from_where_it_leads() -> None:
    quoted = relayed("Ana", "see <https://evil.example|https://mailchimp.com>", "en")
    parts = quoted.blocks[0]["elements"][1]["elements"]
    assert [part.get("text", part.get("url")) for part in parts] == [
        "see ",
        "https://mailchimp.com (",
        "https://evil.example",
        ")",
    ]


def test_what_is_far_too_long_is_cut_where_it_shows() -> None:
    reply = relayed("Ana", "x" * 30_000, "en")
    words = "".join(part["text"] for part in parts_of(reply.blocks)[1:])
    assert MOST - 1 <= width(words) <= MOST + 1
    assert words.endswith("…")


@few
@given(lived(), texts, st.sampled_from(("good", "bad")), languages)
def test_what_requesters_read_fits_and_is_tame(
    case: Case, text: str, rating: Rating, language: Language
) -> None:
    case = case.model_copy(update={"language": language})
    for reply in (
        requester.opened(case, first_due=NOW, opens=NOW, hours=text),
        requester.opened(case, first_due=None, opens=None, hours=text),
        requester.already(case),
        requester.resolved(case, "desk_resolved", name=text),
        requester.sentence(case, "desk_taken", name=text),
        requester.rated(case, rating),
        requester.failed(case, plans()),
        requester.expired(case, NOW, plans()),
        requester.expired(case, None, plans()),
        requester.no_desk(language, plans()),
    ):
        assert fits(reply)
        assert "[when]" not in reply.text
        assert tame(reply)


@few
@given(lived(), lived(), texts, long, languages)
def test_what_agents_read_in_the_thread_fits_and_is_tame(
    before: Case, case: Case, name: str, text: str, language: Language
) -> None:
    kinds: tuple[Kind, ...] = (
        "claim",
        "assign",
        "ask",
        "release",
        "unresponsive",
        "resolve",
        "no_reply",
    )
    more: tuple[Kind, ...] = ("no_reply", "cancel", "expire", "offer", "reopen", "rate")
    deeds = [deed(kind) for kind in (*kinds, *more)]
    for one in (*deeds, Deed(kind="prioritise", by="ana", priority=1)):
        reply = thread.told(before, case, one, language)
        if reply is not None:
            assert fits(reply)
            assert tame(reply)
    summary = thread.summary(language, "ana", (1, 2, 3), text, text, [(name, text)] * 5)
    assert fits(summary)
    assert tame(summary)
    assert fits(thread.asked_again(language, text[:300]))
    assert tame(thread.asked_again(language, text[:300]))


@few
@given(
    lived(), st.lists(st.tuples(st.uuids().map(str), texts), max_size=130), long, texts, languages
)
def test_every_form_fits(
    case: Case, subjects: list[tuple[str, str]], said: str, channel: str, language: Language
) -> None:
    for view in (
        forms.ask_view(case, language),
        forms.assign_view(case, language),
        forms.support_view(subjects, language, "C0SUPPORT", said),
        forms.faq_view(case, said, said, language),
    ):
        assert check_view(view) == []
        assert view_size(view) < 250_000


def test_due_times_stand_on_the_card_while_they_count() -> None:
    shows = Shown(titles={}, first_due=NOW, end_due=NOW + timedelta(days=1))
    open_card = card(case_in("offered"), Packet(), shows, "fr")
    assert "Première réponse attendue le <!date^" in " ".join(mrkdwn_texts(open_card.blocks))
    over = card(case_in("resolved"), Packet(), shows, "fr")
    assert "attendue le" not in " ".join(mrkdwn_texts(over.blocks))
