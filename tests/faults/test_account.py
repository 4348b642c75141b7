"""The bot dies while it reads a Mailchimp account, and reads the rest after its next start."""

from collections import Counter
from collections.abc import Callable
from functools import partial
from pathlib import Path

from sqlalchemy import select

from bot.playground.driver import LocalSlack
from bot.playground.mailchimp import Mailchimp, SimulatedAccount, make_app
from bot.playground.mailchimp import served as mailchimp_served
from bot.playground.player import Player
from bot.store.engine import make_engine, reading
from bot.store.models import EVERY_WORKSPACE, AccountPieceRow, AccountReadRow, AutomationRow
from tests.faults.conftest import LONG
from tests.faults.process import bot_process
from tests.faults.storm import Tally
from tests.scenarios.account import series
from tests.scenarios.connecting.town import KEY
from tests.waiting import wait_for

TOTAL = 70
KILLS = 20 if LONG else 2
PLACE = "#marketing"


def account() -> SimulatedAccount:
    automations = [series(f"71ae{n:06}", f"Series {n}", 1) for n in range(TOTAL)]
    about = {"account_id": "acc0000001", "account_name": "Maison Lavande"}
    return SimulatedAccount({"account": about, "automations": automations})


def so_far(mailchimp: Mailchimp, person: Player, enough: int) -> bool:
    return len(mailchimp.asked) > enough or done(person)


def told(person: Player) -> list[str]:
    return [one.plain.replace("*", "") for one in person.sees() if one.is_bot]


def test_killed_while_it_reads_it_goes_on_where_it_was(
    tmp_path: Path, tell: Callable[[Tally], None]
) -> None:
    mailchimp = Mailchimp({KEY: account()})
    mailchimp.faults.latency = 0.05
    with mailchimp_served(make_app(mailchimp)) as root, LocalSlack() as slack:
        settings = {"JOURNEYDESK_MAILCHIMP_KEY": KEY, "MAILCHIMP_BASE_URL": f"{root}/3.0/"}
        ben = slack.person("ben")
        with bot_process(slack, tmp_path, settings=settings) as bot:
            ben.runs("/convert connect", PLACE)
            ben.clicks("account_read")
            for kill in range(1, KILLS + 1):
                enough = kill * TOTAL * 3 // (KILLS + 1)
                wait_for(partial(so_far, mailchimp, ben, enough))
                bot.restart()
                slack.advance(61)
            wait_for(lambda: done(ben))
            messages = told(ben)

        address = f"sqlite:///{tmp_path / 'bot.sqlite3'}"
        engine = make_engine(address)
        with reading(engine) as session:
            titles = session.scalars(select(AutomationRow.name), execution_options=EVERY_WORKSPACE)
            found = sorted(titles)
            of_reads = select(AccountReadRow.state)
            states = session.scalars(of_reads, execution_options=EVERY_WORKSPACE).all()
            left = session.scalars(select(AccountPieceRow.id), execution_options=EVERY_WORKSPACE)
            assert list(left) == []
        engine.dispose()
    assert len(messages) == 1
    assert f"Maison Lavande is read: {TOTAL} automations are ready" in messages[0]
    assert found == sorted(f"Series {n}" for n in range(TOTAL))
    assert list(states) == ["done"]
    # What was kept before a death is not read again: at most one batch a death is.
    again = Counter(path for path in mailchimp.asked if path.endswith("/removed-subscribers"))
    assert sum(again.values()) <= TOTAL + 20 * KILLS
    assert mailchimp.writes == []
    tell(Tally("reading an account", kills=KILLS, deeds=1))


def done(person: Player) -> bool:
    return any("is read" in one for one in told(person))
