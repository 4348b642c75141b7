import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.names import AutomationRef, NameIndex, fold

NAMES = (
    "Bienvenue à la newsletter",
    "Panier abandonné",
    "Anniversaire client",
    "Welcome series 2023",
    "Welcome  Series",
    "Œuvre d’été",
    "Post-purchase follow up",
    "Win-back: 90 days",
)


def index(*names: str) -> NameIndex:
    return NameIndex(
        AutomationRef(key=n, automation_id=f"id{n:03}", name=name, kind="automation")
        for n, name in enumerate(names, 1)
    )


ALL = index(*NAMES)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Panier abandonné", "Panier abandonné"),
        ("  PANIER\u00a0 abandonne ", "Panier abandonné"),
        ("welcome series", "Welcome  Series"),
        ("oeuvre d'ete", "Œuvre d’été"),
        ("id003", "Anniversaire client"),
        ("ID003", "Anniversaire client"),
        ("bienvenue", "Bienvenue à la newsletter"),
        ("Post-pur", "Post-purchase follow up"),
        ("Panier abandoné", "Panier abandonné"),
        ("post purchase follow up", "Post-purchase follow up"),
    ],
)
def test_a_name_that_is_sure_is_found(query: str, name: str) -> None:
    found = ALL.find(query)
    assert found.match is not None
    assert (found.match.name, found.candidates) == (name, ())


@pytest.mark.parametrize(
    ("query", "first"),
    [
        ("welcome", "Welcome  Series"),
        ("panier", "Panier abandonné"),
        ("abandon", "Panier abandonné"),
        ("aniversaire", "Anniversaire client"),
        ("winback", "Win-back: 90 days"),
        ("newsleter", "Bienvenue à la newsletter"),
    ],
)
def test_what_is_not_sure_is_offered_best_first(query: str, first: str) -> None:
    found = ALL.find(query)
    best = found.match or found.candidates[0]
    assert best.name == first
    assert len(found.candidates) <= 5


@pytest.mark.parametrize("query", ["", "   ", "\u00a0", "zzqx", "🙃"])
def test_nothing_alike_gives_nothing(query: str) -> None:
    assert ALL.find(query).match is None
    assert ALL.find(query).candidates == ()


def test_equal_names_are_candidates() -> None:
    found = index("Sale", "sale ", "SALE").find("Sale")
    assert found.match is None
    assert [ref.key for ref in found.candidates] == [1, 2, 3]


def test_another_number_is_never_taken_for_a_typo() -> None:
    found = index("Winter sale newsletter 2023").find("Winter sale newsletter 2024")
    assert found.match is None
    assert [ref.key for ref in found.candidates] == [1]


def test_a_typo_between_two_close_names_is_asked() -> None:
    found = index("Abandoned cart A", "Abandoned cart B").find("Abandoned cart C")
    assert found.match is None
    assert [ref.key for ref in found.candidates] == [1, 2]


def test_two_letters_are_not_enough_for_a_beginning() -> None:
    found = index("Abandoned cart").find("ab")
    assert found.match is None
    assert [ref.key for ref in found.candidates] == [1]


def test_an_id_wins_over_the_beginning_of_a_name_but_not_over_a_name() -> None:
    refs = [
        AutomationRef(key=1, automation_id="welcome", name="Hello", kind="automation"),
        AutomationRef(key=2, automation_id="x", name="Welcome back", kind="automation"),
        AutomationRef(key=3, automation_id="y", name="x", kind="campaign"),
    ]
    by_id = NameIndex(refs).find("welcome")
    by_name = NameIndex(refs).find("x")
    assert by_id.match is refs[0]
    assert by_name.match is refs[2]


def test_search_lists_everything_in_order_for_an_empty_query() -> None:
    assert [ref.name for ref in ALL.search("", 100)] == list(NAMES)
    assert len(ALL.search("", 3)) == 3


def test_search_puts_beginnings_before_words_before_parts() -> None:
    found = index("Disappear", "The pear", "Pear tart", "Apple").search("pear", 100)
    assert [ref.name for ref in found[:3]] == ["Pear tart", "The pear", "Disappear"]


def test_search_forgives_typos_and_knows_ids() -> None:
    assert ALL.search("anniverssaire", 100)[0].name == "Anniversaire client"
    assert ALL.search("id008", 100)[0].name == "Win-back: 90 days"


def test_an_empty_account_has_nothing_to_find() -> None:
    assert index().find("x").candidates == ()
    assert index().search("x", 10) == ()


@given(st.text(max_size=400))
def test_any_text_can_be_asked_for(query: str) -> None:
    found = ALL.find(query)
    assert found.match is None or found.candidates == ()
    assert len(set(found.candidates)) == len(found.candidates) <= 5
    assert len(ALL.search(query, 4)) <= 4


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.lists(st.text(min_size=1, max_size=30).filter(fold), min_size=1, unique_by=fold))
def test_every_name_finds_itself(names: list[str]) -> None:
    made = index(*names)
    for key, name in enumerate(names, 1):
        match = made.find(name).match
        assert match is not None
        assert match.key == key
