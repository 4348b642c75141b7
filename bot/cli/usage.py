"""What went wrong with a command, as a sentence with its remedy."""

import logging
import traceback

from bot.cli.words import said
from converter.convert import error_id_of
from converter.report.model import Language

log = logging.getLogger(__name__)


class UsageProblem(Exception):
    """The command was used wrongly; ``sentence`` says how and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def usage_sentence(error: Exception, language: Language) -> tuple[str, int]:
    """The sentence and the exit code: 2 for usage, 1 for a fault of ours."""
    if isinstance(error, UsageProblem):
        return error.sentence, 2
    kind = type(error).__name__
    keys = {
        "NoSuchOption": "no_such_option",
        "NoSuchCommand": "no_such_command",
        "MissingParameter": "missing_parameter",
        "BadParameter": "bad_parameter",
        "BadOptionUsage": "bad_option",
        "BadArgumentUsage": "bad_parameter",
        "UsageError": "usage",
    }
    if kind in keys:
        return said().say(keys[kind], language, what=_what(error)), 2
    error_id = error_id_of(error)
    log.debug("internal error %s\n%s", error_id, "".join(traceback.format_exception(error)))
    return said().say("internal", language, error_id=error_id), 1


def _what(error: Exception) -> str:
    """The option, argument or word the error is about."""
    parameter = getattr(error, "param", None)
    value = getattr(error, "option_name", None) or getattr(parameter, "name", None)
    if value:
        opts = getattr(parameter, "opts", None)
        return str(opts[0] if opts and str(opts[0]).startswith("-") else value)
    return str(error)
