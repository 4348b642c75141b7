"""The bot put together: settings in, an application that can be served out."""

import logging
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from threading import Lock

from slack_bolt import App
from sqlalchemy import Engine, text
from starlette.applications import Starlette
from starlette.routing import Route

from bot.accounts import accounts_of, granting_of, parts_of, read_with
from bot.accounts import doors_of as account_doors_of
from bot.allowance import Allowance
from bot.assembling import Tempo, Wiring, engine_of, handle_with, sweep_with, workspaces
from bot.audit_files import send_files_with
from bot.audits import audit_with, audits_of
from bot.clock import utc_now
from bot.connected import live
from bot.cutover.ports import Accounts as AskedAccounts
from bot.cutovers import cutovers_of, remind_with
from bot.desks import desk_of, work_with
from bot.inbox import Inbox, journal_of, straight_to
from bot.maps import maps_of, send_with
from bot.outside import doors_of
from bot.recorded import (
    RecordedAllowance,
    RecordedAutomations,
    RecordedEvents,
    RecordedPeople,
    RecordedQuestions,
    RecordedTalk,
)
from bot.right_of_way import RightOfWay
from bot.services.accounts import Accounts
from bot.services.answers_model import Answers
from bot.services.automations import Automations
from bot.services.desk import Desk
from bot.services.events import Events
from bot.services.questions import Questions
from bot.services.talk import Talk
from bot.services.uploads import Uploads
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.audit.parts import AuditParts
from bot.slack.beginning import Beginning
from bot.slack.failures import SlackUnavailable
from bot.slack.identity import BotIdentity
from bot.slack.keeping import Keeping
from bot.slack.left import Left
from bot.slack.limiting import CLICKS, Limits
from bot.slack.outgoing import OutgoingClient
from bot.slack.services import Services
from bot.slack.sweep import Sweep
from bot.storage import data_folder
from bot.store.journal import Journal
from bot.store.keys import check_keys, open_database
from bot.store.revision import bring_up_to_date
from bot.waking import Rounds, Waking
from bot.web.asgi import build_asgi, build_health
from bot.web.bridge import Keep, nothing
from bot.words import texts
from bot.work import Role, WorkEngine

log = logging.getLogger(__name__)

ROUND_SECONDS = 60.0
"""Between two looks at what was kept and never begun."""


class SettingMissing(ValueError):
    """The bot cannot be served without this variable."""


class Workspace:
    """Which workspace the token belongs to, learned once, and its bundle files loaded into it.

    Slack may not be reachable when the bot starts: then it is tried again with the next request.
    """

    def __init__(
        self, settings: Settings, identity: BotIdentity, automations: Automations, events: Events
    ) -> None:
        self._settings = settings
        self._identity = identity
        self._automations = automations
        self._events = events
        self._lock = Lock()
        self.id: str | None = None
        self.sentences: tuple[str, ...] = ()
        """What happened when it was tried last, in the language of whoever runs the bot."""

    def prepare(self) -> None:
        """Learn and load, if that is still to be done. Never raises because of Slack or a file."""
        if self.id is not None or not self._lock.acquire(blocking=False):
            return
        try:
            if self.id is None:
                self._learn()
        finally:
            self._lock.release()

    def _learn(self) -> None:
        language, said = self._settings.language, texts("serving")
        try:
            known = self._identity.known()
        except SlackUnavailable:
            self.sentences = (said.say("slack_unreachable", language),)
            return
        team = str(known.team_id)
        self._automations.know(team, known.team or "")
        files, empty = self._settings.bundle_files()
        result = self._automations.load(team, files, only=True)
        self._events.forget_old(team)
        late = bool(self.sentences)
        self.sentences = (
            said.say("workspace", language, name=known.team or team),
            *(said.say("bundle_empty", language, part=part) for part in empty),
            *result.sentences,
            said.say("loaded", language, count=self._automations.count(team)),
        )
        self.id = team
        if late:
            for sentence in self.sentences:
                log.info("%s", sentence)


