"""``faq check``, ``faq list`` and ``faq learn``, and their help."""

import os
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from faq import load
from intents import building, corpus
from intents.building import Encoders
from intents.corpus import Corpus
from tests.answers.conftest import OWN, few
from tests.commands import Ran, Run

Faq = Callable[..., Ran]
WORDS = ("today", "please", "again", "soon", "quickly", "somehow", "later", "safely", "tomorrow")


@pytest.fixture
def faq(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Faq:
    """A command with few examples, no encoder, a cache of its own, and these own entries."""
    monkeypatch.setattr(building, "convert", lambda folder: [])
    monkeypatch.setattr(building, "encoders", lambda folder: Encoders(None, None))

    def faq(*arguments: str, held: Corpus | None = None, own: str | None = None) -> Ran:
        used = few() if held is None else held
        monkeypatch.setattr(corpus, "load", lambda: used)
        settings = {"JOURNEYDESK_CACHE": str(tmp_path / "cache"), "COLUMNS": "200"}
        if own is not None:
            folder = tmp_path / "own"
            folder.mkdir(exist_ok=True)
            (folder / "our-office.toml").write_text(own, encoding="utf-8")
            settings["JOURNEYDESK_FAQ"] = str(folder)
        return run("faq", *arguments, **settings)

    return faq


def test_check_tells_what_needs_care_and_ends_in_nothing_wrong(faq: Faq) -> None:
    ran = faq("check")
    assert ran.code == 0
    assert re.search(r"rss-campaigns.*Examples in English: 15;.* at least 40", ran.out)
    examples = len(few().phrases)
    last = ran.out.splitlines()[-1]
    assert last.startswith(f"{len(load().entries)} entries, {examples} examples, ")
    french = faq("check", "--lang", "fr")
    assert re.search(r"rss-campaigns.*Exemples en anglais\u00a0: 15", french.out)
    assert len(french.out.splitlines()) == len(ran.out.splitlines())
    found = re.search(r", (\d+) things to look at\.$", last)
    assert found is not None
    marks = [line for line in ran.out.splitlines() if line[:2] in ("✗ ", "! ", "· ")]
    assert len(marks) == int(found[1])


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (('kind = "topic"', 'kind = "tropic"'), "tropic"),
        (("checked = 2026-11-20", "checked = 2099-11-20"), "2099-11-20"),
        (("checked = 2026-11-20", "checked = 2026-13-20"), "TOML"),
    ],
)
def test_a_broken_own_entry_ends_in_one(faq: Faq, change: tuple[str, str], words: str) -> None:
    assert faq("check", own=OWN).code == 0
    broken = OWN.replace(*change)
    assert broken != OWN
    for language in ("en", "fr"):
        ran = faq("check", "--lang", language, own=broken)
        assert ran.code == 1
        wrong = [line for line in ran.out.splitlines() if line.startswith("✗ ")]
        assert len(wrong) == 1
        assert "our-office.toml" in wrong[0]
        assert words in wrong[0]
        assert "Traceback" not in ran.err


def test_findings_on_an_own_entry_are_no_mistake(faq: Faq) -> None:
    ran = faq("check", own=OWN.split("[fr]")[0])
    assert ran.code == 0
    told = [line for line in ran.out.splitlines() if "our-office" in line]
    assert any("does not speak French" in line for line in told)
    assert any("Examples in English: 3" in line for line in told)


def test_check_names_topics_that_are_mixed_up(faq: Faq) -> None:
    same = [f"how do I go back {word}" for word in WORDS]
    twins = corpus.of(
        {
            "undo-archive": {"en": [*same[::2], *(f"now {text}" for text in same[1::2])]},
            "edit-journey": {"en": [*same[1::2], *(f"now {text}" for text in same[::2])]},
            "plan-limits": {"en": [f"which plan do I need {word}" for word in WORDS]},
        }
    )
    ran = faq("check", held=twins)
    assert ran.code == 0
    assert "Topics that are mixed up" in ran.out
    pair = r"! undo-archive taken for edit-journey: (\d+) of 9\."
    found = re.search(pair, ran.out)
    assert found is not None
    examples = ran.out[found.end() :].splitlines()[1:4]
    assert all(line.strip() in {phrase.text for phrase in twins.phrases} for line in examples)
    assert "plan-limits taken for" not in ran.out
    french = faq("check", "--lang", "fr", held=twins).out
    assert f"undo-archive pris pour edit-journey\u00a0: {found[1]} sur 9." in french


