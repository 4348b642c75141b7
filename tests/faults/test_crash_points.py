"""The bot dies of every kind of event, of everything that is done at the desk, and of what people
do with an account. `FAULTS=long` lets it die at every point of each, on both databases."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.databases import NewDatabase
from tests.faults import account_cases, cases, desk_cases
from tests.faults.conftest import LONG
from tests.faults.storm import Tally
from tests.faults.walker import Kinds, walking

DATABASES = ["sqlite", "postgresql"] if LONG else ["sqlite"]


def nothing(_folder: Path) -> dict[str, str]:
    return {}


def desk(_folder: Path) -> dict[str, str]:
    return {"JOURNEYDESK_TRIAGE_CHANNEL": "CDESK"}


def account(folder: Path) -> dict[str, str]:
    return {"JOURNEYDESK_BUNDLE": str(account_cases.account(folder))}


def each() -> list[object]:
    """One bot for all kinds in the short form, one for each in the long."""
    found: list[object] = []
    for name, kinds, settings in (
        ("events", cases.KINDS, nothing),
        ("desk", desk_cases.KINDS, desk),
        ("account", account_cases.KINDS, account),
    ):
        for some in [[kind] for kind in kinds] if LONG else [list(kinds)]:
            found.append(pytest.param(kinds, some, settings, id=some[0] if LONG else name))
    return found


@pytest.mark.parametrize("database_kind", DATABASES)
@pytest.mark.parametrize(("kinds", "some", "settings"), each())
def test_whatever_it_dies_of_is_done_once_in_the_end(
    kinds: Kinds,
    some: list[str],
    settings: Callable[[Path], dict[str, str]],
    database_kind: str,
    request: pytest.FixtureRequest,
    tmp_path: Path,
    tell: Callable[[Tally], None],
) -> None:
    new: NewDatabase = request.getfixturevalue(f"new_{database_kind}")
    with walking(new(), tmp_path, kinds, **settings(tmp_path)) as walker:
        for kind in some:
            walker.walk_through(kind)
        name = f"{database_kind}: {', '.join(some)}"
        tell(Tally(name, kills=walker.deaths, deeds=walker.number))
