"""Typing errors are mended, and nothing that was right is broken."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents.spelling import SHORTEST, Speller

COUNTS = Counter(
    {
        "automation": 30,
        "automations": 12,
        "convert": 20,
        "journey": 18,
        "parcours": 25,
        "convertir": 22,
        "plan": 9,
        "plans": 8,
        "undo": 6,
        "archive": 5,
        "archived": 2,
        "feed": 4,
        "need": 40,
        "rss": 7,
        "unique": 1,
    }
)
LETTERS = "abcdefghijklmnopqrstuvwxyz"
typed = st.lists(st.text(alphabet=LETTERS + "éß'0", max_size=14), max_size=6)


@pytest.fixture(scope="module")
def speller() -> Speller:
    return Speller(COUNTS, known=["zapier"])


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("convrt", "convert"),  # a letter left out
        ("converrt", "convert"),  # one too many
        ("convart", "convert"),  # a wrong one
        ("jounrey", "journey"),  # two swapped
        ("ojurney", "journey"),  # the first two swapped
        ("pacrours", "parcours"),
        ("automtaoin", "automation"),  # two errors in a long word
        ("convertri", "convertir"),
        ("feeed", "feed"),
    ],
)
def test_a_typing_error_is_mended(speller: Speller, wrong: str, right: str) -> None:
    assert speller.mend([wrong]) == [right]


@pytest.mark.parametrize(
    "word",
    [
        "zapier",  # known though no example uses it
        "unque",  # near a word that a single example uses, perhaps wrongly
        "rsss",  # near a word too short to be sure of
        "fed",  # too short itself
        "konvert",  # another first letter
        "cnvrt",  # two errors in a short word
        "jorunye",  # two swaps in a word of seven letters
        "conv3rt",  # holds a digit: a name or a code
        "brouette",  # near nothing
        "",
    ],
)
def test_a_word_stays_when_no_correction_is_sure(speller: Speller, word: str) -> None:
    assert speller.mend([word]) == [word]


def test_the_nearest_word_wins_then_the_most_used(speller: Speller) -> None:
    assert speller.mend(["archivedd", "archve"]) == ["archived", "archive"]
    assert Speller(Counter({"plane": 2, "plant": 5})).mend(["plann"]) == ["plant"]


def test_of_many_equally_near_words_the_most_used_wins() -> None:
    near = Counter({f"plan{letter}": 2 for letter in "bcdfghjkl"}) + Counter({"plant": 9})
    assert Speller(near).mend(["planx"]) == ["plant"]


def test_equally_used_words_are_chosen_between_always_alike() -> None:
    one = Speller(Counter({"plane": 2, "plant": 2}))
    other = Speller(Counter({"plant": 2, "plane": 2}))
    assert one.mend(["plann"]) == other.mend(["plann"])


@given(st.lists(st.sampled_from(sorted(COUNTS)), max_size=8))
def test_known_words_never_change(words: list[str]) -> None:
    speller = Speller(COUNTS)
    assert speller.mend(words) == words
    assert speller.coverage(words) == (1.0 if words else 0.0)


@given(typed)
def test_a_mended_word_is_one_of_the_examples_or_what_was_typed(words: list[str]) -> None:
    mended = Speller(COUNTS).mend(words)
    assert len(mended) == len(words)
    for before, after in zip(words, mended, strict=True):
        assert after == before or (COUNTS[after] > 1 and len(before) >= SHORTEST)


@given(typed)
def test_mending_twice_is_mending_once(words: list[str]) -> None:
    speller = Speller(COUNTS)
    once = speller.mend(words)
    assert speller.mend(once) == once


@given(st.data())
def test_any_one_error_after_the_first_letter_of_a_long_word_is_mended(data: st.DataObject) -> None:
    word = data.draw(st.sampled_from(["journey", "convertir", "parcours"]))
    at = data.draw(st.integers(1, len(word) - 2))
    letter = data.draw(st.sampled_from(LETTERS))
    wrong = data.draw(
        st.sampled_from(
            [
                word[:at] + word[at + 1 :],
                word[:at] + letter + word[at:],
                word[:at] + letter + word[at + 1 :],
                word[:at] + word[at + 1] + word[at] + word[at + 2 :],
            ]
        )
    )
    expected = wrong if wrong in COUNTS else word
    assert Speller(COUNTS).mend([wrong]) == [expected]


def test_coverage_is_the_share_of_words_known_as_they_stand(speller: Speller) -> None:
    assert speller.coverage(["convert", "convrt", "my", "journey"]) == 0.5
    assert speller.coverage([]) == 0.0
