"""The pages on the FAQ and the matcher say what the code does: examples work, numbers agree."""

from datetime import date
from pathlib import Path

import pytest

import faq
from faq.checking import LEAST_OTHER
from faq.reading import DETAIL, EXAMPLE, RELATED, SHORT, TITLE
from intents.corpus import load as load_examples
from intents.evidence import NAMES
from intents.ladder import thresholds
from intents.segments import MOST
from tests.docs.markdown import fences, read

FAQ_PAGES = ["docs/faq.md", "docs/fr/faq.md"]
MATCHER_PAGES = ["docs/matcher.md", "docs/fr/moteur.md"]
EXAMPLE_FILE = "file: entries/who-may-activate.toml"


def example(page: str) -> str:
    (shown,) = [fence.text for fence in fences(read(page)) if fence.mark == EXAMPLE_FILE]
    return shown


@pytest.mark.parametrize("page", FAQ_PAGES)
def test_the_example_of_an_entry_is_one_without_anything_to_mend(page: str, tmp_path: Path) -> None:
    (tmp_path / "who-may-activate.toml").write_text(example(page), encoding="utf-8")
    known = faq.load(tmp_path, today=date(2026, 11, 30))
    entry = known.entries["who-may-activate"]
    assert entry.own
    assert entry.languages == ("en", "fr")
    assert len(entry.sources) == 1
    examples = load_examples().by_topic()
    found = faq.check(known, date(2026, 11, 30), examples)
    assert [one.say("en") for one in found if one.topic == entry.id] == []


def test_both_pages_show_the_same_example() -> None:
    one, other = (example(page) for page in FAQ_PAGES)
    assert one == other


@pytest.mark.parametrize("page", FAQ_PAGES)
def test_every_mark_of_evidence_and_every_limit_is_named(page: str) -> None:
    text = read(page).replace("\N{NO-BREAK SPACE}", " ")
    for mark in ("official", "observed", "secondary", "inferred", "disputed"):
        assert f"| `{mark}` |" in text
    assert (TITLE, SHORT, DETAIL, EXAMPLE, RELATED, LEAST_OTHER) == (70, 600, 2400, 300, 3, 8)
    assert f" {TITLE} " in text
    assert f" {SHORT} " in text
    assert "2,400" in text or "2 400" in text


@pytest.mark.parametrize("page", FAQ_PAGES)
def test_the_number_of_topics_is_that_of_the_entries(page: str) -> None:
    known = faq.load()
    assert f"\n{len(known.topics())} " in read(page)
    for entry in known.entries.values():
        assert entry.kind == "topic" or f"`{entry.id}`" in read(page)


@pytest.mark.parametrize("page", MATCHER_PAGES)
def test_the_thresholds_of_the_page_are_those_in_use(page: str) -> None:
    told = {
        cells[1].strip(" `"): float(cells[2])
        for line in read(page).splitlines()
        if line.startswith("| `") and (cells := line.split("|"))[2].strip()[:2] == "0."
    }
    assert told == thresholds().model_dump()


@pytest.mark.parametrize("page", MATCHER_PAGES)
def test_counts_in_the_text_are_those_of_the_code(page: str) -> None:
    assert (len(NAMES), MOST) == (23, 24)
    text = read(page)
    assert "wenty-three" in text or "ingt-trois" in text
    assert "24 sentences" in text or "24 phrases" in text
