"""What editors are told about entries that can be used."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import pytest

from faq import Entry, Finding, Knowledge, Language, Source, Text, check
from tests.faq.files import TODAY

Examples = Mapping[str, Mapping[Language, Sequence[str]]]
TEXT = Text(title="A title", short="An answer.")


def entry(topic: str = "opening", **changes: object) -> Entry:
    fields: dict[str, object] = {
        "id": topic,
        "kind": "topic",
        "evidence": "official",
        "checked": date(2026, 11, 20),
        "texts": {"en": TEXT, "fr": TEXT},
        "file": f"{topic}.toml",
    }
    return Entry.model_validate(fields | changes)


def enough(topic: str, count: int = 40) -> dict[Language, list[str]]:
    return {
        "en": [f"english {topic} {number}" for number in range(count)],
        "fr": [f"français {topic} {number}" for number in range(count)],
    }


def findings(
    *entries: Entry, examples: Examples | None = None, today: date = TODAY
) -> list[Finding]:
    given = {e.id: enough(e.id) for e in entries} if examples is None else examples
    return check(Knowledge(entries), today, given)


def keys(*entries: Entry, examples: Examples | None = None, today: date = TODAY) -> list[str]:
    return [finding.key for finding in findings(*entries, examples=examples, today=today)]


def test_nothing_to_say_about_a_good_entry() -> None:
    assert findings(entry()) == []


@pytest.mark.parametrize(
    ("made", "least"),
    [
        (entry(), 40),
        (entry(own=True), 8),
        (entry(kind="dialogue"), 8),
    ],
)
def test_too_few_examples_are_told_for_each_language(made: Entry, least: int) -> None:
    assert keys(made, examples={"opening": enough("x", least)}) == []
    few = findings(made, examples={"opening": {**enough("x", least), "fr": ["un", "deux"]}})
    assert [(f.key, f.language, f.severity) for f in few] == [("too_few_examples", "fr", "warning")]
    assert few[0].params == {"count": 2, "least": least}
    assert few[0].say("en").startswith("Examples in French: 2; ")
    assert few[0].say("fr").startswith("Exemples en français\u00a0: 2\u00a0; ")


def test_examples_that_differ_in_case_accents_and_punctuation_count_once() -> None:
    said = ["Où est-ce ?", "ou est ce", "OÙ EST CE", *enough("x", 7)["fr"]]
    made = entry(own=True, texts={"fr": TEXT})
    assert keys(made, examples={"opening": {"fr": said}}) == ["language_missing"]
    assert "too_few_examples" in keys(made, examples={"opening": {"fr": said[:-1]}})


def test_own_examples_count_beside_the_given_ones() -> None:
    made = entry(own=True, examples={"fr": ("un", "deux"), "en": ("one", "two")})
    assert keys(made, examples={"opening": enough("x", 6)}) == []
    assert keys(made, examples={"opening": enough("x", 5)}) == ["too_few_examples"] * 2


def test_a_missing_language_is_told_and_not_counted_for_examples() -> None:
    (told,) = findings(entry(own=True, texts={"fr": TEXT}))
    assert (told.key, told.severity) == ("language_missing", "note")
    assert "does not speak English" in told.say("en")
    assert "[en]" in told.say("fr")


def test_an_entry_is_overdue_the_day_after_its_last() -> None:
    made = entry(valid_until=date(2027, 5, 20))
    assert keys(made, today=date(2027, 5, 20)) == []
    (told,) = findings(made, today=date(2027, 5, 21))
    assert (told.key, told.severity) == ("overdue", "warning")
    assert "2027-05-20" in told.say("en")


def test_a_check_in_the_future_is_told() -> None:
    assert keys(entry(), today=date(2026, 11, 19)) == []
    assert keys(entry(), today=date(2026, 11, 18)) == ["checked_in_the_future"]


def source(url: str | None, day: str = "2024") -> Source:
    return Source(titles={"en": "A", "fr": "B"}, date=day, evidence="official", url=url)


@pytest.mark.parametrize(
    "url", ["https://example", "https://https://example.org", "https://a.org:0", "https://a..org"]
)
def test_malformed_links_are_told_in_sources_and_texts(url: str) -> None:
    text = Text(title="A", short=f"See <{url}|this>.", detail=f"Or <{url}|that>.")
    for made in (entry(sources=(source(url),)), entry(texts={"en": text, "fr": text})):
        (told,) = findings(made)
        assert (told.key, told.severity) == ("link_malformed", "error")
        assert url in told.say("fr")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org",
        "http://www.example.org:8080/a?b=1&c=2#d",
        "https://bücher.example/a",
        "https://web.archive.org/web/2024/https://example.org/a",
    ],
)
def test_sound_links_are_not(url: str) -> None:
    assert keys(entry(sources=(source(url),))) == []


def test_an_own_entry_may_link_to_an_intranet() -> None:
    made = entry(own=True, sources=(source("http://wiki/mailchimp"),))
    assert keys(made) == []


def test_the_same_address_twice_is_told_unless_the_dates_differ() -> None:
    url = "https://example.org/a"
    twice = (source(url), source("http://WWW.example.org/a/#part"), source(None), source(None))
    assert keys(entry(sources=twice)) == ["link_duplicated"]
    assert keys(entry(sources=(source(url), source(url, "2025")))) == []
    assert keys(entry(sources=(source(url), source(url + "?page=2")))) == []


def test_the_same_example_in_two_topics_is_told_once_for_the_later_one() -> None:
    one, two = enough("one"), enough("two")
    one["fr"].append("C'est quand ?")
    two["fr"] += ["c’est QUAND", "C'est quand ?"]
    (told,) = findings(entry("one"), entry("two"), examples={"one": one, "two": two})
    assert (told.key, told.topic, told.file) == ("same_example", "two", "two.toml")
    assert told.params["other"] == "one"


def test_an_example_out_of_scope_that_belongs_to_a_topic_is_told() -> None:
    examples: Examples = {"one": enough("one"), "out-of-scope": {"en": ["English one 3!"]}}
    (told,) = findings(entry("one"), examples=examples)
    assert (told.key, told.topic) == ("same_example", "out-of-scope")


def test_own_examples_are_compared_too() -> None:
    taken = entry("two", own=True, examples={"en": ("English one 3",)})
    assert keys(entry("one"), taken, examples={"one": enough("one"), "two": enough("two")}) == [
        "same_example"
    ]


def test_examples_of_signs_only_are_not_all_the_same() -> None:
    examples: Examples = {
        "one": {**enough("one"), "fr": [*enough("one")["fr"], "???"]},
        "two": {**enough("two"), "fr": [*enough("two")["fr"], "!!!"]},
    }
    assert keys(entry("one"), entry("two"), examples=examples) == []


def test_examples_without_an_entry_are_told() -> None:
    examples: Examples = {"one": enough("one"), "gone": {"en": ["where is it"]}}
    (told,) = findings(entry("one"), examples=examples)
    assert (told.key, told.topic, told.file, told.severity) == ("no_entry", "gone", "", "error")


def test_a_related_topic_that_is_gone_is_told() -> None:
    (told,) = findings(entry(related=("gone",)))
    assert (told.key, told.severity) == ("related_missing", "error")
    assert "“gone”" in told.say("en")


def test_the_gravest_comes_first_then_by_file() -> None:
    b = entry("b", related=("gone",), own=True, texts={"fr": TEXT})
    a = entry("a", valid_until=date(2026, 11, 21), own=True, texts={"fr": TEXT})
    told = [(f.severity, f.topic) for f in findings(b, a)]
    assert told == [("error", "b"), ("warning", "a"), ("note", "a"), ("note", "b")]


@pytest.mark.parametrize("wrong", ["nonsense", ""])
def test_a_finding_without_a_sentence_cannot_be_made(wrong: str) -> None:
    make: Callable[..., Finding] = Finding
    with pytest.raises(ValueError, match="no sentence"):
        make(file="", topic="a", severity="note", key=wrong)
