"""The checks of texts can fail."""

import pytest

from tests.unit.writing import english_faults, french_faults, template_faults


@pytest.mark.parametrize(
    "text",
    [
        "Attention : ici",
        "Vraiment?",
        "a ; b",
        "« mot »",
        "«\u00a0mot",
        'un "mot"',
        "l’e-mail",
        "un “mot”",
    ],
)
def test_the_french_check_finds_faults(text: str) -> None:
    assert french_faults(text)


@pytest.mark.parametrize("text", ["“word", 'a "word"', "it’s", "a\u00a0:", "« word »"])
def test_the_english_check_finds_faults(text: str) -> None:
    assert english_faults(text)


@pytest.mark.parametrize(
    "text",
    [
        "{other}",
        "{points|one}",
        "{points|a|b|c}",
        "{points",
        "points}",
        "{points|same|same}",
        "{email|a|b}",
        "a | b",
        "{points||s}",
    ],
)
def test_the_template_check_finds_faults(text: str) -> None:
    assert template_faults(text, {"points", "email"}, {"points"})


def test_the_checks_pass_what_is_right() -> None:
    assert not french_faults("l'e-mail «\u00a0Nos conseils\u00a0»\u00a0: voir https://a.fr/b?c")
    assert not english_faults("the bot's “first” word: good")
    right = "{points} {points|point|points} in {email}"
    assert not template_faults(right, {"points", "email"}, {"points"})
