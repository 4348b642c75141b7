"""The file of ``--answers``: ``{automation id: {question id: answer}}``."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from bot.cli.usage import UsageProblem
from bot.cli.words import said
from bot.services.answer_file import HINTS
from converter.language import listing, quote
from converter.report.model import Language


def answers_in(path: Path | None, language: Language) -> dict[str, dict[str, object]]:
    """What the file holds, without our own hints. Raises UsageProblem."""
    if path is None:
        return {}
    name = str(path)
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
    except OSError:
        raise UsageProblem(said().say("answers_missing", language, file=name)) from None
    except (ValueError, RecursionError) as error:
        line = str(getattr(error, "lineno", 1))
        sentence = said().say("answers_not_json", language, file=name, line=line)
        raise UsageProblem(sentence) from None
    if not isinstance(raw, dict):
        raise UsageProblem(said().say("answers_shape", language, file=name, place="/"))
    raw.pop(HINTS, None)
    for key, value in raw.items():
        if not isinstance(value, dict):
            raise UsageProblem(said().say("answers_shape", language, file=name, place=f"/{key}"))
    return raw


def unused_answers(
    path: Path, answers: Mapping[str, object], ids: Iterable[str], language: Language
) -> list[str]:
    """A sentence where answers name automations that are not among ``ids``; most often none."""
    known = set(ids)
    unknown = [quote(language, one) for one in answers if one not in known]
    if not unknown:
        return []
    named = listing(language, unknown)
    return [said().say("answers_unknown", language, file=str(path), ids=named)]


__all__ = ["answers_in", "unused_answers"]
