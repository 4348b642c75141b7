"""Which topics are told to be mixed up."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pytest

from intents import corpus
from intents.confusion import FEWEST, SHARE, Mixed, mixed_up
from intents.corpus import OUT_OF_SCOPE, Corpus
from intents.fit import fit, quick_fit
from intents.model import Model


def topics(**sizes: int) -> Corpus:
    """So many phrases of each topic; "_" stands for "-"."""
    return corpus.of(
        {
            name.replace("_", "-"): {"en": [f"{name} number {at:03}" for at in range(size)]}
            for name, size in sizes.items()
        }
    )


def judged(held: Corpus, taken: Mapping[str, Mapping[str, int]]) -> Model:
    """A model that took so many of a topic's phrases for another topic, the first ones first, and
    all the others for what they are."""
    model = quick_fit(held)
    found = model.owners.copy()
    for topic, others in taken.items():
        mine = iter(np.flatnonzero(model.owners == model.topics.index(topic)).tolist())
        for other, count in others.items():
            for _ in range(count):
                found[next(mine)] = model.topics.index(other) if other != "?" else -1
    return replace(model, taken_for=found)


def pairs(found: list[Mixed]) -> list[tuple[str, str, int, int]]:
    return [(one.meant, one.taken, one.count, one.total) for one in found]


def test_nothing_is_mixed_up_where_everything_was_found() -> None:
    held = topics(a=10, b=10)
    assert mixed_up(held, judged(held, {})) == []


def test_the_worst_pair_comes_first_and_shows_some_of_its_examples() -> None:
    held = topics(a=20, b=10, c=40)
    found = mixed_up(held, judged(held, {"a": {"b": 4}, "b": {"a": 5}, "c": {"a": 4, "b": 8}}))
    assert pairs(found) == [
        ("b", "a", 5, 10),
        ("a", "b", 4, 20),
        ("c", "b", 8, 40),
        ("c", "a", 4, 40),
    ]
    assert found[0].examples == ("b number 000", "b number 001", "b number 002")
    assert found[2].examples == ("c number 004", "c number 005", "c number 006")


@pytest.mark.parametrize(
    ("size", "count", "told"),
    [(10, FEWEST - 1, False), (10, FEWEST, True), (100, 3, False), (100, 4, True), (99, 4, True)],
)
def test_a_few_slips_are_not_told(size: int, count: int, told: bool) -> None:
    assert told == (count >= FEWEST and count >= SHARE * size)
    held = topics(a=size, b=10)
    assert bool(mixed_up(held, judged(held, {"a": {"b": count}}))) == told


def test_questions_beside_the_topics_are_nobodys_mistake_but_may_swallow_a_topic() -> None:
    held = topics(a=10, b=10, out_of_scope=10)
    found = mixed_up(held, judged(held, {OUT_OF_SCOPE: {"a": 9}, "b": {OUT_OF_SCOPE: 5}}))
    assert pairs(found) == [("b", OUT_OF_SCOPE, 5, 10)]


def test_phrases_that_were_never_held_out_do_not_count() -> None:
    held = topics(a=10, b=10)
    assert mixed_up(held, judged(held, {"a": {"?": 10}})) == []
    assert mixed_up(held, quick_fit(held)) == []


def test_a_model_of_other_examples_is_refused() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        mixed_up(topics(a=10, b=11), quick_fit(topics(a=10, b=10)))


def test_topics_that_say_the_same_are_found_by_learning() -> None:
    same = [f"how do I go back {word}" for word in WORDS]
    apart = [f"which plan do I need {word}" for word in WORDS]
    # Every phrase has its twin in the other topic, which is there when the phrase is held out.
    both = corpus.of(
        {
            "undo": {"en": [*same[::2], *(f"now {text}" for text in same[1::2])]},
            "revert": {"en": [*same[1::2], *(f"now {text}" for text in same[::2])]},
            "plan": {"en": apart},
        }
    )
    found = mixed_up(both, fit(both, None, None))
    assert {frozenset((one.meant, one.taken)) for one in found} == {frozenset(("undo", "revert"))}


WORDS = ("today", "please", "again", "soon", "quickly", "somehow", "later", "safely", "tomorrow")
