"""What listeners are given, made by hand."""

from functools import cache

from bot.allowance import Allowance, Limit
from bot.services.accounts import Accounts
from bot.slack.account.parts import AccountParts
from bot.slack.people import People
from bot.slack.ports import Automations, Events, Questions, Talk, Uploads
from bot.slack.services import Services
from bot.store.keys import open_database
from bot.store.migrate import upgrade
from converter.report.model import Language


@cache
def _accounts() -> Accounts:
    """None is connected in its database."""
    engine = open_database("sqlite://")
    upgrade(engine)
    return Accounts(engine, lambda *_: None, "en")


def services_with(
    *,
    automations: Automations,
    events: Events,
    talk: Talk,
    questions: Questions,
    uploads: Uploads,
    default_language: Language = "en",
    channels: frozenset[str] = frozenset(),
) -> Services:
    return Services(
        automations=automations,
        questions=questions,
        uploads=uploads,
        events=events,
        people=People(default_language=default_language),
        talk=talk,
        default_language=default_language,
        account=AccountParts(_accounts()),
        allowance=Allowance(Limit(20, 60), Limit(600, 60)),
        channels=channels,
    )
