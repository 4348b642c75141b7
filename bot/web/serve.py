"""``journeydesk serve`` and ``socket``: the bot as a process, with a sentence for everything that
can go wrong."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Thread

from bot.app import Wired, build
from bot.services import cache
from bot.services.answers import Answers
from bot.settings import Settings, variable
from bot.storage import StorageProblem, explained, role_is_possible
from bot.web.logs import configure_logging
from bot.web.memory import hold_little, settle
from bot.web.server import PortTaken, listen, run
from bot.web.socket import SocketMode, SocketRefused
from bot.words import texts
from bot.work import WorkProblem
from faq import FaqError

Say = Callable[[str], None]


def _print(sentence: str) -> None:
    print(sentence, flush=True)


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def _warm(answers: Answers) -> None:
    answers.warm()
    settle()


def serve(settings: Settings, say: Say = _print, complain: Say = _complain) -> int:
    """Take in what Slack sends over HTTP, do it, or both, as JOURNEYDESK_ROLE says, until SIGTERM
    or Ctrl+C. The exit code: 0, 2 for settings, 1 for anything else."""
    return _Process(settings, say, complain, socket=False).run()


def serve_socket(settings: Settings, say: Say = _print, complain: Say = _complain) -> int:
    """The same through Socket Mode."""
    if settings.journeydesk_role == "worker":
        complain(texts("serving").say("socket_worker", settings.language))
        return 2
    return _Process(settings, say, complain, socket=True).run()


class _Process:
    def __init__(self, settings: Settings, say: Say, complain: Say, *, socket: bool) -> None:
        self._settings = settings
        self._say = say
        self._complain = complain
        self._socket = socket
        self._edge = not socket and settings.journeydesk_role != "worker"

    def run(self) -> int:
        settings = self._settings
        missing = [variable(name) for name in self._needed() if getattr(settings, name) is None]
        if missing:
            for name in missing:
                self._complain(self._said(f"missing_{name.lower()}"))
            self._complain(self._said("missing_help"))
            return 2
        if not role_is_possible(settings):
            self._complain(WorkProblem("one_process").sentence(settings.language))
            return 2
        configure_logging()
        hold_little()
        where = f"{settings.host}:{settings.port}"
        try:
            listener = listen(settings.host, settings.port)
        except PortTaken as reason:
            self._complain(self._said("port_taken", where=where, why=str(reason)))
            return 1
        with listener:
            wired = self._built()
            if wired is None:
                return 1
            try:
                wired.start()
                for sentence in wired.workspace.sentences:
                    self._say(sentence)
                with self._connected(wired):
                    run(wired.asgi, listener, lambda: self._say(self._listening(where)))
            except WorkProblem as problem:
                self._complain(problem.sentence(settings.language))
                return 1
            except SocketRefused as refused:
                self._complain(self._said("socket_refused", error=str(refused)))
                return 1
            finally:
                wired.close()
        self._say(self._said("stopped"))
        return 0

    def _needed(self) -> tuple[str, ...]:
        if self._socket:
            return "slack_bot_token", "slack_app_token"
        return ("slack_bot_token", "slack_signing_secret") if self._edge else ("slack_bot_token",)

    def _built(self) -> Wired | None:
        settings = self._settings
        try:
            with explained(settings, settings.language):
                folder = cache.folder(settings.journeydesk_cache)
                answers = Answers(settings.journeydesk_faq, folder)
                role = settings.journeydesk_role
                wired = build(settings, answers, role=role, edge=self._edge)
        except FaqError as error:
            for problem in error.problems:
                self._complain(problem.say(settings.language))
        except StorageProblem as problem_there:
            self._complain(problem_there.sentence)
        else:
            # Beside serving: whoever asks first waits at most as long as without it.
            Thread(target=_warm, args=(answers,), name="warming", daemon=True).start()
            return wired
        return None

    @contextmanager
    def _connected(self, wired: Wired) -> Iterator[None]:
        """In Socket Mode, the connection is there as long as the process answers on its port."""
        token = self._settings.slack_app_token
        if not self._socket or token is None:
            yield
            return
        socket = SocketMode(
            wired.bolt_app,
            wired.keep,
            app_token=token.get_secret_value(),
            base_url=self._settings.slack_api_base_url,
            prepare=wired.workspace.prepare,
            after_outage=wired.missed,
        )
        socket.start()
        try:
            yield
        finally:
            socket.close()

    def _listening(self, where: str) -> str:
        if self._edge:
            return self._said("listening", where=where)
        return self._said("listening_socket" if self._socket else "listening_worker", where=where)

    def _said(self, key: str, **params: str) -> str:
        return texts("serving").say(key, self._settings.language, **params)
