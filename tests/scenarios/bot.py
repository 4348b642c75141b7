"""The real bot, served over HTTP in a thread, for a local Slack."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import uvicorn
from sqlalchemy import text
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.app import Wired, build, probe_of
from bot.assembling import Tempo
from bot.clock import utc_now
from bot.cutover.ports import Accounts
from bot.delivery import courier
from bot.mailchimp.patience import Patience as Asking
from bot.playground.driver import LocalSlack
from bot.services.answers_model import Answers
from bot.settings import Settings
from bot.slack.account.reading import Pace
from bot.slack.maps.order import KIND as MAP
from bot.web.asgi import build_asgi
from bot.web.server import listen
from bot.work import Patience, Queues
from tests.talk_answers import HandMade
from tests.waiting import wait_for

TEAM = "TLAVANDE"
"""The workspace of the local Slack."""
OFTEN = {
    "journeydesk_user_limit": "100000/60",
    "journeydesk_workspace_limit": "100000/60",
}
"""Who is played clicks more often than people may, the faster the machine the more."""
HASTE = Tempo(
    Queues(post_period=0, poll_timers=0.2, poll_jobs=0.05),
    sending=courier.Patience(first=0.01, cap=0.05, tries=3),
    handling=Patience(in_place=(0.05,), later=(0.2,) * 50),
    outside=Patience(in_place=(), later=(0.2,) * 50),
    mailchimp=Patience(in_place=(), later=(0.2,) * 50),
    reading=Pace(Asking(attempts=2, first=0.01, longest=0.02), batch=3, tell_seconds=0),
)
"""Nobody watches: what people would wait seconds for takes a moment."""


@contextmanager
def served(
    slack: LocalSlack,
    folder: Path,
    bundle: Path | None = None,
    answers: Answers | None = None,
    settle: Callable[[Wired], object] | None = None,
    now: Callable[[], datetime] = utc_now,
    tempo: Tempo = HASTE,
    accounts: Accounts | None = None,
    **more: object,
) -> Iterator[Wired]:
    """A bot of its own database in `folder`, connected to `slack` until the end of the block.
    `settle` is called after each action of a person, to wait for the bot. `now` is the time
    that conversations and the desk go by. `accounts`: how Mailchimp is asked. `more` are further
    settings.

    Requests are dated by the wall clock, also where the local Slack's own clock stands still.
    """
    listener = listen("127.0.0.1", 0)
    address = f"http://127.0.0.1:{listener.getsockname()[1]}"
    more = {"journeydesk_public_url": address, **more}
    settings = settings_beside(slack, folder, bundle, **more)
    wired = build(settings, answers or HandMade(), tempo=tempo, now=now, asked=accounts)
    wired.start()
    asgi = build_asgi(
        wired.bolt_app,
        probe_of(wired.engine),
        slack.signing_secret,
        keep=wired.keep,
        work_ok=wired.work.alive,
        prepare=wired.workspace.prepare,
        beside=wired.doors,
    )
    server = uvicorn.Server(uvicorn.Config(asgi, log_config=None, access_log=False, lifespan="on"))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    try:
        # The socket listens already: a request waits until the server takes it.
        slack.connect_bot(
            f"{address}/slack/events",
            settle=lambda: (settle or settled)(wired),
        )
        yield wired
    finally:
        slack.disconnect_bot()
        server.should_exit = True
        thread.join(timeout=10)
        listener.close()
        wired.close()


def settings_beside(
    slack: LocalSlack, folder: Path, bundle: Path | None = None, **more: object
) -> Settings:
    """Of a bot for `slack`, with a database of its own in `folder`."""
    return Settings.model_validate(
        {
            "slack_bot_token": slack.bot_token,
            "slack_signing_secret": slack.signing_secret,
            "slack_api_base_url": slack.api_base_url,
            "database_url": f"sqlite:///{folder / 'bot.sqlite3'}",
            "journeydesk_bundle": (str(bundle),) if bundle else (),
            "journeydesk_lang": "en",
            "journeydesk_channels": ("CSUPPORT",),
            **OFTEN,
            **more,
        }
    )


def forget_maps(wired: Wired) -> None:
    """As if no map had ever come with a reply."""
    client = wired.work._reach()
    found = client.list_workflows(workflow_id_prefix=f"{MAP}:", load_input=False)
    client.delete_workflows([one.workflow_id for one in found])
    with wired.engine.begin() as connection:
        for table, name in (("outbox", "key"), ("datasource_outputs", "workflow_id")):
            connection.execute(text(f"DELETE FROM {table} WHERE {name} LIKE '{MAP}:%'"))


def settled(wired: Wired) -> None:
    """Return when the bot has done what it took in, except what waits to be tried again."""

    def idle() -> bool:
        try:
            return wired.beginning.idle and not wired.work.operator.busy()
        except PoolTimeout:
            return False  # its one connection is in use, as much as that

    wait_for(idle, told=lambda: "it does not come to an end")
