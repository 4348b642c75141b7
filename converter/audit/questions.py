"""The open questions of one automation by kind, and what answering one kind would change."""

from collections.abc import Mapping
from dataclasses import replace

from converter.catalog import TRIGGERS, weighs
from converter.convert import Options, convert_automation
from converter.frozen import Frozen
from converter.report.model import AutomationReport, Level, Question

ASSUMED: dict[str, object] = {
    "text": "?",
    "choice": "skip",
    "parameters": "?",
    "re_entry": "off",
    "window": "?",
    "actions": [],
}
"""An answer of each kind that can be used: what it says does not matter for the level."""


class OpenQuestion(Frozen):
    """``kind`` is the first part of the questions' id, ``target`` what a trigger's question asks
    for (a key of ``tables/targets.toml``). ``level`` is the one that the automation has when all
    ``count`` of them are answered and nothing else changes."""

    kind: str
    target: str | None
    count: int
    level: Level


def open_questions(
    report: AutomationReport, entry: object, options: Options, index: int, base: str
) -> tuple[OpenQuestion, ...]:
    """The automation is converted anew, with the answer assumed, where that can change anything.

    An answer settles a warning that stands where the question does; where another weighs too, the
    level stays, and no conversion is needed to know it.
    """
    kinds: dict[tuple[str, str | None], list[Question]] = {}
    for question in report.questions:
        kinds.setdefault((_kind(question), _target(question, entry, base)), []).append(question)
    weighty = [d for d in report.diagnostics if weighs(d.code, d.severity)]
    found = []
    for (kind, target), asked in kinds.items():
        level = report.level
        places = {question.pointer for question in asked}
        if weighty and all(d.pointer in places for d in weighty):
            level = _level_with(asked, report, entry, options, index, base)
        found.append(OpenQuestion(kind=kind, target=target, count=len(asked), level=level))
    return tuple(found)


def _level_with(
    asked: list[Question],
    report: AutomationReport,
    entry: object,
    options: Options,
    index: int,
    base: str,
) -> Level:
    given = options.answers.get(report.id)
    kept = dict(given) if isinstance(given, Mapping) else {}
    answers = {report.id: kept | {q.id: ASSUMED[q.kind] for q in asked}}
    return convert_automation(entry, replace(options, answers=answers), index, base, True).level


def _kind(question: Question) -> str:
    kind = question.id.partition(":")[0]
    return "target" if kind == "starting_point" else kind


def _target(question: Question, entry: object, base: str) -> str | None:
    """What a trigger's question asks for, by the action that stands at its pointer."""
    if _kind(question) != "target":
        return None
    action = _at(entry, question.pointer.removeprefix(base))
    trigger = TRIGGERS.get(action) if isinstance(action, str) else None
    return trigger.target if trigger is not None else None


def _at(value: object, pointer: str) -> object:
    for token in pointer.split("/")[1:]:
        if isinstance(value, list) and token.isdecimal() and int(token) < len(value):
            value = value[int(token)]
        elif isinstance(value, dict):
            value = value.get(token.replace("~1", "/").replace("~0", "~"))
        else:
            return None
    return value
