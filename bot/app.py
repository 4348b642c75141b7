"""The bot put together: settings in, an application that can be served out."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from slack_bolt import App
from sqlalchemy import Engine, text
from starlette.applications import Starlette

from bot.services.answers_model import Answers
from bot.services.automations import Automations
from bot.services.events import Events
from bot.services.talk import Talk
from bot.settings import Settings
from bot.slack.app import build_app
from bot.slack.failures import SlackUnavailable
from bot.slack.identity import BotIdentity
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.web.asgi import build_asgi
from bot.words import texts

log = logging.getLogger(__name__)


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
    """Everything that belongs to one running bot; ``close`` gives back what it holds."""

    asgi: Starlette
    bolt_app: App
    automations: Automations
    events: Events
    talk: Talk
    workspace: Workspace
    engine: Engine

    def close(self) -> None:
        self.engine.dispose()


def build(settings: Settings, answers: Answers) -> Wired:
    """Make the engine, bring the database up to date, wire the services, learn the workspace.

    ``answers`` is what is known and the matcher that finds it.

    Raises SettingMissing, DriverMissing, OSError for the folder of a SQLite file, and
    sqlalchemy.exc.SQLAlchemyError when the database does not answer.
    """
    token = _needed(settings, "slack_bot_token")
    secret = _needed(settings, "slack_signing_secret")
    engine = make_engine(settings.database_url.get_secret_value())
    try:
        upgrade(engine)
    except BaseException:
        engine.dispose()
        raise
    automations = Automations(engine, settings.journeydesk_plan, settings.language, settings.limits)
    events = Events(engine)
    talk = Talk(engine, answers)
    identity = BotIdentity(token=token, base_url=settings.slack_api_base_url)
    bolt_app = build_app(
        token=token,
        signing_secret=secret,
        base_url=settings.slack_api_base_url,
        automations=automations,
        events=events,
        talk=talk,
        channels=settings.journeydesk_channels,
        plain=settings.journeydesk_blocks == "plain",
        default_language=settings.language,
        identity=identity,
        verify_signatures=False,
    )
    workspace = Workspace(settings, identity, automations, events)
    workspace.prepare()
    asgi = build_asgi(bolt_app, probe_of(engine), secret, prepare=workspace.prepare)
    return Wired(asgi, bolt_app, automations, events, talk, workspace, engine)


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
