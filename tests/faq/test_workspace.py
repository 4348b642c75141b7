"""Entries that a workspace adds, or puts in the place of a built-in one."""

from pathlib import Path

import pytest

from faq import FaqError, Knowledge, load, survey
from tests.faq.files import OWN, RIGHT, TODAY, built_in, changed, write

REPLACEMENT = """id = "opening"
kind = "topic"
evidence = "official"
checked = 2026-11-20
[fr]
title = "Nos horaires"
short = "Nous ouvrons à dix heures."
"""


def with_own(tmp_path: Path, **files: str) -> Knowledge:
    own = write(tmp_path / "own", **files)
    return load(own, built_in=built_in(tmp_path), today=TODAY)


def keys(tmp_path: Path, **files: str) -> list[str]:
    with pytest.raises(FaqError) as caught:
        with_own(tmp_path, **files)
    return [problem.key for problem in caught.value.problems]


def test_a_topic_is_added_after_the_built_in_ones(tmp_path: Path) -> None:
    knowledge = with_own(tmp_path, office=OWN)
    assert list(knowledge.entries) == ["closing", "hello", "opening", "our-office"]
    entry = knowledge.entries["our-office"]
    assert entry.own
    assert entry.file == str(tmp_path / "own" / "office.toml")
    assert entry.examples == {
        "fr": ("où est le bureau", "c'est à quel étage ?", "adresse du bureau svp")
    }


def test_one_language_answers_for_both(tmp_path: Path) -> None:
    entry = with_own(tmp_path, office=OWN).entries["our-office"]
    assert entry.speaks("fr")
    assert not entry.speaks("en")
    assert entry.languages == ("fr",)
    assert entry.text("en") == entry.text("fr")
    assert entry.text("en").short == "Au deuxième étage."


def test_an_entry_with_a_built_in_id_stands_in_its_place(tmp_path: Path) -> None:
    knowledge = with_own(tmp_path, hours=REPLACEMENT)
    assert list(knowledge.entries) == ["closing", "hello", "opening"]
    entry = knowledge.entries["opening"]
    assert entry.own
    assert entry.text("fr").short == "Nous ouvrons à dix heures."
    assert entry.sources == ()
    assert knowledge.entries["closing"].related == ("opening",)


def test_own_and_built_in_entries_may_name_each_other(tmp_path: Path) -> None:
    office = changed(OWN, "[fr]", 'related = ["opening", "annex"]\n[fr]')
    knowledge = with_own(tmp_path, office=office, annex=changed(OWN, "our-office", "annex"))
    assert knowledge.entries["our-office"].related == ("opening", "annex")


def test_several_folders_follow_one_another(tmp_path: Path) -> None:
    one = write(tmp_path / "one", office=OWN)
    two = write(tmp_path / "two", annex=changed(OWN, "our-office", "annex"))
    knowledge = load(one, two, built_in=built_in(tmp_path), today=TODAY)
    assert list(knowledge.entries)[3:] == ["our-office", "annex"]


def test_a_source_may_speak_one_language(tmp_path: Path) -> None:
    source = '[[sources]]\ntitle_fr = "Intranet"\ndate = "2026"\nevidence = "official"\n'
    (made,) = with_own(tmp_path, office=OWN + source).entries["our-office"].sources
    assert made.title("en") == made.title("fr") == "Intranet"


def test_the_same_id_twice_is_refused_also_across_folders(tmp_path: Path) -> None:
    assert keys(tmp_path / "a", one=OWN, two=OWN) == ["duplicate_id"]
    assert keys(tmp_path / "b", one=REPLACEMENT, two=REPLACEMENT) == ["duplicate_id"]


def test_a_new_topic_needs_three_examples_a_replacement_none(tmp_path: Path) -> None:
    two = changed(OWN, '"où est le bureau", ', "")
    assert keys(tmp_path, office=two) == ["too_few_examples"]


def test_examples_of_one_language_do_not_count_for_the_other(tmp_path: Path) -> None:
    two = changed(OWN, '"où est le bureau", ', "")
    english = '[en]\ntitle = "Our office"\nshort = "Upstairs."\nexamples = ["where is it"]\n'
    assert keys(tmp_path, office=two + english) == ["too_few_examples"]


def test_an_example_said_twice_counts_once(tmp_path: Path) -> None:
    again = changed(OWN, '"adresse du bureau svp"', '"où est le bureau"')
    assert keys(tmp_path, office=again) == ["repeated"]


@pytest.mark.parametrize("example", ["x" * 301, "deux\\nlignes", "caché\\u200b"])
def test_examples_are_lines_of_a_sensible_length(tmp_path: Path, example: str) -> None:
    longer = changed(OWN, "adresse du bureau svp", example)
    assert keys(tmp_path, office=longer)[0] in {"too_long", "line_break", "invisible"}


def test_examples_may_hold_what_people_type(tmp_path: Path) -> None:
    typed = changed(OWN, "adresse du bureau svp", "@bot c'est où ??? :( <- ici & là #bureau *svp*")
    assert with_own(tmp_path, office=typed).get("our-office")


def test_a_dialogue_stays_a_dialogue(tmp_path: Path) -> None:
    assert keys(tmp_path, hello=changed(OWN, "our-office", "hello")) == ["kind_differs"]


def test_a_topic_does_not_become_a_dialogue_and_others_are_not_blamed(tmp_path: Path) -> None:
    assert keys(tmp_path, a=changed(REPLACEMENT, '"topic"', '"dialogue"')) == ["kind_differs"]


def test_the_sound_files_can_be_used_beside_the_broken_ones(tmp_path: Path) -> None:
    office = changed(OWN, "[fr]", 'related = ["annex"]\n[fr]')
    annex = changed(OWN, "our-office", "annex").replace("short", "shrt")
    own = write(tmp_path / "own", office=office, annex=annex, broken="id =")
    found = survey(own, built_in=built_in(tmp_path), today=TODAY)
    assert found.usable
    assert list(found.sound.entries) == ["closing", "hello", "opening", "our-office"]
    assert found.sound.entries["our-office"].related == ()
    assert found.error is not None
    assert {Path(p.file).name for p in found.error.problems} == {"annex.toml", "broken.toml"}


def test_a_broken_replacement_leaves_the_built_in_entry(tmp_path: Path) -> None:
    own = write(tmp_path / "own", hours=changed(REPLACEMENT, "Nous ouvrons", "<!here>"))
    found = survey(own, built_in=built_in(tmp_path), today=TODAY)
    assert not found.sound.entries["opening"].own


def test_a_broken_built_in_entry_makes_the_whole_unusable(tmp_path: Path) -> None:
    found = survey(built_in=built_in(tmp_path, changed(RIGHT, "checked", "chekced")), today=TODAY)
    assert not found.usable
    assert not survey(built_in=tmp_path / "nowhere").usable


def test_the_fingerprint_follows_the_contents_and_nothing_else(tmp_path: Path) -> None:
    first = with_own(tmp_path / "a", office=OWN)
    commented = with_own(tmp_path / "b", elsewhere="# a comment\n" + OWN)
    other = with_own(tmp_path / "c", office=changed(OWN, "svp", "stp"))
    assert first.fingerprint == commented.fingerprint
    assert first.fingerprint != other.fingerprint
