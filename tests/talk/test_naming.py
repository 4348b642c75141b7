"""The automation that a sentence names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.talk.naming import LONGEST, names_in


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Convert my welcome series please", "welcome series"),
        ("Can you check the automation called Abandoned cart?", "Abandoned cart"),
        ("I want to convert 'Soldes' to a customer journey", "Soldes"),
        ("please analyse “The 5% club” for me", "The 5% club"),
        ("Peux-tu convertir l'automatisation « Relance panier » ?", "Relance panier"),
        ("Pouvez-vous vérifier ma séquence de bienvenue svp ?", "bienvenue"),
        ("convertis l’automatisation classique appelée Soldes d’été en parcours", "Soldes d'été"),
        ("convertis-moi la séquence panier abandonné", "panier abandonné"),
        ("Aidez-moi à convertir Anniversaire, s'il vous plaît", "Anniversaire"),
    ],
)
def test_the_name_is_what_is_left_without_the_courtesies(text: str, name: str) -> None:
    assert names_in(text)[0] == name


@pytest.mark.parametrize(
    "text",
    [
        "convert one of my automations",
        "convertis une de mes automatisations",
        "check this one",
        "how do I convert?",
        "",
        "🙂",
    ],
)
def test_a_sentence_without_a_name_has_none(text: str) -> None:
    assert names_in(text) == ()


@given(st.text(max_size=400))
def test_any_text_gives_short_names(text: str) -> None:
    for name in names_in(f"convert {text}"):
        assert name.strip()
        assert len(name) <= LONGEST
