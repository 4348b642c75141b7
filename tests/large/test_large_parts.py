"""The parts a large model is made of, each held against the long way round."""

import numpy as np
import pytest

from intents.large import judging, lists, space, weighing, wording
from intents.model import Floats
from intents.normalise import words


@pytest.fixture(scope="module")
def crowd() -> Floats:
    """Rows around thirty places."""
    random = np.random.default_rng(3)
    places = random.normal(size=(30, 16))
    rows = np.repeat(places, 40, axis=0) + 0.3 * random.normal(size=(1200, 16))
    return space.unit(rows)


def test_every_row_lies_in_one_list(crowd: Floats) -> None:
    found, order = lists.learn(crowd)
    assert sorted(order.tolist()) == list(range(len(crowd)))
    assert np.array_equal(found.rows, crowd[order])
    assert found.ends[0] == 0
    assert found.ends[-1] == len(crowd)
    assert (np.diff(found.ends) > 0).all()


def test_the_nearest_row_is_nearly_always_found(crowd: Floats) -> None:
    found, _ = lists.learn(crowd)
    random = np.random.default_rng(4)
    asked = space.unit(crowd[::7] + 0.2 * random.normal(size=crowd[::7].shape))
    hits = 0
    for row in asked:
        numbers, cosines = found.near(row)
        assert np.allclose(found.rows[numbers] @ row, cosines, atol=1e-5)
        hits += numbers[cosines.argmax()] == (found.rows @ row).argmax()
    assert hits / len(asked) >= 0.97


def test_only_some_of_the_rows_are_looked_at(crowd: Floats) -> None:
    found, _ = lists.learn(crowd)
    assert len(found.near(crowd[0])[0]) < 0.75 * len(crowd)


def test_the_space_brings_phrases_of_a_topic_together() -> None:
    random = np.random.default_rng(5)
    owners = np.repeat(np.arange(20), 15)
    # What topics differ in is small, what phrases of one topic differ in is large.
    telling = np.repeat(random.normal(size=(20, 8)), 15, axis=0)
    noise = 1.5 * random.normal(size=(300, 12))
    rows = space.unit(np.hstack([telling + 0.3 * random.normal(size=(300, 8)), noise]))
    half = np.arange(300) % 2 == 0

    def right(placed: Floats) -> float:
        middles = space.unit(space.middles(placed[half], owners[half], 20))
        return float(((placed[~half] @ middles.T).argmax(axis=1) == owners[~half]).mean())

    where = space.learn(rows[half], owners[half], 20)
    assert right(where.place(rows)) > right(rows) + 0.2


def test_a_topic_without_rows_has_its_middle_at_nothing() -> None:
    rows = np.array([[1, 0], [0, 1], [1, 1]], dtype=np.float32)
    found = space.middles(rows, np.array([2, 2, 0]), 4)
    assert found.tolist() == [[1, 1], [0, 0], [0.5, 0.5], [0, 0]]


SAID = [words(text) for text in ("red apple pie", "red apple", "green pear", "pear pie", "red")]


@pytest.fixture
def said() -> wording.Wording:
    return wording.learn(SAID, np.array([0, 0, 1, 1, 2]), 3)


EVERY = np.arange(len(SAID))


def test_phrases_are_alike_by_the_cosine_of_their_words(said: wording.Wording) -> None:
    best, cosines, all_of_them = said.alike(said.ask(["green", "pear"]), EVERY, 9)
    assert all_of_them[2] == pytest.approx(1)
    assert 0 < all_of_them[3] < 1
    assert all_of_them[[0, 1, 4]].tolist() == [0, 0, 0]
    assert dict(zip(best.tolist(), cosines.tolist(), strict=True)) == {
        2: all_of_them[2],
        3: all_of_them[3],
    }
    assert said.alike(said.ask(["green", "pear"]), EVERY, 1)[0].tolist() == [2]


def test_a_question_leaves_nothing_behind(said: wording.Wording) -> None:
    asked = said.ask(["red", "apple", "pie"])
    once, again = said.alike(asked, EVERY, 9), said.alike(asked, EVERY, 9)
    assert [one.tolist() for one in once] == [one.tolist() for one in again]


def test_a_pair_that_one_phrase_uses_is_not_kept(said: wording.Wording) -> None:
    assert "red apple" in said.columns
    assert "green pear" not in said.columns
    assert "green" in said.columns


def test_words_speak_for_the_topics_that_use_them(said: wording.Wording) -> None:
    assert said.for_topics(said.ask(["apple"])).argmax() == 0
    assert said.for_topics(said.ask(["green", "pear"])).argmax() == 1


def test_unknown_words_say_nothing(said: wording.Wording) -> None:
    met, _, alike = said.alike(said.ask(["unheard", "of"]), EVERY, 9)
    assert not alike.any()
    assert len(met) == 0
    assert said.for_topics(said.ask(["unheard"])).tolist() == [0, 0, 0]


def test_what_everybody_uses_is_not_looked_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wording, "COMMON_PHRASES", 2)
    said = wording.learn(SAID, np.array([0, 0, 1, 1, 2]), 3)
    met, _, _ = said.alike(said.ask(["red"]), EVERY, 9)
    assert len(met) == 0
    met, _, _ = said.alike(said.ask(["pear"]), EVERY, 9)
    assert set(met.tolist()) == {2, 3}


def test_candidates_come_from_words_and_from_topics(said: wording.Wording) -> None:
    index = weighing.Index(np.array([0, 0, 1, 1, 2]), said, None, None, None)
    found = weighing.weigh(index, ["apple"], None)
    best = found.topics[found.rows[:, weighing.NAMES.index("words_nearest")].argmax()]
    assert best == 0


def test_weights_make_the_right_candidate_likely() -> None:
    random = np.random.default_rng(6)
    cases = []
    for _ in range(300):
        rows = random.normal(size=(5, len(weighing.NAMES))).astype(np.float32)
        at = int(random.integers(5))
        rows[at, 0] += 3
        rows[:, 1] *= 5
        cases.append((weighing.Weighed(np.arange(5), rows), at))
    weights = judging.learn_choosing(cases)
    right = [int((one.rows @ weights).argmax()) == at for one, at in cases]
    blind = [int(one.rows.sum(axis=1).argmax()) == at for one, at in cases]
    assert np.mean(right) > 0.85 > np.mean(blind) + 0.2
    assert weights[0] > 1
    assert abs(weights[1]) < 0.3
