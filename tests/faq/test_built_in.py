"""The entries that come with the bot."""

import ast
import re
import sys
from datetime import date
from pathlib import Path

import pytest

import faq
from faq.entry import LANGUAGES, Entry, Language
from faq.wording import catalogue

# Only to notice a mistyped year: not the day on which the tests run.
A_FAR_DAY = date(2030, 1, 1)
KNOWLEDGE = faq.load(today=A_FAR_DAY)
ENTRIES = list(KNOWLEDGE.entries.values())
DIALOGUES = {"greeting", "thanks", "bot-help", "human", "convert-automation"}
TOPICS = {
    "automatic-conversion builder-difference bulk-conversion classic-access-and-reports",
    "classic-retirement contacts-after-conversion edit-journey feature-coverage how-to-convert",
    "plan-availability plan-limits quickbooks-france rss-campaigns support-options undo-archive",
    "unsupported-feature unsupported-triggers why-convert",
}

EMOJI = re.compile("[\u2190-\u21ff\u2300-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]")


def sentences(entry: Entry, language: Language) -> list[str]:
    text = entry.text(language)
    said = [text.title, text.short, text.detail]
    for source in entry.sources:
        said += [source.title(language), source.note(language) or ""]
    return said


def french_faults(text: str) -> list[str]:
    bare = re.sub(r"<https?://[^|>]*\||&(?:amp|lt|gt);|\b(?:plan|lang):\w+", "", text)
    faults = [m[0] for m in re.finditer(r".?(?<!\u00a0)[:;!?»]", bare)]
    faults += [m[0] for m in re.finditer("«(?!\u00a0).?", bare)]
    return faults + [m[0] for m in re.finditer("[“”’]", bare)]


def test_all_topics_and_dialogues_are_there() -> None:
    assert {e.id for e in ENTRIES if e.kind == "dialogue"} == DIALOGUES
    assert {e.id for e in KNOWLEDGE.topics()} == set(" ".join(TOPICS).split())


def test_editors_have_nothing_to_mend_but_examples_kept_elsewhere() -> None:
    told = faq.check(KNOWLEDGE, max(entry.checked for entry in ENTRIES), {})
    assert [f for f in told if f.key != "too_few_examples"] == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_french_typography(entry: Entry) -> None:
    for said in sentences(entry, "fr"):
        if "(en anglais)" not in said:
            assert french_faults(said) == []


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_english_has_no_french_typography(entry: Entry) -> None:
    text = entry.text("en")
    assert not re.search("[\u00a0\u202f«»’]", text.title + text.short + text.detail)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_no_emoji_and_no_source_that_nobody_can_open(entry: Entry) -> None:
    for language in LANGUAGES:
        for said in sentences(entry, language):
            assert not EMOJI.search(said)
            assert "public repository" not in said


def test_titles_tell_the_entries_apart() -> None:
    for language in LANGUAGES:
        titles = [entry.text(language).title for entry in ENTRIES]
        assert len(set(titles)) == len(titles)


def test_french_faults_are_found() -> None:
    assert french_faults("Oui !") == [" !"]
    assert french_faults("« non »") == [" »", "« "]
    assert french_faults("l’un") == ["’"]
    assert french_faults("Oui\u00a0! <https://a.org|là>\u00a0: «\u00a0x\u00a0» &lt; plan:a") == []


@pytest.mark.parametrize("name", ["problems", "findings"])
def test_sentences_for_editors_exist_in_both_languages(name: str) -> None:
    for key, said in catalogue(name).items():
        forms = {"en", "fr"} | ({"en_mend", "fr_mend"} if name == "problems" else set())
        assert set(said) == forms, key
        for form, text in said.items():
            other = said[form.replace("en", "fr", 1)] if form.startswith("en") else text
            assert set(re.findall(r"\{\w+\}", text)) == set(re.findall(r"\{\w+\}", other)), key
            if form.startswith("fr"):
                bare = re.sub(r'https?://|&\w+;|examples = \[.*|\{\w+\}|"[^"]*"', "", text)
                assert french_faults(bare.replace(" ;", "")) == [], key


def test_the_room_imports_only_the_standard_library_pydantic_and_itself() -> None:
    allowed = set(sys.stdlib_module_names) | {"faq", "pydantic"}
    for path in Path(faq.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom):
                assert node.level == 0
                names = [node.module or ""]
            assert {name.split(".")[0] for name in names} <= allowed, path
