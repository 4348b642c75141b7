"""Words of a name that point to one automation alone, and names that several share."""

import pytest

from bot.services.names import AutomationRef, NameIndex


def index(*names: str) -> NameIndex:
    return NameIndex(
        AutomationRef(key=n, automation_id=f"id{n:03}", name=name, kind="automation")
        for n, name in enumerate(names, 1)
    )


SHOP = index("Suivi catégorie Bougies", "Suivi panier", "Relance panier", "Le VIP club")


@pytest.mark.parametrize("query", ["Bougies", "suivi bougies", "bougies CATEGORIE", "relance"])
def test_words_that_one_name_alone_holds_are_taken_for_it(query: str) -> None:
    found = SHOP.find(query)
    assert found.match is not None
    assert found.candidates == ()


@pytest.mark.parametrize(
    ("query", "keys"), [("panier", {2, 3}), ("suivi", {1, 2}), ("vip", {4}), ("bougie", {1})]
)
def test_several_names_few_letters_and_parts_of_words_are_asked(query: str, keys: set[int]) -> None:
    found = SHOP.find(query)
    assert found.match is None
    assert keys <= {ref.key for ref in found.candidates}
    assert found.same_name == 0


def test_a_beginning_is_not_sure_where_another_name_holds_the_word() -> None:
    found = index("Welcome series", "Partner welcome").find("welcome")
    assert found.match is None
    assert [ref.key for ref in found.candidates] == [1, 2]


def test_a_word_that_no_name_has_beside_the_others_is_not_passed_over() -> None:
    assert SHOP.find("suivi bougies 2024").match is None


def test_equal_names_are_counted_beyond_those_that_are_offered() -> None:
    found = index(*["Soldes"] * 7, "Soldes d'été").find("soldes")
    assert (found.same_name, len(found.candidates)) == (7, 5)
    assert index("Soldes").find("soldes").same_name == 0
