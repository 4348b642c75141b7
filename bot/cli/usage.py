"""What went wrong with a command, as a sentence with its remedy."""

import logging
import re
import traceback
from collections.abc import Sequence

from bot.cli.words import said
from converter.convert import error_id_of
from converter.language import quote
from converter.report.model import Language

log = logging.getLogger(__name__)

_IN_BRACKETS = re.compile(r" \((.*)\)\.?$", re.DOTALL)


class UsageProblem(Exception):
    """The command was used wrongly; ``sentence`` says how and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def usage_sentence(
    error: Exception, language: Language, given: Sequence[str] = ()
) -> tuple[str, int]:
    """The sentence and the exit code: 2 for usage, 1 for a fault of ours.

    ``given`` is what was typed after ``journeydesk``. The parser's own words are English and
    never shown.
    """
    if isinstance(error, UsageProblem):
        return error.sentence, 2
    key, what = _told(error, given)
    if key is not None:
        shown = quote(language, what) if what else ""
        return said().say(key, language, what=shown), 2
    error_id = error_id_of(error)
    log.debug("internal error %s\n%s", error_id, "".join(traceback.format_exception(error)))
    return said().say("internal", language, error_id=error_id), 1


def _told(error: Exception, given: Sequence[str]) -> tuple[str | None, str]:
    """The sentence's key, and the word that it is about."""
    kind = type(error).__name__
    option = str(getattr(error, "option_name", None) or "")
    match kind:
        case "NoSuchOption":
            return "no_such_option", option
        case "BadOptionUsage":
            needed = "requires" in str(error)
            return "option_needs_value" if needed else "option_takes_none", option
        case "MissingParameter":
            name = _name(error)
            return ("missing_file", "") if name == "FILE" else ("missing_parameter", name)
        case "BadParameter" | "BadArgumentUsage":
            return "bad_parameter", _name(error)
        case "UsageError":
            return _misplaced(error, given)
    return None, ""


def _misplaced(error: Exception, given: Sequence[str]) -> tuple[str, str]:
    """A word that is no command, or one too many."""
    if hasattr(getattr(error, "cmd", None), "commands"):
        words = [one for one in given if not one.startswith("-")]
        group = str(getattr(getattr(error, "ctx", None), "info_name", None) or "")
        if group in words:
            words = words[words.index(group) + 1 :]
        word = next(iter(words), "")
        return ("no_such_command", word) if word else ("usage", "")
    found = _IN_BRACKETS.search(str(error))
    return ("one_too_many", found[1]) if found else ("usage", "")


def _name(error: Exception) -> str:
    """The option as it is typed, the argument as the help names it."""
    parameter = getattr(error, "param", None)
    options = [str(name) for name in getattr(parameter, "opts", None) or ()]
    if options and options[0].startswith("-"):
        return options[0]
    return str(getattr(parameter, "metavar", None) or getattr(parameter, "name", None) or "")
