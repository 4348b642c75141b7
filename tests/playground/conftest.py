"""A local Slack and a small Bolt app, both served for real."""

import socket
import threading
from collections.abc import Callable, Iterator

import pytest
import uvicorn
from slack_bolt import App
from slack_bolt.adapter.asgi import SlackRequestHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.playground.driver import LocalSlack

from .desk import Desk
from .recorder import Recorder

Handler = Callable[[Request, bytes], Response]


class Served:
    """An ASGI app in a thread, on a free port."""

    def __init__(self, app: object) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="error", lifespan="off")  # type: ignore[arg-type]
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )
        self._thread.start()
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/slack/events"

    def stop(self) -> None:
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()


class Bots:
    """Starts bots for one LocalSlack and stops them at the end."""

    def __init__(self, slack: LocalSlack) -> None:
        self.slack = slack
        self._served: list[Served] = []

    def bolt(self, **options: object) -> App:
        """A Bolt app; listeners may be added before `connect`."""
        return App(
            client=WebClient(token=self.slack.bot_token, base_url=self.slack.api_base_url),
            signing_secret=self.slack.signing_secret,
            token_verification_enabled=False,
            **options,  # type: ignore[arg-type]
        )

    def connect(self, app: App) -> None:
        self._serve(SlackRequestHandler(app, path="/slack/events"))

    def raw(self, handler: Handler, *, verify: bool = False) -> None:
        """A bot that answers each request with what `handler` gives."""

        def endpoint(request: Request, body: bytes) -> Response:
            return handler(request, body)

        async def answer(request: Request) -> Response:
            body = await request.body()
            # In a thread, as a handler may wait for the test or move the clock.
            return await run_in_threadpool(endpoint, request, body)

        self._serve(
            Starlette(routes=[Route("/slack/events", answer, methods=["POST"])]), verify=verify
        )

    def _serve(self, app: object, *, verify: bool = True) -> None:
        served = Served(app)
        self._served.append(served)
        self.slack.connect_bot(served.url, verify=verify)

    def stop(self) -> None:
        for served in self._served:
            served.stop()


@pytest.fixture(scope="session")
def server() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


@pytest.fixture
def slack(server: LocalSlack) -> LocalSlack:
    """One server for all tests, as new for each."""
    server.disconnect_bot()
    server.reset()
    return server


@pytest.fixture
def bots(slack: LocalSlack) -> Iterator[Bots]:
    bots = Bots(slack)
    yield bots
    bots.stop()


@pytest.fixture
def client(slack: LocalSlack) -> WebClient:
    """The bot's Web API client."""
    return WebClient(token=slack.bot_token, base_url=slack.api_base_url)


@pytest.fixture
def heard(slack: LocalSlack, bots: Bots) -> Recorder:
    recorder = Recorder(slack)
    bots.raw(recorder)
    return recorder


@pytest.fixture
def desk(bots: Bots) -> Iterator[Desk]:
    app = bots.bolt(process_before_response=True)
    desk = Desk(app)
    bots.connect(app)
    yield desk
    assert bots.slack.problems == []
