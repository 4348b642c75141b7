"""What somebody is told who asks to connect an account, or to let go of it."""

from bot.services.connections import Connection
from bot.slack.account.parts import AccountParts
from bot.slack.blocks import account as blocks
from bot.slack.blocks.account import LastRead, Shown
from bot.slack.blocks.elements import Block, Reply
from bot.slack.people import Person
from bot.slack.services import Services
from converter.report.model import Language


def connect(services: Services, person: Person, language: Language) -> Reply:
    """The link or the form; of an account that is connected already, what can be done with it."""
    parts = services.account
    link = None
    if parts.link is not None:
        link = parts.link(person.workspace_id, person.user_id, person.name, language)
    found = parts.accounts.connection(person.workspace_id)
    if found is None:
        return blocks.offer(language, link)
    return blocks.connected(language, _shown(found), _last(parts, person.workspace_id), link)


def ask_to_disconnect(services: Services, person: Person, language: Language) -> Reply:
    """Done at once by whoever connected it; anybody else is asked whether they mean it."""
    found = services.account.accounts.connection(person.workspace_id)
    if found is None or found.way == "given" or found.by == person.user_id:
        return disconnect(services, person, language)
    return blocks.somebody_elses(language, _shown(found))


def disconnect(services: Services, person: Person, language: Language) -> Reply:
    accounts = services.account.accounts
    gone = accounts.disconnect(person.workspace_id)
    if gone is not None:
        left = accounts.left(person.workspace_id)
        return blocks.disconnected(language, gone.account_name, gone.way, left)
    given = accounts.connection(person.workspace_id) is not None
    return blocks.told(language, "account_given_stays" if given else "account_not_connected")


def read(services: Services, person: Person, language: Language) -> Reply:
    """Have it read, and say where that shows."""
    accounts = services.account.accounts
    if accounts.connection(person.workspace_id) is None:
        return blocks.told(language, "account_not_connected")
    begun = accounts.read(person.workspace_id, person.user_id)
    if begun.new:
        return blocks.told(language, "account_started")
    now = begun.reading
    return blocks.told(language, "account_running_already", when=now.begun_at, by=now.asked_by)


def home(services: Services, person: Person) -> list[Block]:
    """For the App Home of full members."""
    if not person.may_see:
        return []
    found = services.account.accounts.connection(person.workspace_id)
    shown = _shown(found) if found is not None else None
    return blocks.home(person.language, shown, _last(services.account, person.workspace_id))


def _shown(found: Connection) -> Shown:
    return Shown(way=found.way, name=found.account_name, by=found.by, since=found.at)


def _last(parts: AccountParts, workspace_id: str) -> LastRead:
    last = parts.accounts.last_done(workspace_id)
    running = parts.accounts.running(workspace_id) is not None
    if last is None:
        return LastRead(running=running)
    return LastRead(at=last.ended_at, n=last.total, running=running)
