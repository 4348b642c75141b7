"""Messages of an audit: whatever automations are called, and however many there are."""

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.audit_record import StoredAudit
from bot.playground.limits import check_message_blocks, check_view
from bot.slack.audit.reference import AuditRef
from bot.slack.blocks.audit import home, pages, progress, result
from bot.slack.blocks.elements import Reply, texts_of
from bot.slack.mrkdwn import width
from converter import Entry, Options
from converter.audit import Audit, AuditBrief, audit_entry, audit_of, compare
from converter.report.model import LEVELS, Language, Level
from tests.scenarios.account import account
from tests.slack.reports import HARMFUL

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
languages: st.SearchStrategy[Language] = st.sampled_from(("en", "fr"))
names = st.sampled_from(HARMFUL) | st.text(max_size=60)
few = settings(max_examples=40)


def known() -> list[AuditBrief]:
    """The account of the scenarios, without its longest automation."""
    entries = [one for one in account()["automations"] if len(one["emails"]) < 9]
    made = [
        audit_entry(Entry("automation", n, f"/automations/{n}", value=one), Options())
        for n, one in enumerate(entries)
    ]
    return [one[1] for one in made if one is not None]


KNOWN = known()


@st.composite
def audits(draw: st.DrawFn, language: Language) -> Audit:
    """With other names, and other levels than could be."""
    briefs = [
        draw(st.sampled_from(KNOWN)).model_copy(
            update={"id": f"a{n}", "name": draw(names), "level": draw(st.sampled_from(LEVELS))}
        )
        for n in range(draw(st.integers(0, 12)))
    ]
    return audit_of(briefs, Options(language=language))


def stored(language: Language, **more: object) -> StoredAudit:
    values = {"id": 7, "state": "done", "asked_by": "UBEN", "total": 400, "done": 400}
    moments = {"asked_at": NOW, "ended_at": NOW}
    return StoredAudit.model_validate(values | moments | {"language": language} | more)


def fits(reply: Reply) -> bool:
    assert check_message_blocks(list(reply.blocks)) == []
    assert len(reply.blocks) <= 50
    assert sum(width(text) for text in texts_of(reply.blocks)) <= 20_000
    assert 0 < width(reply.text) <= 3000
    return True


@given(languages.flatmap(lambda one: st.tuples(audits(one), audits(one))))
@few
def test_any_result_is_a_message_that_slack_takes(pair: tuple[Audit, Audit]) -> None:
    before, now = pair
    reply = result.reply(now, stored(now.language), None)
    assert fits(reply)
    compared = now.model_copy(update={"comparison": compare(before, now)})
    assert fits(result.reply(compared, stored(now.language), NOW))


@given(languages.flatmap(audits))
@few
def test_no_name_makes_a_mention_or_a_link(audit: Audit) -> None:
    """Names stand where Slack parses nothing; mrkdwn holds our own sentences and tokens only."""
    reply = result.reply(audit, stored(audit.language), None)
    parsed = [reply.text, *(text for block in reply.blocks for text in _mrkdwn(block))]
    for text in parsed:
        ours = text.replace("<@UBEN>", "")
        while "<!date^" in ours:
            head, _, rest = ours.partition("<!date^")
            ours = head + rest.partition(">")[2]
        assert "<" not in ours
        assert "@channel" not in ours
        assert "@here" not in ours


def _mrkdwn(node: object) -> list[str]:
    if isinstance(node, dict):
        mine = [str(node["text"])] if node.get("type") == "mrkdwn" else []
        return [*mine, *(text for value in node.values() for text in _mrkdwn(value))]
    if isinstance(node, list):
        return [text for value in node for text in _mrkdwn(value)]
    return []


@given(
    st.lists(names, max_size=pages.PAGE),
    st.integers(0, 200),
    st.integers(0, 20),
    st.sampled_from(LEVELS),
    languages,
)
@few
def test_any_page_of_the_list_is_a_modal_that_slack_takes(
    titles: list[str], more: int, page: int, level: Level, language: Language
) -> None:
    rows = [KNOWN[0].model_copy(update={"name": title}) for title in titles]
    ref = AuditRef(audit=10**17, language=language, level=level, page=page)
    total = page * pages.PAGE + len(rows) + more
    assert check_view(pages.page_view(rows, ref, level, total)) == []


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_state_is_a_message_that_slack_takes(language: Language) -> None:
    ended = {"ended_by": "UANA", "done": 312, "levels": dict.fromkeys(LEVELS, 2)}
    for one in (
        progress.progress(stored(language, state="running"), 312),
        progress.over(stored(language)),
        progress.over(stored(language, state="stopped", **ended)),
        progress.over(stored(language, state="failed", error_id="1a2b3c4d")),
        progress.unreadable(stored(language), "1a2b3c4d"),
        progress.begun(stored(language), language),
        progress.running(stored(language, state="running"), language, "UANA"),
        progress.running(stored(language, state="running"), language, "UBEN"),
    ):
        assert fits(one)
    for last in (None, stored(language), stored(language, grade="B")):
        for running in (None, stored(language, state="running")):
            blocks = home.home(last, running, language)
            assert check_view({"type": "home", "blocks": blocks}) == []


@given(st.integers(0, 3000), st.integers(0, 3000))
def test_the_bar_is_full_only_at_the_end_and_never_goes_back(done: int, total: int) -> None:
    done = min(done, total)
    shown = progress.bar(done, total)
    assert len(shown) == progress.BAR
    assert ("▱" not in shown) == (done == total)
    if done < total:
        assert shown.count("▰") <= progress.bar(done + 1, total).count("▰")


refs = st.builds(
    AuditRef,
    audit=st.integers(0, 10**18 - 1),
    language=languages,
    level=st.none() | st.sampled_from(LEVELS),
)


@given(refs, st.integers(0, 999_999))
def test_a_reference_comes_back_as_it_was(ref: AuditRef, page: int) -> None:
    turned = ref.at(ref.level, page) if ref.level is not None else ref
    assert AuditRef.decode(turned.encode()) == turned
    assert len(turned.encode()) <= 75


@pytest.mark.parametrize(
    "value",
    [None, 3, "", "audit/1", "audit/x/en", "audit/1/de", "audit/1/en/great/0", "audit/1/en/",
     "audit/1/en/blocked", "audit/1/en\n", "audit/١/en", "1/en/-/s", "audit/1/en/blocked/-1"],
)  # fmt: skip
def test_what_we_did_not_write_is_refused(value: object) -> None:
    assert AuditRef.decode(value) is None