@dataclass(frozen=True)
class Wired:
    """Everything that belongs to one running bot; ``close`` gives back what it holds.

    ``doors``: the routes of ``asgi`` that others than Slack come to.
    """

    asgi: Starlette
    bolt_app: App
    automations: Automations
    accounts: Accounts
    events: Events
    talk: Talk
    workspace: Workspace
    engine: Engine
    work: WorkEngine
    keep: Keep
    inbox: Inbox
    sweep: Sweep
    left: Left
    beginning: Beginning
    journal: Journal | None
    doors: tuple[Route, ...]
    _beside: list[Waking | Rounds] = field(default_factory=list)

    def start(self) -> None:
        """Begin to work; raises WorkProblem with a sentence for whoever runs the bot.

        Also see to what was said while nobody listened, as soon as Slack says who we are.
        """
        self.work.start()
        self.beginning.start()
        # Looked at before anything new comes in.
        self.left.settle()
        heard = self.inbox.newest()
        self._beside.append(Waking(lambda: self._awake(heard)))
        at_once = partial(self.left.begin, timedelta())
        self._beside.append(Rounds(at_once, self.left.begin, ROUND_SECONDS))
        for one in self._beside:
            one.start()

    def missed(self, since: datetime) -> bool:
        """Have read what was said since then: nothing could be heard. Raises what SQLAlchemy
        raises."""
        return self.workspace.id is not None and self.sweep.after(self.workspace.id, since)

    def close(self) -> None:
        """Let what runs end, and give everything back."""
        for one in self._beside:
            one.close()
        self.beginning.close()
        if self.journal is not None:
            self.journal.close()
        self.work.stop()
        self.engine.dispose()

    def _awake(self, heard: datetime | None) -> bool:
        self.workspace.prepare()
        if self.workspace.id is None:
            return False
        self.sweep.after(self.workspace.id, heard)
        return True


