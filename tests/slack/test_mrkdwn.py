import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.mrkdwn import (
    clean,
    escape,
    link,
    neutral,
    plain,
    shorten,
    split,
    unescape,
    width,
    without_addresses,
)
from tests.slack.reports import HARMFUL

anything = st.one_of(
    st.sampled_from(HARMFUL),
    st.text(alphabet="<>&;|@#:!*_~`./ \nabU0ltgmp", max_size=40),
    st.text(st.characters(), max_size=60),
)


@given(anything)
def test_unescape_undoes_escape_once(text: str) -> None:
    assert unescape(escape(text)) == text


def test_escaped_entities_are_not_unescaped_twice() -> None:
    assert unescape("&amp;lt;!channel&amp;gt;") == "&lt;!channel&gt;"


@given(anything)
def test_no_text_makes_a_mention_a_link_or_a_format(text: str) -> None:
    safe = neutral(text)
    assert not re.search(r"[<>*_~`\n]", safe)
    assert not re.search(r"&(?!amp;|lt;|gt;)", safe)
    assert not re.search(r"[@#:]\S", safe.replace("\u2060", " "))
    assert "://" not in safe
    assert not re.search(r"\w\.\w", safe)


@given(anything)
def test_shown_text_is_valid_utf8_without_controls(text: str) -> None:
    shown = clean(text)
    shown.encode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", shown)


@given(anything, st.integers(3, 200))
def test_plain_text_is_never_empty_nor_too_long(text: str, limit: int) -> None:
    shown = plain(text, limit)
    assert shown.strip()
    assert "\n" not in shown
    assert 0 < width(shown) <= limit


@pytest.mark.parametrize("text", ["", "  ", "\n", "\u200b", "\u2060\ufeff", "\u3164"])
def test_text_that_nobody_could_see_shows_a_dash(text: str) -> None:
    assert plain(text, 75) == "—"


@given(anything, st.integers(3, 100))
def test_what_was_cut_shows_as_an_ellipsis(text: str, limit: int) -> None:
    short = shorten(text, limit)
    assert width(short) <= limit
    assert short == text or short.endswith("…")


@given(anything, st.integers(2, 50))
def test_splitting_loses_nothing(text: str, limit: int) -> None:
    pieces = list(split(text, limit))
    assert "".join(pieces) == text
    assert all(0 < width(piece) <= limit for piece in pieces)


def test_text_is_split_at_line_ends_first() -> None:
    assert list(split("one two\nthree four\nfive", 14)) == ["one two\n", "three four\n", "five"]
    assert list(split("one two three", 8)) == ["one two ", "three"]


@given(anything, anything)
def test_a_link_is_one_link_or_none(url: str, label: str) -> None:
    made = link(url, label)
    assert made.count("<") == made.count(">") <= 1
    assert made.count("|") <= 1


def test_a_pipe_in_an_address_is_encoded() -> None:
    assert link("https://a.example/?q=a|b&c=d", "x|y") == "<https://a.example/?q=a%7Cb&amp;c=d|x∣y>"


def test_only_web_addresses_become_links() -> None:
    assert link("javascript:alert(1)", "click") == "click"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("from bonjour@maison.example, Ana", "from […], Ana"),
        ("&lt;a@b.example&gt;", "&lt;[…]&gt;"),
        (f"to {neutral('bob@corp.example')}", "to […]"),
        ("50 % @ home", "50 % @ home"),
    ],
)
def test_contact_addresses_are_hidden(text: str, shown: str) -> None:
    assert without_addresses(text) == shown


@given(anything)
def test_hiding_an_address_never_makes_a_text_longer(text: str) -> None:
    assert width(without_addresses(text)) <= width(text)