def test_nothing_is_said_of_mixed_topics_where_there_are_none(faq: Faq) -> None:
    apart = corpus.of(
        {
            "undo-archive": {"en": [f"how do I go back {word}" for word in WORDS]},
            "plan-limits": {"en": [f"which plan is large enough {word}" for word in WORDS]},
        }
    )
    assert "mixed up" not in faq("check", held=apart).out


@pytest.mark.parametrize("language", ["en", "fr"])
def test_list_shows_every_entry_with_its_examples(faq: Faq, language: str) -> None:
    ran = faq("list", "--lang", language, own=OWN)
    assert (ran.code, ran.err) == (0, "")
    head, *rows = ran.out.splitlines()
    assert len(head.split()) == 4
    entries = load().entries
    assert [row.split()[0] for row in rows] == [*entries, "our-office"]
    for row in rows:
        topic, count = row.split()[0], int(row.split()[-1])
        held = {"our-office": 6, "greeting": 0}.get(topic)
        assert held is None or count == held
        if topic in entries:
            assert entries[topic].text(language).title in row  # type: ignore[arg-type]
            assert entries[topic].checked.isoformat() in row
    (rss,) = [row for row in rows if row.startswith("rss-campaigns ")]
    assert rss.split()[-1] == "30"
    assert {"en": "Where our office is", "fr": "Où est notre bureau"}[language] in rows[-1]


def test_learn_says_what_the_matcher_works_with_and_has_nothing_to_do_twice(
    faq: Faq, tmp_path: Path
) -> None:
    ran = faq("learn")
    assert (ran.code, ran.out) == (0, "The matcher is ready (words and letters).\n")
    assert ran.err == "Teaching the matcher, once: about half a minute.\n"
    (model,) = (tmp_path / "cache").glob("model-*.npz")
    made = model.stat().st_mtime_ns
    again = faq("learn", "--lang", "fr")
    assert (again.code, again.err) == (0, "")
    assert again.out == "Le moteur de réponse est prêt (mots et lettres).\n"
    assert model.stat().st_mtime_ns == made


def test_a_folder_of_entries_that_does_not_exist_is_told(run: Run) -> None:
    for command in ("check", "list", "learn"):
        for language, words in (("en", "not a folder"), ("fr", "pas un dossier")):
            ran = run("faq", command, "--lang", language, JOURNEYDESK_FAQ="no/such/place")
            assert (ran.code, ran.out) == (2, "")
            assert words in ran.err
            assert "no/such/place" in ran.err


def test_several_folders_are_named_one_after_the_other(run: Run, faq: Faq, tmp_path: Path) -> None:
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        text = OWN.replace("our-office", f"our-{name}")
        (tmp_path / name / f"our-{name}.toml").write_text(text, encoding="utf-8")
    ran = run("faq", "list", JOURNEYDESK_FAQ=os.pathsep.join(("one", "two")), COLUMNS="200")
    assert [row.split()[0] for row in ran.out.splitlines()[-2:]] == ["our-one", "our-two"]


COMMANDS = (("ask",), ("faq",), ("faq", "check"), ("faq", "list"), ("faq", "learn"))
ENGLISH_WORDS = re.compile(
    r"\b(?:the|and|a question|show|this|message|exit|commands?|answer|check|list|learn|print|"
    r"language|default|either|file|every|each)\b",
    re.IGNORECASE,
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_french_help_has_no_english_left(shell: Run, command: tuple[str, ...]) -> None:
    ran = shell(*command, "--help", JOURNEYDESK_LANG="fr", COLUMNS="200")
    assert (ran.code, ran.err) == (0, "")
    assert "Afficher cette aide et quitter." in ran.out
    text = re.sub(r"journeydesk(?: [a-z]+)*|--\w+|\bFILE\b|│ (?:check|list|learn) ", "", ran.out)
    assert ENGLISH_WORDS.findall(text) == []


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_english_help_has_no_french_left(shell: Run, command: tuple[str, ...]) -> None:
    ran = shell(*command, "--help", JOURNEYDESK_LANG="en", COLUMNS="200")
    assert (ran.code, ran.err) == (0, "")
    assert not re.search(r"\b(?:la|le|les|et|une|des|aide|sujet)\b", ran.out)


def test_a_part_of_faq_that_does_not_exist_is_named(run: Run) -> None:
    for language in ("en", "fr"):
        ran = run("faq", "nope", JOURNEYDESK_LANG=language)
        assert (ran.code, ran.out) == (2, "")
        assert "nope" in ran.err


def test_faq_alone_shows_what_there_is(shell: Run) -> None:
    ran = shell("faq")
    assert (ran.code, ran.err) == (0, "")
    assert all(word in ran.out for word in ("check", "list", "learn"))
