"""``ask``: the matcher and the FAQ on the command line, for one question or a file of them."""

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.text import Text

from bot.cli.learning import answers_ready
from bot.cli.usage import UsageProblem
from bot.cli.words import said
from bot.cli.wrapping import wrapped
from bot.services.answers import Answers
from bot.services.answers_model import Answer
from converter.report.model import Language
from intents.result import Match

WORKSPACE = ""
"""The command line belongs to no workspace."""
_LINK = re.compile(r"<([^<>|]+)\|([^<>]*)>")


def ask(question: str | None, file: str | None, as_json: bool, language: Language | None) -> int:
    """0 where the question was answered, 3 where it was not (candidates, other words, a person).

    A file always ends in 0. ``language`` is that of the answers where a question does not show
    its own.
    """
    tongue = language or said_language()
    if (question is None) == (file is None):
        raise UsageProblem(said().say("ask_one_of", tongue))
    if file is not None and not as_json:
        raise UsageProblem(said().say("ask_file_json", tongue))
    lines = list(_questions(file, tongue)) if file is not None else []
    answers = answers_ready(tongue)
    if file is not None:
        for identifier, text in lines:
            found = answers.match(WORKSPACE, text, fallback=tongue)
            print(_line({"id": identifier, **_match(found)}))
        return 0
    found = answers.match(WORKSPACE, question or "", fallback=tongue)
    if language is not None:
        found = found.model_copy(update={"language": language})
    if as_json:
        print(json.dumps(_with_answer(found, answers), ensure_ascii=False, indent=2))
    else:
        _show(found, answers)
    return 0 if found.decision in ("answer", "confirm") else 3


def said_language() -> Language:
    from bot.cli.words import chosen_language

    return chosen_language([])


def _questions(file: str, language: Language) -> Iterator[tuple[object, str]]:
    """Id and text of each line; JSON Lines with ``text`` (and ``id``), ``-`` for standard input."""
    try:
        data = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        raw = data.decode("utf-8-sig")
    except FileNotFoundError:
        raise UsageProblem(said().say("ask_no_file", language, file=file)) from None
    except IsADirectoryError:
        raise UsageProblem(said().say("ask_folder", language, file=file)) from None
    except (OSError, UnicodeDecodeError):
        raise UsageProblem(said().say("ask_unreadable", language, file=file)) from None
    # Not splitlines: JSON may hold other line separators inside a string.
    for number, line in enumerate(raw.split("\n"), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            row = None
        if not isinstance(row, dict) or not isinstance(row.get("text"), str):
            raise UsageProblem(said().say("ask_line", language, file=file, line=number))
        yield row.get("id", number), row["text"]


def _line(row: dict[str, Any]) -> str:
    """A line of JSON; half a surrogate pair, which no file can hold, is written as an escape."""
    text = json.dumps(row, ensure_ascii=False)
    return text if _encodes(text) else json.dumps(row)


def _encodes(text: str) -> bool:
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def _match(found: Match) -> dict[str, Any]:
    return {
        "topic": found.topic,
        "confidence": round(found.confidence, 4),
        "decision": found.decision,
        "candidates": [
            {"topic": one.topic, "confidence": round(one.confidence, 4)} for one in found.candidates
        ],
        "language": found.language,
    }


def _with_answer(found: Match, answers: Answers) -> dict[str, Any]:
    shown = _shown_answer(found, answers)
    body = None if shown is None else shown.model_dump(mode="json")
    return {**_match(found), "answer": body}


def _shown_answer(found: Match, answers: Answers) -> Answer | None:
    if found.decision not in ("answer", "confirm") or found.topic is None:
        return None
    return answers.entry(WORKSPACE, found.topic, found.language)


def _show(found: Match, answers: Answers) -> None:
    console = Console(highlight=False)
    language = found.language
    shown = _shown_answer(found, answers)
    if shown is None:
        console.print(said().say(f"ask_{found.decision}", language), markup=False, soft_wrap=True)
        _list(console, found, answers, language)
        return
    if shown.kind == "topic":
        console.print(Text(shown.title, style="bold"))
        console.print()
    console.print(wrapped(_plain(shown.short), console.width), markup=False, soft_wrap=True)
    if shown.detail:
        console.print()
        console.print(wrapped(_plain(shown.detail), console.width), markup=False, soft_wrap=True)
    if shown.kind == "topic":
        console.print()
    for source in shown.sources:
        evidence = said().say(f"evidence_{source.evidence}", language)
        line = said().say(
            "ask_source", language, title=source.title, date=source.date, evidence=evidence
        )
        console.print(Text(line, style="dim"), soft_wrap=True)
        for extra in (source.note, source.url):
            if extra:
                console.print(Text(f"  {extra}", style="dim"), soft_wrap=True)
    if shown.kind == "topic":
        key = "ask_due" if shown.due else "ask_checked"
        line = said().say(key, language, date=shown.checked.isoformat())
        console.print(Text(line, style="dim"), soft_wrap=True)
    if found.decision == "confirm":
        console.print()
        console.print(said().say("ask_confirm", language), markup=False, soft_wrap=True)
        _list(console, found, answers, language, first=1)


def _list(
    console: Console, found: Match, answers: Answers, language: Language, first: int = 0
) -> None:
    for one in found.candidates[first:]:
        entry = answers.entry(WORKSPACE, one.topic, language)
        if entry is not None:
            console.print(f"  • {entry.title}", markup=False, soft_wrap=True)


def _plain(mrkdwn: str) -> str:
    """Slack's text for a terminal: links with their address, no marks, entities undone."""
    text = _LINK.sub(r"\2 (\1)", mrkdwn)
    text = re.sub(r"(?<!\w)[*_](\S(?:[^*_\n]*\S)?)[*_](?!\w)", r"\1", text)
    for entity, char in (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")):
        text = text.replace(entity, char)
    return text.strip()
