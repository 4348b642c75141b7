"""The real bot, served over HTTP in a thread, for a local Slack."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from bot.app import Wired, build, probe_of
from bot.playground.driver import LocalSlack
from bot.services.answers_model import Answers
from bot.settings import Settings
from bot.web.asgi import build_asgi
from bot.web.server import listen
from tests.talk_answers import HandMade


@contextmanager
def served(
    slack: LocalSlack,
    folder: Path,
    bundle: Path | None = None,
    answers: Answers | None = None,
    **more: object,
) -> Iterator[Wired]:
    """A bot of its own database in `folder`, connected to `slack` until the end of the block.
    `more` are further settings.

    Requests are dated by the local Slack's clock, which the bot's guard therefore goes by too.
    """
    settings = Settings.model_validate(
        {
            "slack_bot_token": slack.bot_token,
            "slack_signing_secret": slack.signing_secret,
            "slack_api_base_url": slack.api_base_url,
            "database_url": f"sqlite:///{folder / 'bot.sqlite3'}",
            "journeydesk_bundle": (str(bundle),) if bundle else (),
            "journeydesk_lang": "en",
            "journeydesk_channels": ("CSUPPORT",),
            **more,
        }
    )
    wired = build(settings, answers or HandMade())
    asgi = build_asgi(
        wired.bolt_app,
        probe_of(wired.engine),
        slack.signing_secret,
        prepare=wired.workspace.prepare,
        now=slack.clock.now,
    )
    listener = listen("127.0.0.1", 0)
    server = uvicorn.Server(uvicorn.Config(asgi, log_config=None, access_log=False, lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        # The socket listens already: a request waits until the server takes it.
        slack.connect_bot(f"http://127.0.0.1:{listener.getsockname()[1]}/slack/events")
        yield wired
    finally:
        slack.disconnect_bot()
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()
        wired.close()
