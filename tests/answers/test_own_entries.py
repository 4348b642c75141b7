"""A workspace's own entries: at once, in both languages, and never a broken one."""

import threading
from pathlib import Path

import pytest

from bot.services import cache
from bot.services.answers import Answers
from intents import building, corpus
from intents.encoder import status
from intents.ladder import thresholds
from intents.result import Match
from tests.answers.conftest import OWN, Start, few

EXACT = ("Where may visitors park their car?", "en")
NEAR = (
    ("where may our visitors park their car", "en"),
    ("Où garer sa voiture près du bureau demain ?", "fr"),
)
FAR = ("how many steps does my plan allow", "puis-je annuler la conversion ?", "tell me a joke")


def put(folder: Path, name: str, text: str) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.toml").write_text(text, encoding="utf-8")


def short(answers: Answers) -> str | None:
    """What is said of the office, in English."""
    found = answers.entry("", "our-office", "en")
    return found.short if found else None


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "faq"
    made.mkdir()
    return made


def test_an_entry_that_is_there_at_the_start_is_learned(start: Start, folder: Path) -> None:
    put(folder, "our-office", OWN)
    answers = start([folder])
    for text, language in (EXACT, *NEAR):
        found = answers.match("", text, fallback="en")
        assert (found.topic, found.language) == ("our-office", language)
        assert found.decision in ("answer", "confirm")
        shown = answers.entry("", "our-office", found.language)
        assert shown is not None
        assert shown.short == {"en": "On the second floor.", "fr": "Au deuxième étage."}[language]
    assert ("our-office", "Où est notre bureau") in answers.topics("", "fr")
    assert len(answers.model.topics) == len(few().topics) + 2


def test_an_entry_that_is_added_is_found_at_once(start: Start, folder: Path) -> None:
    answers = start([folder])
    before = [answers.match("", text, fallback="en") for text in FAR]
    assert answers.match("", EXACT[0], fallback="en").topic != "our-office"
    put(folder, "our-office", OWN)
    found = answers.match("", EXACT[0], fallback="en")
    assert (found.topic, found.decision) == ("our-office", "answer")
    for text, language in NEAR:
        found = answers.match("", text, fallback="en")
        assert (found.topic, found.decision) == ("our-office", "confirm")
        assert found.language == language
        assert thresholds().confirm <= found.confidence < thresholds().answer
    assert [answers.match("", text, fallback="en") for text in FAR] == before
    assert "our-office" in answers.knowledge.entries
    assert "our-office" not in answers.model.topics
    assert answers.problems == ()


def learned(answers: Answers) -> None:
    """Ask, so that the change is seen, then wait for the learning beside it."""
    answers.match("", "hello", fallback="en")
    for thread in threading.enumerate():
        if thread.name == "learning":
            thread.join()


def test_an_entry_that_is_added_is_learned_beside_the_conversation(
    start: Start, folder: Path
) -> None:
    answers = start([folder], background=True)
    put(folder, "our-office", OWN)
    learned(answers)
    assert "our-office" in answers.model.topics
    for text, _ in (EXACT, *NEAR):
        found = answers.match("", text, fallback="en")
        assert found.topic == "our-office"
        assert found.decision in ("answer", "confirm")
    # Taken back: the model of before is still there, nothing is learned again.
    (folder / "our-office.toml").unlink()
    answers.match("", "hello", fallback="en")
    assert "our-office" not in answers.model.topics


