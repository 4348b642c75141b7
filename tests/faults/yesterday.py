"""The bot as it was before it did its work durably: a request is handled while it is open."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from sqlalchemy import Engine

from bot.playground.driver import LocalSlack
from bot.services.automations import Automations
from bot.services.events import Events
from bot.services.questions import Given, Questions
from bot.services.talk import Talk
from bot.services.uploads import Uploads
from bot.settings import Settings
from bot.slack.app import build_app
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.web.asgi import build_asgi
from bot.web.server import listen
from tests.scenarios.bot import OFTEN
from tests.slack_services import services_with
from tests.talk_answers import HandMade

REVISION = "0002"


def database_of_yesterday(address: str) -> Engine:
    """The tables as they were then, empty."""
    engine = make_engine(address)
    upgrade(engine, REVISION)
    return engine


class OldAutomations(Automations):
    """Nobody could answer anything."""

    def _answers(self, *_: object) -> dict[str, object]:
        return {}


class OldQuestions(Questions):
    def given(self, *_: object) -> tuple[Given, ...]:
        return ()


@contextmanager
def yesterday(slack: LocalSlack, engine: Engine) -> Iterator[None]:
    """Served to ``slack`` until the end of the block; it knows neither inbox nor outbox."""
    settings = Settings.model_validate(OFTEN)
    automations = OldAutomations(engine, None, "en", settings.limits)
    app = build_app(
        token=slack.bot_token,
        signing_secret=slack.signing_secret,
        base_url=slack.api_base_url,
        services=services_with(
            automations=automations,
            events=Events(engine),
            talk=Talk(engine, HandMade()),
            questions=OldQuestions(engine, automations),
            uploads=Uploads(automations, Path("unused"), 1),
            channels=frozenset({"CSUPPORT"}),
        ),
        verify_signatures=False,
    )
    asgi = build_asgi(app, lambda: True, slack.signing_secret, keep=lambda _payload: False)
    listener = listen("127.0.0.1", 0)
    config = uvicorn.Config(asgi, log_config=None, access_log=False, lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        slack.connect_bot(f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events")
        yield
    finally:
        slack.faults.bot_is_down = True
        slack.wait_idle()
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()
