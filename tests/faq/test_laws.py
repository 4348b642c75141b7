"""Laws of entries: what is written reads back the same, and what is loaded is safe to show."""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from faq import Entry, Source, Text, load
from faq.markup import faults, plain_faults
from faq.problems import FaqError
from faq.reading import first_day
from tests.faq.files import RIGHT, TODAY, as_toml, built_in, changed, write

WORDS = st.text(
    alphabet=st.characters(categories=["L", "N"], include_characters=" \u00a0'\"\\.,;!?«»()%"),
    min_size=1,
    max_size=60,
).map(str.strip)
PLAIN = WORDS.filter(lambda text: bool(text) and not plain_faults(text))
LINE = WORDS.filter(lambda text: bool(text) and not faults(text))
MARKUP = st.lists(
    LINE | LINE.map("• {}".format) | st.just("*a* <https://example.org/?a=1&amp;b=2|c> &lt;"),
    min_size=1,
    max_size=4,
).map("\n".join)
SHORT = MARKUP.filter(lambda text: len(text) <= 280)
TEXTS = st.builds(Text, title=PLAIN, short=SHORT, detail=st.just("") | MARKUP)
DAYS = st.dates(date(2000, 1, 1), TODAY)
EVIDENCE = ["official", "observed", "secondary", "inferred"]


@st.composite
def sources(draw: st.DrawFn, languages: list[str]) -> Source:
    day = draw(DAYS).isoformat()
    wanted = draw(st.sampled_from([languages, languages[:1]]))
    fields: dict[str, Any] = {
        "titles": {language: draw(PLAIN) for language in wanted},
        "date": day[: draw(st.sampled_from([4, 7, 10]))],
        "evidence": draw(st.sampled_from(EVIDENCE)),
        "url": draw(st.sampled_from([None, "https://example.org/a_b?c=1&d=%20", "http://wiki"])),
        "notes": draw(st.just({}) | st.fixed_dictionaries({languages[0]: PLAIN})),
    }
    return Source.model_validate(fields)


@st.composite
def own_entries(draw: st.DrawFn) -> Entry:
    languages = draw(st.sampled_from([["en"], ["fr"], ["en", "fr"]]))
    checked = draw(DAYS)
    lasting = draw(st.none() | st.integers(0, 400))
    examples = st.lists(LINE, min_size=3, max_size=5, unique=True).map(tuple)
    fields: dict[str, Any] = {
        "id": draw(st.from_regex(r"own-[a-z0-9-]{0,20}", fullmatch=True)),
        "kind": draw(st.sampled_from(["topic", "dialogue"])),
        "evidence": draw(st.sampled_from([*EVIDENCE, "disputed"])),
        "checked": checked,
        "valid_until": None if lasting is None else checked + timedelta(days=lasting),
        "related": draw(st.sampled_from([(), ("opening",), ("opening", "closing")])),
        "actions": draw(st.sampled_from([(), ("convert",), ("plans", "person")])),
        "texts": {language: draw(TEXTS) for language in languages},
        "sources": tuple(draw(st.lists(sources(languages), max_size=2))),
        "examples": {language: draw(examples) for language in languages},
        "own": True,
    }
    return Entry.model_validate(fields)


@given(own_entries())
@settings(max_examples=40)
def test_what_is_written_reads_back_the_same(entry: Entry) -> None:
    with tempfile.TemporaryDirectory() as folder:
        own = write(Path(folder) / "own", own=as_toml(entry))
        read = load(own, built_in=built_in(Path(folder)), today=TODAY).entries[entry.id]
    assert read.model_copy(update={"file": ""}) == entry


HOSTILE = st.lists(
    st.sampled_from(["<!channel>", "<@U1>", "@here", "#a", "<", ">", "&", "*", "_", "a", " "]),
    max_size=6,
).map("".join)


def loaded(text: str) -> str | FaqError:
    """What becomes of a French detail with this text in it, on line 21 of its file."""
    with tempfile.TemporaryDirectory() as folder:
        file = changed(RIGHT, '"Sans exception."', f'"Oui. {text}"')
        try:
            knowledge = load(built_in=built_in(Path(folder), file), today=TODAY)
        except FaqError as error:
            return error
    return knowledge.entries["opening"].text("fr").detail


@given(HOSTILE | st.text(st.characters(codec="utf-8", exclude_characters='"\\\n\r'), max_size=30))
@settings(max_examples=60)
def test_whatever_stands_in_a_file_is_refused_with_its_line_or_safe(text: str) -> None:
    found = loaded(text)
    if isinstance(found, FaqError):
        # A TOML error is told where the reader stumbled; ours where the text stands.
        assert all(p.line == 21 for p in found.problems if p.key != "not_toml")
        assert found.say("en").count("opening.toml") == len(found.problems)
    else:
        assert found == f"Oui. {text}".strip()
        assert faults(found) == []


@given(DAYS, st.sampled_from([4, 7, 10]))
def test_a_date_is_read_as_its_first_day(day: date, length: int) -> None:
    first = first_day(day.isoformat()[:length])
    assert first is not None
    assert first <= day
    assert first.isoformat()[:length] == day.isoformat()[:length]


@given(st.text(alphabet="0123456789-٣", max_size=10))
def test_other_writings_of_a_date_are_none_or_read_exactly(text: str) -> None:
    first = first_day(text)
    assert first is None or first.isoformat().startswith(text)
