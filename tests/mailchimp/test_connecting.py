"""States of an OAuth exchange, and keys that somebody wrote where they should not be."""

import base64
import string
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.mailchimp.connecting.oauth import OAuth
from bot.mailchimp.connecting.pasted import holds_key
from bot.mailchimp.connecting.states import LIFE_SECONDS, BadState, States
from bot.services.accounts import Accounts
from bot.services.connections import Connections
from bot.services.events import Events
from bot.services.granting import Answered, Granting
from bot.store.keys import open_database
from bot.store.secrets import SecretBox, new_key
from tests.databases import NewDatabase

KEY = "0123456789abcdef0123456789abcdef-us21"
BOX = SecretBox([new_key()])
BROWSER = "the secret of a browser"


@dataclass
class Clock:
    at: float = 1_000_000.0

    def now(self) -> float:
        return self.at


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def states(clock: Clock) -> States:
    return States(BOX, clock.now)


def link(states: States) -> str:
    return states.link("T1", "U1", "Ana", "fr")


def fault(read: Callable[[], object]) -> str:
    with pytest.raises(BadState) as bad:
        read()
    return bad.value.fault


def test_both_steps_tell_who_asked(states: States) -> None:
    asked = states.asker(link(states))
    assert (asked.workspace_id, asked.user_id, asked.name, asked.language) == (
        "T1",
        "U1",
        "Ana",
        "fr",
    )
    given_out = link(states)
    answered = states.answered(states.answer(given_out, BROWSER), BROWSER)
    assert answered == states.asker(given_out)


def test_two_links_of_the_same_person_are_two(states: States) -> None:
    assert states.asker(link(states)).digest != states.asker(link(states)).digest


def test_a_state_lives_as_long_as_its_link(states: States, clock: Clock) -> None:
    given_out = link(states)
    clock.at += LIFE_SECONDS - 1
    answer = states.answer(given_out, BROWSER)
    assert states.answered(answer, BROWSER).user_id == "U1"
    clock.at += 2
    assert fault(lambda: states.answered(answer, BROWSER)) == "expired"
    assert fault(lambda: states.asker(given_out)) == "expired"


def test_each_step_takes_its_own_state_only(states: States) -> None:
    given_out = link(states)
    answer = states.answer(given_out, BROWSER)
    assert fault(lambda: states.asker(answer)) == "forged"
    assert fault(lambda: states.answered(given_out, BROWSER)) == "forged"


@pytest.mark.parametrize("browser", ["", "another one"])
def test_another_browser_has_no_answer(states: States, browser: str) -> None:
    answer = states.answer(link(states), BROWSER)
    assert fault(lambda: states.answered(answer, browser)) == "forged"


def test_what_another_key_sealed_is_forged(states: States) -> None:
    theirs = States(SecretBox([new_key()]))
    assert fault(lambda: states.asker(link(theirs))) == "forged"


@given(st.text(max_size=300) | st.text(string.ascii_letters + "-_=", max_size=3000))
def test_no_text_is_a_state(text: str) -> None:
    assert fault(lambda: States(BOX).asker(text)) == "forged"


@given(st.integers(0, 999), st.integers(1, 255))
def test_no_changed_state_counts(place: int, change: int) -> None:
    # Where to change is drawn without the length, which differs from seal to seal.
    states = States(BOX)
    sealed = bytearray(base64.urlsafe_b64decode(link(states)))
    sealed[place % len(sealed)] ^= change
    changed = base64.urlsafe_b64encode(bytes(sealed)).decode()
    assert fault(lambda: states.asker(changed)) == "forged"


def test_a_state_of_a_workspace_that_is_not_served_here_is_refused(
    new_sqlite: NewDatabase,
) -> None:
    engine = open_database(new_sqlite())
    accounts = Accounts(engine, lambda *_: None, "en")
    oauth = OAuth("id", SecretStr("s"), "https://bot.example/mailchimp/callback")
    served: list[str | None] = ["T1"]
    granting = Granting(
        oauth,
        States(BOX),
        accounts,
        Events(engine),
        lambda: served[0],
        "https://bot.example/mailchimp/connect",
    )
    state = granting.link("T1", "U1", "Ana", "en").partition("state=")[2]
    assert not isinstance(granting.asker(state), Answered)
    for other in ("T2", None):
        served[0] = other
        found = granting.asker(state)
        assert isinstance(found, Answered)
        assert found.outcome == "forged"
    engine.dispose()


@pytest.mark.parametrize(
    "text",
    [
        KEY,
        KEY.upper(),
        f"my key is {KEY}, does it work?",
        f"`{KEY}`",
        f"key={KEY}",
        KEY.partition("-")[0],
        "connect abc-us21",
        "Connecter  ABC-US6 ",
        "connect aVeryLongSecretThatSomebodyPasted1",
    ],
)
def test_a_key_is_recognised(text: str) -> None:
    assert holds_key(text)


@pytest.mark.parametrize(
    "text",
    [
        "connect",
        "connect Mailchimp",
        "How do I connect my shop?",
        "the commit 37abe10",
        "36b8e9b0-7d5a-4a53-9f0f-0c2f1a1b2c3d",
        f"{KEY.partition('-')[0]}0123456789abcdef0123456789abcdef",
        "convert Welcome-us series",
        "",
    ],
)
def test_what_is_no_key_is_none(text: str) -> None:
    assert not holds_key(text)


def test_what_is_kept_of_a_connection_comes_back_and_goes(new_sqlite: NewDatabase) -> None:
    engine = open_database(new_sqlite())
    mine = Connections(engine)
    assert mine.get("T1") is None
    made = mine.keep(
        "T1",
        SecretStr(KEY),
        way="key",
        account_id="a1",
        account_name="Lavande",
        data_centre="us21",
        by="U1",
    )
    assert mine.get("T1") == made
    assert mine.get("T2") is None
    assert mine.forget("T2") is None
    assert mine.forget("T1") == made
    assert mine.forget("T1") is None
    engine.dispose()


def test_a_key_of_whoever_runs_the_bot_comes_after_one_of_the_workspace(
    new_sqlite: NewDatabase,
) -> None:
    engine = open_database(new_sqlite())
    both = Connections(engine, SecretStr("theirs-us1"))
    found = both.get("T1")
    assert found is not None
    assert found.way == "given"
    both.keep(
        "T1",
        SecretStr(KEY),
        way="key",
        account_id="a1",
        account_name="",
        data_centre="us21",
        by="U1",
    )
    opened = both.open("T1")
    assert opened is not None
    assert opened.secret.get_secret_value() == KEY
    engine.dispose()
