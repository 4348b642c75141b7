"""What is taken out of a message before it is compared, and what stays."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from intents.normalise import LONGEST, clean, fold, has_words, without_markup, words
from tests.intents.strategies import texts


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("<@U02ABC> how do I convert?", "how do I convert?"),
        ("<@U02ABC|marie> how do I convert?", "how do I convert?"),
        ("ask <!here> about it", "ask about it"),
        ("ask <!subteam^S1|@support> about it", "ask about it"),
        ("posted in <#C02XYZ|email-team> today", "posted in email-team today"),
        ("posted in <#C02XYZ> today", "posted in today"),
        ("see <https://example.com/a?b=c|the help page> please", "see the help page please"),
        ("see <https://example.com/a?b=c> please", "see please"),
        ("write to <mailto:me@example.com|me@example.com>", "write to me@example.com"),
        ("see https://example.com/a?b=c please", "see please"),
        ("https://example.com", ""),
        (":wave: hello :wave::skin-tone-3:", "hello"),
        ("thanks:+1:", "thanks"),
        ("hello 👋🏽 there", "hello there"),
        ("1️⃣ first", "1⃣ first"),
        ("run `automation.delete()` now?", "run now?"),
        ("before ```x = 1\ny = 2``` after", "before after"),
        ("an open ``` fence", "an open ' fence"),
    ],
)
def test_slack_markup_goes_and_what_people_read_stays(typed: str, left: str) -> None:
    assert clean(typed) == left


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("Q&amp;A", "Q&A"),
        ("a &lt; b &gt; c", "a < b > c"),
        ("&amp;lt;b&amp;gt;", "& lt;b& gt;"),
        ("&amp;amp;", "& amp;"),
        ("&quot;", "&quot;"),
    ],
)
def test_the_three_entities_are_undone_once(typed: str, left: str) -> None:
    assert clean(typed) == left


@pytest.mark.parametrize("typed", ["&lt;@U1&gt; hi", "&lt;!channel&gt; hi", "&lt;https://a.b&gt;"])
def test_what_somebody_typed_to_look_like_markup_does_not_become_markup(typed: str) -> None:
    assert not any(start in clean(typed) for start in ("<@", "<!", "<http"))


@pytest.mark.parametrize("mark", ["'", "’", "‘", "ʼ", "´", "`"])
def test_every_apostrophe_is_the_same(mark: str) -> None:
    assert words(clean(f"l{mark}automatisation")) == ["l", "automatisation"]


@pytest.mark.parametrize(
    ("text", "split"),
    [
        ("Qu'est-ce que c'est ?", ["qu", "est", "ce", "que", "c", "est"]),
        ("L'ÉTÉ dernier", ["l", "ete", "dernier"]),
        ("jusqu'à lundi", ["jusqu", "a", "lundi"]),
        ("aujourd'hui", ["aujourd", "hui"]),
        ("I don't know", ["i", "don't", "know"]),
        ("Cœur, ŒUVRE", ["coeur", "oeuvre"]),
        ("ça coûte où ?", ["ca", "coute", "ou"]),
        ("e-mail snake_case 3 points", ["e", "mail", "snake", "case", "3", "points"]),
        ("convert?undo,now", ["convert", "undo", "now"]),
        ("", []),
        ("?!…", []),
    ],
)
def test_words_are_folded_and_elisions_cut(text: str, split: list[str]) -> None:
    assert words(text) == split


@pytest.mark.parametrize(
    ("accented", "plain"),
    [
        ("Réglé", "regle"),
        ("Noël", "noel"),
        ("garçon", "garcon"),
        ("où", "ou"),
        ("STRASSE", "straße"),
    ],
)
def test_accents_and_case_make_no_difference(accented: str, plain: str) -> None:
    assert fold(accented) == fold(plain)


def test_accents_and_case_stay_for_the_encoders() -> None:
    assert clean("À quoi sert l'Éditeur ?") == "À quoi sert l'Éditeur ?"


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("Hello\nhow do I convert", "Hello. how do I convert"),
        ("Hello!\nhow do I convert", "Hello! how do I convert"),
        ("Hello,\nhow do I convert", "Hello, how do I convert"),
        ("Hello\r\n\r\n\r\nthere", "Hello. there"),
        ("Hello 👋\nthere", "Hello. there"),
        ("Hello :wave:  \n  there", "Hello. there"),
        ("\n\nHello\n\n", "Hello"),
    ],
)
def test_a_line_break_ends_a_sentence(typed: str, left: str) -> None:
    assert clean(typed) == left


@pytest.mark.parametrize(
    ("typed", "left"),
    [
        ("auto\u00admation", "automation"),
        ("\u200fhello\u200e", "hello"),
        ("\ufeffhello", "hello"),
        ("merci ❤️", "merci"),
        ("a\x00b", "a b"),
        ("a\ud800b", "a b"),
        ("a\u00a0 \u202f?", "a ?"),
    ],
)
def test_what_nobody_sees_is_taken_out(typed: str, left: str) -> None:
    assert clean(typed) == left


@pytest.mark.parametrize(
    ("text", "expected"),
    [("rss", True), ("é", True), ("中", True), ("", False), ("12 + 3", False), ("?!… .", False)],
)
def test_a_message_has_words_if_it_has_a_letter(text: str, expected: bool) -> None:
    assert has_words(text) is expected


def test_a_long_message_is_cut() -> None:
    assert len(clean("word " * 10_000)) <= LONGEST
    assert clean("word " * 10_000).startswith("word word")


@pytest.mark.parametrize(
    "unit",
    ["a", " ", "\n", "<", "<@", "<https:", "<#a|", "`", "```", ":", ":ab", "&amp;", "'", "l'", "é"],
)
def test_a_megabyte_of_anything_is_read(unit: str) -> None:
    huge = unit * (1_000_000 // len(unit))
    cleaned = clean(huge)
    assert len(cleaned) <= LONGEST
    assert clean(cleaned) == cleaned
    assert isinstance(words(cleaned), list)


@settings(max_examples=400)
@given(texts)
def test_cleaning_a_cleaned_text_changes_nothing(text: str) -> None:
    once = clean(text)
    assert clean(once) == once


@settings(max_examples=300)
@given(texts)
def test_a_cleaned_text_is_one_short_line_that_can_be_stored(text: str) -> None:
    cleaned = clean(text)
    assert len(cleaned) <= LONGEST
    assert cleaned == " ".join(cleaned.split())
    assert "\0" not in cleaned
    cleaned.encode()  # no half of a surrogate pair is left


@settings(max_examples=300)
@given(texts)
def test_words_are_folded_already(text: str) -> None:
    found = words(clean(text))
    assert all(word and not word.isspace() for word in found)
    assert [fold(word) for word in found] == found
    assert bool(found) or not has_words(fold(clean(text)))


@given(st.text(alphabet="aZé'5œª ,.;?!()%-_:\n’<&", max_size=80))
def test_plain_text_takes_a_short_way_to_the_same_end(typed: str) -> None:
    assert clean(typed) == without_markup(typed)


def test_a_long_plain_text_ends_where_any_other_does() -> None:
    for typed in ("a " * 5000, "a" + " " * 9000 + "b", "word " * 900):
        assert clean(typed) == without_markup(typed[: 2 * LONGEST])
