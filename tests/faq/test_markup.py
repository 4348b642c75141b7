"""What an answer may look like in Slack."""

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from faq.markup import faults, is_web_address, links, plain_faults

GOOD = [
    "Plain text: 5 to 10 %, “quoted”, l'original, « *gras* » et plus.",
    "*bold*, _italic_, *_both_* and _*both*_.",
    "• one\n• two\n1. three\n10. ten",
    "snake_case_name and a_b stay as they are.",
    "Q&amp;A, 1 &lt; 2 &gt; 0",
    "*<https://example.org/a_b*c?x=1&amp;y=2|the page>* and (<http://example.org|that>)",
    "Type */convert Welcome series plan:essentials* or write to help@example.org.",
    "At 10:30:00, number # 5.",
    "*/faq* et votre question\u00a0: c'est tout\u00a0!",
    "",
]


@pytest.mark.parametrize("text", GOOD)
def test_allowed_text_passes(text: str) -> None:
    assert faults(text) == []


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("<!channel>", "mention"),
        ("<!subteam^S1|team>", "mention"),
        ("<!date^1^{date}|x>", "mention"),
        ("<@U1|https://example.org>", "mention"),
        ("&lt;!channel> <", "unescaped"),
        ("<https://example.org>", "unescaped"),
        ("<https://example.org|a\nb>", "unescaped"),
        ("<https://example.org|>", "link_label"),
        ("<https://example.org|a|b>", "link_label"),
        ("<https://example.org|https://other.org>", "link_label"),
        ("<https://example.org|@here>", "bare_mention"),
        ("<https://example.org/?a=1&b=2|a>", "unescaped"),
        ("<javascript:alert(1)|a>", "link_address"),
        ("<https://|a>", "link_address"),
        ("<https://[|a>", "link_address"),
        ("<https://a b.org|a>", "link_address"),
        ("[page](https://example.org)", "bare_link"),
        ("*a", "marker"),
        ("a*", "marker"),
        ("x * a*", "marker"),
        ("*a *", "marker"),
        ("a*b*", "marker"),
        ("*a*b", "marker"),
        ("**", "marker"),
        ("*a\nb*", "marker"),
        ("*a _b* c_", "marker"),
        ("*a _*b*_ c*", "marker"),
        ("_a", "marker"),
        ("~a~", "marker"),
        ("```a```", "marker"),
        ("•a", "bullet"),
        ("  - a", "bullet"),
        ("## A", "heading"),
        ("  | a | b |", "table"),
        ("&gt;a", "quote"),
        ("a\tb", "invisible"),
        ("a\rb", "invisible"),
        ("a\u2028b", "invisible"),
        ("a\ufeffb", "invisible"),
        (":smile:", "emoji_code"),
        ("(@channel)", "bare_mention"),
        ("_@here_", "bare_mention"),
    ],
)
def test_other_text_does_not(text: str, key: str) -> None:
    assert key in [fault.key for fault in faults(text)]


@pytest.mark.parametrize("text", ["Plans, prices & more", "Où ? Ici !", "3 or 4 points: which?"])
def test_a_title_is_one_line_of_plain_text(text: str) -> None:
    assert plain_faults(text) == []


@pytest.mark.parametrize("text", ["<a>", "a\nb", "*a*", "a_b", "`a`", "&amp;", "@you", ":tada:"])
def test_a_title_has_no_formats(text: str) -> None:
    assert plain_faults(text)


def test_links_are_read_as_addresses() -> None:
    text = "See <https://example.org/?a=1&amp;b=2|this> and <http://other.org|that>."
    assert links(text) == ("https://example.org/?a=1&b=2", "http://other.org")


@pytest.mark.parametrize(
    "url", ["", "example.org", "ftp://example.org", "https:///a", "https://a.org/b c", "http://a|b"]
)
def test_what_is_not_a_web_address(url: str) -> None:
    assert not is_web_address(url)


def parts_as_slack_sees_them(text: str) -> list[str]:
    """Everything between angle brackets, an open one at the end included."""
    return re.findall(r"<[^>]*>?", text)


def assert_makes_no_mention(text: str) -> None:
    for part in parts_as_slack_sees_them(text):
        assert re.fullmatch(r"<https?://[^|>\s]+\|[^|>\n]+>", part), part
    without_links = re.sub(r"<[^>]*>", "|", text)
    assert ">" not in without_links
    assert not re.search(r"(^|[\W_])[@#]\w", without_links)
    assert not re.search(r"&(?!amp;|lt;|gt;)", text)


SPECIAL = st.sampled_from(
    [
        *("<", ">", "!", "@", "#", "|", "&", "&lt;", "&gt;", "&amp;", "channel", "here", "U123"),
        *("*", "_", " ", "\n", "a", "é", "https://example.org", "<https://example.org|b>"),
        *("<!here>", "\u202e"),
    ]
)
SOUND = st.sampled_from(
    [
        *("*gras*", "_italique_", "mot", "l'autre", "&lt;", "&amp;", "« non »", "3", "10:30"),
        *("<https://example.org/x|une page>", "snake_case", "a@example.org", "# 5", "…"),
    ]
)


@given(st.lists(SPECIAL, max_size=12).map("".join) | st.text(max_size=60))
@example("<https://example.org|b>")
@example("<https://example.org|<!here>")
@example("&lt;!here>")
def test_text_that_passes_makes_no_mention(text: str) -> None:
    if not faults(text):
        assert_makes_no_mention(text)


@given(st.lists(st.lists(SOUND, min_size=1, max_size=6).map(" ".join), min_size=1, max_size=4))
def test_text_of_sound_parts_passes_and_makes_no_mention(lines: list[str]) -> None:
    text = "\n".join(f"• {line}" for line in lines)
    assert faults(text) == []
    assert_makes_no_mention(text)


@given(st.text(alphabet=st.characters(categories=["L", "N", "Zs"]), max_size=60))
def test_letters_and_digits_always_pass(text: str) -> None:
    assert faults(text) == []
    assert plain_faults(text) == []


@given(st.text(max_size=80))
def test_a_title_that_passes_makes_no_mention_in_mrkdwn_either(text: str) -> None:
    if not plain_faults(text):
        assert not re.search(r"[<>]|&\w+;|(^|[\W_])[@#]\w", text)
