"""``journeydesk serve``: the bot behind HTTP, with a sentence for everything that can go wrong."""

import sys
from collections.abc import Callable

from sqlalchemy.exc import SQLAlchemyError

from bot.app import Wired, build
from bot.services import cache
from bot.services.answers import Answers
from bot.settings import Settings, variable
from bot.store.engine import DriverMissing
from bot.web.logs import configure_logging
from bot.web.server import PortTaken, listen, run
from bot.words import texts
from faq import FaqError

Say = Callable[[str], None]

NEEDED = ("slack_bot_token", "slack_signing_secret")


def _print(sentence: str) -> None:
    print(sentence, flush=True)


def _complain(sentence: str) -> None:
    print(sentence, file=sys.stderr, flush=True)


def serve(settings: Settings, say: Say = _print, complain: Say = _complain) -> int:
    """Serve until SIGTERM or Ctrl+C. The exit code: 0, 2 for settings, 1 for anything else."""
    language, said = settings.language, texts("serving")
    missing = [variable(name) for name in NEEDED if getattr(settings, name) is None]
    if missing:
        for name in missing:
            complain(said.say(f"missing_{name.lower()}", language))
        complain(said.say("missing_help", language))
        return 2
    configure_logging()
    where = f"{settings.host}:{settings.port}"
    try:
        listener = listen(settings.host, settings.port)
    except PortTaken as reason:
        complain(said.say("port_taken", language, where=where, why=str(reason)))
        return 1
    with listener:
        wired = _built(settings, complain)
        if wired is None:
            return 1
        try:
            for sentence in wired.workspace.sentences:
                say(sentence)
            run(wired.asgi, listener, lambda: say(said.say("listening", language, where=where)))
        finally:
            wired.close()
    say(said.say("stopped", language))
    return 0


def _built(settings: Settings, complain: Say) -> Wired | None:
    language, said = settings.language, texts("serving")
    try:
        return build(
            settings, Answers(settings.journeydesk_faq, cache.folder(settings.journeydesk_cache))
        )
    except FaqError as error:
        for problem in error.problems:
            complain(problem.say(language))
    except DriverMissing as error:
        complain(said.say("driver_missing", language, driver=str(error)))
    except (SQLAlchemyError, OSError) as error:
        complain(said.say("database_fails", language, why=reason_of(error)))
    return None


def reason_of(error: BaseException) -> str:
    """The first line of what a driver says, without the statement and its parameters."""
    cause = getattr(error, "orig", None) or error
    lines = str(cause).strip().splitlines()
    return lines[0][:200] if lines else type(cause).__name__
