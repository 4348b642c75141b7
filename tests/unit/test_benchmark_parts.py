"""The parts that the matcher's figures are made of do what they say."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest

from benchmarks.matching import sets
from benchmarks.matching.baselines import BASELINES, Bm25
from benchmarks.matching.samples import by_intent, examples, shots
from benchmarks.matching.scores import calibration_error, mean_share, share, wilson
from benchmarks.matching.vectors import Remembering
from intents.encoder.api import Engine, Floats

TEXTS = ["where is my card", "my card is lost", "close the account", "delete my account"]
TOPICS = ["arrival", "lost", "closing", "closing"]


class Counting:
    """An encoder that counts how many texts it was given."""

    name = "counting"
    dims = 3
    engine: Engine = "onnx"

    def __init__(self) -> None:
        self.given = 0

    def encode(self, texts: Sequence[str]) -> Floats:
        self.given += len(texts)
        return np.array([[len(text), 1, 0] for text in texts], dtype=np.float32)


def test_wilson_is_what_the_textbook_says() -> None:
    low, high = wilson(8, 10)
    assert low == pytest.approx(0.490, abs=0.001)
    assert high == pytest.approx(0.943, abs=0.001)


def test_a_share_tells_its_interval_and_nothing_of_nothing() -> None:
    assert share([True] * 8 + [False] * 2) == "80.0 (49.0–94.3)"
    assert share([]) == "–"


def test_the_mean_over_samples_lies_within_its_interval() -> None:
    random = np.random.default_rng(1)
    told = mean_share([random.random(200) < 0.7 for _ in range(3)])
    middle, low, high = (float(part) for part in told.strip(")").replace("–", " (").split(" ("))
    assert low < middle < high
    assert high - low < 20


def test_calibration_error_is_none_when_confidence_is_honest_and_large_when_it_boasts() -> None:
    right = np.array([True, True, True, False])
    assert calibration_error(np.full(4, 0.75), right) == pytest.approx(0)
    assert calibration_error(np.full(4, 1.0), right) == pytest.approx(0.25)


@pytest.mark.parametrize("name", BASELINES)
def test_every_baseline_finds_what_is_asked_in_the_same_words(name: str) -> None:
    ranked = BASELINES[name](TEXTS, TOPICS, ["where is my card", "close the account please"])
    assert ranked.first == ["arrival", "closing"]
    assert all(len(set(topics)) == len(topics) for topics in ranked.topics)


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    scores = Bm25(TEXTS).scores("my delete")
    assert scores.argmax() == 3
    assert scores[2] == 0
    assert not Bm25(TEXTS).scores("nothing known").any()


def test_samples_are_the_same_for_the_same_seed_and_others_for_another() -> None:
    train = [row for row in sets.rows("banking77") if row.split == "train"]
    assert shots(train, 5, 1) == shots(train, 5, 1)
    assert shots(train, 5, 1) != shots(train, 5, 2)
    assert {len(rows) for rows in shots(train, 5, 1).values()} == {5}


def test_questions_that_no_intent_answers_are_never_taught() -> None:
    assert "" not in by_intent(sets.rows("clinc150"))
    assert "oos" not in by_intent(sets.rows("clinc150"))
    assert any(not row.intent for row in sets.rows("hint3"))


def test_examples_keep_their_language() -> None:
    taught = examples(by_intent(sets.rows("covidfaq_quebec")))
    assert {language for of in taught.values() for language in of} == {"en", "fr"}


def test_vectors_are_remembered_and_outlive_a_torn_file(tmp_path: Path) -> None:
    first = Counting()
    once = Remembering(first, tmp_path).encode(["a", "bb", "a"])
    assert first.given == 2
    assert once[:, 0].tolist() == [1, 2, 1]
    (rows,) = tmp_path.glob("*.rows")
    rows.write_bytes(rows.read_bytes()[:-1])
    second = Counting()
    again = Remembering(second, tmp_path)
    assert again.encode(["a", "bb"])[:, 0].tolist() == [1, 2]
    assert second.given == 1
    third = Counting()
    assert Remembering(third, tmp_path).encode(["bb", "a"])[:, 0].tolist() == [2, 1]
    assert third.given == 0