def test_learning_that_fails_leaves_what_was_found_by_nearness(
    start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = start([folder], background=True)
    monkeypatch.setattr(building, "build_elsewhere", lambda wanted, cache: False)
    put(folder, "our-office", OWN)
    learned(answers)
    assert answers.match("", EXACT[0], fallback="en").decision == "answer"
    assert answers.match("", NEAR[0][0], fallback="en").decision == "confirm"


def test_the_latest_change_wins_over_one_that_is_learned_late(
    start: Start, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = start([folder], background=True)
    put(folder, "our-office", OWN)
    begun, changed = threading.Event(), threading.Event()
    here = building.build_elsewhere

    def slowly(wanted: corpus.Corpus, cache: Path) -> bool:
        begun.set()
        changed.wait(60)
        return here(wanted, cache)

    monkeypatch.setattr(building, "build_elsewhere", slowly)
    answers.match("", "hello", fallback="en")
    assert begun.wait(60)
    put(folder, "our-office", OWN.replace("office address", "zebra quantum violin"))
    found = answers.match("", "zebra quantum violin", fallback="en")
    assert (found.topic, found.decision) == ("our-office", "answer")
    changed.set()
    learned(answers)
    assert answers.match("", "zebra quantum violin", fallback="en").topic == "our-office"
    assert "zebra quantum violin" in {phrase.text for phrase in answers.examples.phrases}


def test_a_broken_file_keeps_the_last_good_one_and_says_why(start: Start, folder: Path) -> None:
    put(folder, "our-office", OWN)
    answers = start([folder])
    put(folder, "our-office", OWN.replace('kind = "topic"', 'kind = "tropic"'))
    found = answers.match("", EXACT[0], fallback="en")
    assert (found.topic, found.decision) == ("our-office", "answer")
    assert short(answers) == "On the second floor."
    (problem,) = answers.problems
    assert "tropic" in problem.say("en")
    assert "tropic" in problem.say("fr")
    assert problem.line == 2
    put(folder, "our-office", OWN.replace("second floor", "third floor"))
    assert answers.problems == ()
    assert short(answers) == "On the third floor."


def test_a_file_that_is_broken_at_the_start_is_left_out_and_logged(
    start: Start, folder: Path, caplog: pytest.LogCaptureFixture
) -> None:
    put(folder, "broken", "id = ")
    put(folder, "our-office", OWN)
    with caplog.at_level("INFO", logger="bot.services.answers"):
        answers = start([folder])
    assert "broken.toml" in caplog.text
    assert answers.match("", EXACT[0], fallback="en").topic == "our-office"
    assert len(answers.problems) == 1


REPLACED = """id = "rss-campaigns"
kind = "topic"
evidence = "official"
checked = 2026-11-20
[en]
title = "RSS with us"
short = "Ask Camille before you touch a feed."
"""


def test_a_built_in_answer_can_be_replaced_and_put_back(start: Start, folder: Path) -> None:
    answers = start([folder])
    question = "do I have to convert my rss campaigns"
    before = answers.entry("", "rss-campaigns", "en")
    matched = answers.match("", question, fallback="en")
    assert matched.topic == "rss-campaigns"
    put(folder, "rss-campaigns", REPLACED)
    after = answers.entry("", "rss-campaigns", "en")
    assert after is not None
    assert (after.title, after.short) == ("RSS with us", "Ask Camille before you touch a feed.")
    assert (after.detail, after.sources, after.related) == ("", (), ())
    assert answers.match("", question, fallback="en") == matched
    assert ("rss-campaigns", "RSS with us") in answers.topics("", "fr")
    (folder / "rss-campaigns.toml").unlink()
    assert answers.entry("", "rss-campaigns", "en") == before


def test_an_entry_in_one_language_is_given_in_that_one(start: Start, folder: Path) -> None:
    put(folder, "rss-campaigns", REPLACED)
    answers = start([folder])
    for language in ("en", "fr"):
        found = answers.entry("", "rss-campaigns", language)
        assert found is not None
        assert (found.language, found.title) == ("en", "RSS with us")
    # A question in the other language still finds it.
    asked = answers.match("", "dois-je convertir mes campagnes rss", fallback="fr")
    assert (asked.topic, asked.language) == ("rss-campaigns", "fr")


def test_a_topic_that_was_taken_away_is_never_shown(start: Start, folder: Path) -> None:
    put(folder, "our-office", OWN)
    answers = start([folder])
    assert "our-office" in answers.model.topics
    (folder / "our-office.toml").unlink()
    for text in (EXACT[0], *(near for near, _ in NEAR), *FAR, "office", "bureau", "voiture"):
        found = answers.match("", text, fallback="en")
        ids = [one.topic for one in (*found.candidates, *found.runners_up)]
        assert "our-office" not in ids
        assert all(answers.entry("", topic, "en") is not None for topic in ids)
        if found.decision in ("answer", "confirm"):
            assert found.confidence >= thresholds().confirm
        if found.decision == "choose":
            assert len(found.candidates) >= 2
    assert answers.entry("", "our-office", "en") is None
    assert "our-office" not in dict(answers.topics("", "en"))


KEPT, GONE, OTHER = "plan-limits", "our-office", "undo-archive"


@pytest.mark.parametrize(
    ("decision", "shown", "further", "expected"),
    [
        ("answer", [KEPT], [OTHER], ("answer", KEPT, [KEPT])),
        ("answer", [KEPT], [GONE], ("answer", KEPT, [KEPT])),
        ("answer", [GONE], [KEPT], ("rephrase", KEPT, [])),
        ("confirm", [KEPT, GONE], [OTHER], ("confirm", KEPT, [KEPT])),
        ("confirm", [KEPT, GONE, OTHER], [], ("confirm", KEPT, [KEPT, OTHER])),
        ("confirm", [GONE, KEPT], [], ("rephrase", KEPT, [])),
        ("confirm", [GONE, KEPT, OTHER], [], ("choose", KEPT, [KEPT, OTHER])),
        ("choose", [KEPT, GONE, OTHER], [], ("choose", KEPT, [KEPT, OTHER])),
        ("choose", [GONE, KEPT], [], ("rephrase", KEPT, [])),
        ("rephrase", [], [KEPT, GONE], ("rephrase", KEPT, [])),
        ("person", [], [GONE, KEPT], ("person", KEPT, [])),
        ("answer", [GONE], [], ("rephrase", None, [])),
    ],
)
def test_what_is_left_of_a_match_without_what_was_taken_away(
    start: Start,
    monkeypatch: pytest.MonkeyPatch,
    decision: str,
    shown: list[str],
    further: list[str],
    expected: tuple[str, str | None, list[str]],
) -> None:
    """As the model, which has not been learned anew, still sees it; best first."""
    answers = start()
    sure = {"answer": 0.9, "confirm": 0.6}.get(decision, 0.3)
    chances = [sure, *(0.03 / place for place in range(1, 9))]
    ranked = [
        {"topic": t, "confidence": c} for t, c in zip([*shown, *further], chances, strict=False)
    ]
    match = Match.model_validate(
        {
            "topic": ranked[0]["topic"],
            "confidence": ranked[0]["confidence"],
            "decision": decision,
            "candidates": ranked[: len(shown)],
            "runners_up": ranked[len(shown) :],
            "language": "en",
            "language_sure": True,
        }
    )
    monkeypatch.setattr(answers, "_matcher", Fixed(match))
    found = answers.match("", "anything", fallback="en")
    left = (found.decision, found.topic, [one.topic for one in found.candidates])
    assert left == expected
    chance = {str(one["topic"]): one["confidence"] for one in ranked}
    assert found.confidence == (chance[found.topic] if found.topic else 0.0)
    assert GONE not in {one.topic for one in found.runners_up}


class Fixed:
    views = ("lexical",)

    def __init__(self, match: Match) -> None:
        self._match = match

    def match(self, text: str, *, fallback: str, asked_again: bool = False) -> Match:
        return self._match


def test_nothing_else_changes_with_an_unrelated_entry(start: Start, folder: Path) -> None:
    """A text that changes is no reason to learn."""
    put(folder, "our-office", OWN)
    answers = start([folder])
    matcher = answers.matcher
    put(folder, "our-office", OWN.replace("second floor", "third floor"))
    assert answers.matcher is matcher
    assert short(answers) == "On the third floor."


def test_learning_in_a_process_of_its_own(
    tmp_path: Path, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The whole way, with the real encoders: another process learns, this one takes over."""
    kept = cache.folder()
    if not all(one.engine == "onnx" for one in status(kept)):
        pytest.skip("the encoders have not been converted on this machine")
    for converted in kept.iterdir():
        if converted.is_dir():
            (tmp_path / "cache").mkdir(exist_ok=True)
            (tmp_path / "cache" / converted.name).symlink_to(converted)
    held = few()
    monkeypatch.setattr(corpus, "load", lambda: held)
    answers = Answers([folder], tmp_path / "cache")
    put(folder, "our-office", OWN)
    learned(answers)
    assert "our-office" in answers.model.topics
    assert answers.matcher.views == ("lexical", "fast", "deep")
    for text, _ in (EXACT, *NEAR):
        assert answers.match("", text, fallback="en").topic == "our-office"
