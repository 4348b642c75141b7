"""The account put together: what Slack's side of it needs, its routes, and its reading."""

from collections.abc import Callable
from urllib.parse import urlsplit

from sqlalchemy import Engine
from starlette.routing import Route

from bot.assembling import Wiring
from bot.mailchimp.connecting.oauth import OAuth
from bot.mailchimp.connecting.states import States
from bot.recorded import RecordedAccounts
from bot.services.accounts import Accounts
from bot.services.events import Events
from bot.services.granting import Granting
from bot.settings import Settings
from bot.slack.account.parts import AccountParts
from bot.slack.account.reading import KIND, AccountReading, work_id_of
from bot.store.connections import Reading
from bot.store.secrets import box_of
from bot.web.mailchimp import CALLBACK, PATH, routes
from bot.work import JOBS, WorkEngine


def accounts_of(settings: Settings, application: Engine, work: WorkEngine) -> Accounts:
    def start(workspace_id: str, reading: Reading) -> bool:
        work_id = work_id_of(workspace_id, reading)
        return work.accept(work_id, KIND, workspace_id, str(reading.id), JOBS)

    return RecordedAccounts(
        application,
        start,
        settings.language,
        settings.journeydesk_mailchimp_key,
        settings.mailchimp_base_url,
    )


def granting_of(
    settings: Settings,
    application: Engine,
    accounts: Accounts,
    known: Callable[[], str | None],
) -> Granting | None:
    """None where an account can only be connected with an API key: the app's id and secret at
    Mailchimp and our own address are all needed."""
    client_id, secret = (
        settings.journeydesk_mailchimp_client_id,
        settings.journeydesk_mailchimp_client_secret,
    )
    public = settings.journeydesk_public_url
    if client_id is None or secret is None or public is None:
        return None
    root = public.rstrip("/")
    oauth = OAuth(client_id, secret, f"{root}{CALLBACK}", settings.journeydesk_mailchimp_login)
    states = States(box_of(application))
    return Granting(oauth, states, accounts, Events(application), known, f"{root}{PATH}")


def parts_of(accounts: Accounts, granting: Granting | None) -> AccountParts:
    return AccountParts(accounts, granting.link if granting is not None else None)


def doors_of(settings: Settings, granting: Granting | None) -> tuple[Route, ...]:
    """Where people come to connect an account."""
    public = settings.journeydesk_public_url
    if granting is None or public is None:
        return ()
    return tuple(routes(granting, secure=urlsplit(public).scheme == "https"))


def read_with(wiring: Wiring) -> None:
    """Tell the engine how an account is read."""
    tempo = wiring.tempo
    reading = AccountReading(wiring.services, wiring.client, wiring.deliveries, tempo.reading)
    wiring.work.register(KIND, reading.handle, tempo.mailchimp)
