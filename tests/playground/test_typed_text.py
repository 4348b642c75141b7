"""What people type reaches the bot as Slack would send it, and cannot break the server."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground.driver import LocalSlack
from bot.playground.errors import Refused
from bot.playground.typed_text import mark_up, unescape

PEOPLE = {"ana": "U1", "anabel": "U2", "journeydesk": "UBOT"}
CHANNELS = {"marketing": "C1", "support": "C2"}


@pytest.mark.parametrize(
    ("typed", "sent"),
    [
        ("a & b < c > d", "a &amp; b &lt; c &gt; d"),
        ("&amp;", "&amp;amp;"),
        ("<!channel> <@U1>", "&lt;!channel&gt; &lt;@U1&gt;"),
        ("@ana, @Anabel!", "<@U1>, <@U2>!"),
        ("@anna @ana2", "@anna @ana2"),
        ("x@ana y@ana.fr", "x@ana <mailto:y@ana.fr|y@ana.fr>"),
        ("#marketing #Support.", "<#C1|marketing> <#C2|support>."),
        ("#marketing-2 #sales", "#marketing-2 #sales"),
        ("@here @channel", "<!here> <!channel>"),
        ("see https://x.test/a?b=1&c=2.", "see <https://x.test/a?b=1&amp;c=2>."),
        ("", ""),
    ],
)
def test_typed_text_is_marked_up(typed: str, sent: str) -> None:
    assert mark_up(typed, PEOPLE, CHANNELS) == sent


def test_commands_carry_names_in_mentions() -> None:
    assert mark_up("@ana", PEOPLE, CHANNELS, names=True) == "<@U1|ana>"


words = st.lists(
    st.one_of(
        st.text(max_size=20),
        st.sampled_from(["@ana", "@", "#support", "<!channel>", "&lt;", "https://x.test", "@İna"]),
    ),
    max_size=6,
).map(" ".join)


@given(words)
def test_angle_brackets_only_come_from_slack(typed: str) -> None:
    sent = mark_up(typed, PEOPLE, CHANNELS)

    for inside in [part.split(">")[0] for part in sent.split("<")[1:]]:
        assert inside.startswith(("@U", "#C", "!", "http", "mailto:"))
    assert sent.count("<") == sent.count(">")


@given(st.text(alphabet=st.characters(exclude_characters="@#/:."), max_size=50))
def test_plain_words_come_back_unescaped(typed: str) -> None:
    assert unescape(mark_up(typed, PEOPLE, CHANNELS)) == typed


anything = st.one_of(words, st.text(st.characters(categories=["Cs", "Cc", "L", "S"]), max_size=30))


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=anything, command=st.booleans())
def test_no_text_makes_the_server_fail(slack: LocalSlack, text: str, command: bool) -> None:
    ana = slack.person("ana")

    try:
        if command:
            ana.runs(f"/convert {text}", "#marketing")
        else:
            ana.says(text, "#marketing")
    except Refused as no:
        assert no.code in ("no_text", "unknown_command")  # noqa: PT017 - the only two ways out

    assert "Traceback" not in slack.transcript("#marketing", seen_by=ana)
    assert ana.sees("#marketing") is not None
