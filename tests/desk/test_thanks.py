"""A closing word is told from a message that says something."""

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.thanks import LONGEST, WORDS, Phrases, only_thanks
from converter.content import ContentError, read
from tests.desk.openings import patient

CLOSING = (
    "thanks!",
    "Thank you so much for your help",
    "thx",
    "perfect, thank you",
    "Great, thanks a lot!! Have a nice day :)",
    "Ok, got it. Thanks again",
    "It works now, thanks",
    "Thanks Ana!",
    "Thanks <@U123ABC> :+1::skin-tone-3:",
    "You're the best",
    "that's all, thank you",
    "👍",
    "👍🏽 🎉",
    "❤️",
    ":pray:",
    "*thanks*",
    "no thanks",
    "merci",
    "Merci beaucoup, bonne journée",
    "Merci Ana, bon week-end !",
    "Merci beaucoup Ana",
    "Parfait, merci pour votre aide !",
    "C’est noté, merci\u00a0!",
    "Super, ça marche. Bonne soirée à vous aussi",
    "D'accord, je vous remercie",
    "nickel 👌",
    "MERCI !!!",
    "Un grand merci à toute l'équipe",
    "Non merci",
    "Très bien, au revoir",
)
SAYING = (
    "thanks, but it still fails",
    "Thanks. Still broken",
    "thanks for nothing, it does not work",
    "thank you, can you also look at the other one",
    "thanks?",
    "it works, but not for everybody",
    "not great",
    "it does not work",
    "no",
    "yes",
    "you",
    "for your help",
    "merci, mais ça ne marche toujours pas",
    "Merci. Et pour le deuxième parcours",
    "ça ne marche pas",
    "ce n'est pas parfait",
    "merci de me rappeler",
    "merci de corriger l'automatisation",
    "pas merci",
    "bonjour",
    "👎",
    ":-1:",
    "😡 merci",
    ":cry:",
    "thanks https://example.com/error",
    "thanks 404",
    "thanks $",
    "thanks <https://example.com|this>",
    "",
    "   ",
    "!!!",
    "<@U123ABC>",
)
VOCABULARY = read(WORDS)
phrases = st.sampled_from((*VOCABULARY["closing"], *VOCABULARY["along"]))
joints = st.sampled_from((" ", ", ", "! ", ". ", " \n", " 👍 ", "\u00a0! "))
WAYS: tuple[Callable[[str], str], ...] = (str, str.upper, str.capitalize, str.title)


@pytest.mark.parametrize("text", CLOSING)
def test_a_closing_word_is_one(text: str) -> None:
    assert only_thanks(text)


@pytest.mark.parametrize("text", SAYING)
def test_what_says_something_is_none(text: str) -> None:
    assert not only_thanks(text)


def test_a_long_message_says_something() -> None:
    assert only_thanks("thanks " * (LONGEST // 7))
    assert not only_thanks("thanks " * LONGEST)


@patient
@given(st.lists(st.tuples(phrases, joints), max_size=3), st.data())
def test_closing_words_may_be_joined_and_written_anyhow(
    more: list[tuple[str, str]], data: st.DataObject
) -> None:
    closing = data.draw(st.sampled_from(VOCABULARY["closing"]))
    text = data.draw(st.sampled_from(WAYS))(
        "".join(phrase + joint for phrase, joint in more) + closing
    )
    assert only_thanks(f" {text} !")


@patient
@given(
    st.lists(phrases, min_size=1, max_size=4),
    st.sampled_from(("fails", "not", "but", "404", "mais", "pas", "toujours", "erreur", "help")),
    st.integers(0, 4),
)
def test_one_word_that_says_something_is_enough(said: list[str], word: str, place: int) -> None:
    assert not only_thanks(" ".join([*said[:place], word, *said[place:]]))


@patient
@given(st.lists(phrases, min_size=1, max_size=4))
def test_a_question_is_never_only_thanks(said: list[str]) -> None:
    assert not only_thanks(" ".join(said) + "?")


@patient
@given(st.text(max_size=60))
def test_letters_that_spell_nothing_known_close_nothing(text: str) -> None:
    assert not only_thanks(f"zzz {text}")


@pytest.mark.parametrize("along", ["", 'along = [""]\n', "along = [1]\n"])
def test_a_broken_list_of_words_is_refused(tmp_path: Path, along: str) -> None:
    path = tmp_path / "thanks.toml"
    path.write_text(f'closing = ["thanks"]\nsigns = [":)"]\n{along}', encoding="utf-8")
    with pytest.raises(ContentError, match="along: needs a list"):
        Phrases(path)
