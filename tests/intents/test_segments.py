"""Where a message is cut into what may each be a question."""

import pytest
from hypothesis import given, settings

from intents.normalise import clean
from intents.segments import FEWEST_WORDS, MOST, parts
from tests.intents.strategies import texts


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("How do I convert it?", ["How do I convert it?"]),
        (
            "How do I convert it? Which plan do I need?",
            ["How do I convert it?", "Which plan do I need?"],
        ),
        (
            "Comment faire ça?Quel forfait me faut-il ?",
            ["Comment faire ça?", "Quel forfait me faut-il ?"],
        ),
        (
            "We sell tea online. Can I undo the archive! Thanks…",
            ["We sell tea online.", "Can I undo the archive!"],
        ),
        ("We are\nthree people here\nin one office", ["three people here", "in one office"]),
        ("Hi! Ok. How do I convert it?", ["Hi! Ok. How do I convert it?"]),
        ("It costs 3.5 dollars at example.com today", None),
        ("What??? Why on earth now???", ["What??? Why on earth now???"]),
        ("", [""]),
        ("?", ["?"]),
    ],
)
def test_sentences_are_cut_apart(text: str, pieces: list[str] | None) -> None:
    assert parts(text) == (pieces or [text])


def test_of_many_sentences_questions_come_first() -> None:
    told = [f"This is number {at}." for at in range(MOST)]
    found = parts(" ".join([*told, "Is this still read?", "And this one too?"]))
    assert len(found) == MOST
    assert found[:2] == ["Is this still read?", "And this one too?"]
    assert found[2:] == told[: MOST - 2]


@settings(max_examples=300)
@given(texts)
def test_pieces_are_parts_of_the_text_and_never_none(text: str) -> None:
    for given_text in (text, clean(text)):
        found = parts(given_text)
        assert 1 <= len(found) <= MOST
        assert all(piece in given_text for piece in found)
        if len(found) > 1:
            assert all(len(piece.split()) >= FEWEST_WORDS for piece in found)