def build(
    settings: Settings,
    answers: Answers,
    role: Role = "all",
    tempo: Tempo | None = None,
    *,
    edge: bool = True,
    now: Callable[[], datetime] = utc_now,
    asked: AskedAccounts | None = None,
) -> Wired:
    """Make the engine, bring the database up to date, wire the services, learn the workspace.

    ``answers`` is what is known and the matcher that finds it. ``role`` and ``tempo`` are the
    durable engine's, which is not started yet. ``edge``: Slack comes to this process by HTTP.
    ``now`` is the time that conversations, the desk and cut-overs go by, in UTC. ``asked``: what
    cut-overs ask about an automation; the connected account where it is not given.

    Raises SettingMissing, DriverMissing, UnknownRevision, KeyTrouble, OSError for the folder and
    the key file of a SQLite file, and sqlalchemy.exc.SQLAlchemyError when the database does not
    answer.
    """
    token = _needed(settings, "slack_bot_token")
    secret = _needed(settings, "slack_signing_secret") if edge else ""
    engine = open_database(settings.address, settings.keys)
    try:
        bring_up_to_date(engine)
        check_keys(engine)
    except BaseException:
        engine.dispose()
        raise
    automations = RecordedAutomations(
        engine, settings.journeydesk_plan, settings.language, settings.limits
    )
    events = RecordedEvents(engine)
    talk = RecordedTalk(engine, answers, now)
    identity = BotIdentity(token=token, base_url=settings.slack_api_base_url)
    asking, everybody = settings.journeydesk_user_limit, settings.journeydesk_workspace_limit
    allowance = RecordedAllowance(asking, everybody)
    limits = Limits(allowance, Allowance(asking.times(CLICKS), everybody.times(CLICKS)))
    tempo = tempo or Tempo()
    way = RightOfWay()
    work = engine_of(settings, engine, role, tempo, way)
    questions = RecordedQuestions(engine, automations, now)
    audits = audits_of(
        settings, engine, automations, work, way, now, Questions(engine, automations).answers_of
    )
    accounts = accounts_of(settings, engine, work)
    # The workspace is known to whoever asks later.
    granting = granting_of(settings, engine, accounts, lambda: workspace.id)
    desk = desk_of(settings, engine, work, now)
    services = Services(
        automations=automations,
        questions=questions,
        uploads=Uploads(automations, data_folder(settings), settings.journeydesk_upload_mb << 20),
        events=events,
        talk=talk,
        people=RecordedPeople(default_language=settings.language),
        default_language=settings.language,
        allowance=allowance,
        account=parts_of(accounts, granting),
        channels=frozenset(settings.journeydesk_channels),
        plain=settings.journeydesk_blocks == "plain",
        desk=desk,
        audit=audits,
        cutovers=cutovers_of(settings, engine, work, desk, now, asked or live(accounts)),
        sending=maps_of(work),
    )
    bolt_app = build_app(
        token=token,
        signing_secret=secret,
        base_url=settings.slack_api_base_url,
        services=services,
        identity=identity,
        verify_signatures=False,
    )
    workspace = Workspace(settings, identity, automations, events)
    workspace.prepare()
    deliveries = handle_with(work, settings, engine, token, bolt_app, tempo)
    client = OutgoingClient(token, settings.slack_api_base_url, retry_handlers=[])
    _register(Wiring(work, services, client, deliveries, tempo), settings, audits)
    inbox = Inbox(engine)

    def after_outage(since: datetime) -> None:
        if workspace.id is not None:
            sweep.after(workspace.id, since)

    journal = journal_of(engine, inbox)
    settle = journal.settle if journal is not None else nothing
    beginning = Beginning(work, settle)
    keeping = Keeping(
        inbox,
        work,
        settings.journeydesk_channels,
        lambda: workspace.id,
        after_outage,
        way,
        allowed=limits.verdict,
        begin=beginning.begin,
        delivered=journal or straight_to(engine, inbox),
    )

    def known(work_ids: Iterable[str]) -> frozenset[str]:
        # Only once the engine has started is there somebody to ask.
        return work.operator.known(work_ids)

    sweep = sweep_with(work, settings, engine, token, keeping, lambda: identity.known().bot_user_id)
    database_ok = probe_of(engine)
    # Nobody from outside comes to a worker.
    given = settings.desk if role != "worker" else None
    doors = doors_of(given, Desk(engine, now), work, lambda: workspace.id)
    if role != "worker":
        doors += account_doors_of(settings, granting)
    asgi = (
        build_asgi(
            bolt_app,
            database_ok,
            secret,
            keep=keeping.keep,
            work_ok=work.alive,
            prepare=workspace.prepare,
            beside=doors,
        )
        if edge
        else build_health(database_ok, work.alive, beside=doors)
    )
    return Wired(
        asgi,
        bolt_app,
        automations,
        accounts,
        events,
        talk,
        workspace,
        engine,
        work,
        keeping.keep,
        inbox,
        sweep,
        Left(inbox, work, known, lambda: workspaces(engine), settle=settle),
        beginning,
        journal,
        doors,
    )


def _register(wiring: Wiring, settings: Settings, audits: AuditParts) -> None:
    """Tell the engine what it can do beside handling Slack's deliveries."""
    work_with(wiring, settings.desk)
    audit_with(wiring, audits.audits)
    send_files_with(wiring, settings, audits)
    read_with(wiring)
    send_with(wiring)
    remind_with(wiring)


def probe_of(engine: Engine) -> Callable[[], bool]:
    """Whether the database answers a question."""

    def ask() -> bool:
        with engine.connect() as connection:
            return bool(connection.scalar(text("SELECT 1")) == 1)

    return ask


def _needed(settings: Settings, field: str) -> str:
    value = getattr(settings, field)
    if value is None:
        raise SettingMissing(field.upper())
    return str(value.get_secret_value())
