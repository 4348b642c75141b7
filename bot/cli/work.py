"""``work``: what the bot has taken in, and what became of it."""

import sys
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any, TypeVar

from rich.console import Console
from rich.table import Table
from rich.text import Text

from bot.cli.given import settings_of
from bot.cli.usage import UsageProblem
from bot.settings import Settings
from bot.storage import StorageProblem, explained
from bot.unfinished import abandon, resend, undelivered
from bot.words import texts
from bot.work.asking import ask
from bot.work.operators import STATES
from bot.work.problems import WorkProblem
from converter.report.model import Language

STYLES = {"failed": "red", "retrying": "yellow", "done": "green", "dropped": "dim"}
COLUMNS = ("id", "state", "kind", "workspace", "accepted", "error", "error_id")

T = TypeVar("T")


def list_work(states: Sequence[str], limit: int, language: Language) -> int:
    """The newest first; without states, what has failed."""
    said = texts("work")
    for state in states:
        if state not in STATES:
            known = ", ".join(STATES)
            raise UsageProblem(said.say("bad_state", language, value=state, known=known))
    answer = _answer({"do": "list", "states": list(states), "limit": limit + 1}, language)
    if answer is None:
        return 1
    items = answer["items"]
    console = Console(highlight=False)
    if not items:
        console.print(said.say("none" if states else "none_failed", language))
        return 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in COLUMNS:
        # An id is there to be copied: it is never cut.
        table.add_column(
            said.say(f"column_{column}", language), no_wrap=column in ("id", "error_id")
        )
    for item in items[:limit]:
        table.add_row(
            Text(item["id"]),
            _state(item["state"], language),
            Text(item["kind"]),
            Text(item["workspace_id"]),
            Text(_moment(item["created_at"])),
            Text(_why(item, language)),
            Text(item["error_id"] or ""),
        )
    console.print(table)
    if len(items) > limit:
        console.print(Text(said.say("more", language, count=limit), style="dim"))
    return 0


def show_work(work_id: str, language: Language) -> int:
    """One piece of work, with its recorded steps."""
    answer = _answer({"do": "show", "id": work_id}, language)
    if answer is None:
        return 1
    said, console, item = texts("work"), Console(highlight=False), answer["item"]
    facts = Table(box=None, pad_edge=False, show_header=False)
    for column, value in (
        ("id", Text(item["id"])),
        ("state", _state(item["state"], language)),
        ("kind", Text(item["kind"])),
        ("workspace", Text(item["workspace_id"])),
        ("key", Text(item["key"])),
        ("queue", Text(item["queue"])),
        ("accepted", Text(_moment(item["created_at"]))),
        ("changed", Text(_moment(item["updated_at"]))),
        ("error", Text(_why(item, language))),
        ("error_id", Text(item["error_id"] or "")),
        ("progress", Text("" if item["progress"] is None else str(item["progress"]))),
    ):
        if value.plain:
            facts.add_row(Text(said.say(f"column_{column}", language), style="bold"), value)
    console.print(facts)
    steps = Table(box=None, pad_edge=False, show_header=False)
    for step in answer["steps"]:
        failed = Text(step["failed"] or "", style="red")
        steps.add_row(_moment(step["at"]), Text(step["name"]), failed or Text(step["child"] or ""))
    if answer["steps"]:
        console.print()
        console.print(steps)
    return 0


def retry_work(work_id: str, language: Language) -> int:
    """0 when it is tried again, 1 when it cannot be."""
    return _order("retry", work_id, "retried", language)


def drop_work(work_id: str, language: Language) -> int:
    """0 when it is dropped, with what it had not sent yet, 1 when it cannot be."""
    shown = _answer({"do": "show", "id": work_id}, language)
    if shown is None or _order("drop", work_id, "dropped_now", language):
        return 1
    item = shown["item"]
    workspace_id, about = str(item["workspace_id"]), str(item["key"])
    left = _told(lambda settings: abandon(settings, workspace_id, work_id, about), language)
    if left is None:
        return 1
    if left:
        said = texts("work").say("dropped_messages", language, count=left)
        Console(highlight=False).print(said, markup=False)
    return 0


def resend_message(key: str, language: Language) -> int:
    """0 when a message that was given up is sent again, 1 when it cannot be."""
    begun = _told(lambda settings: resend(settings, key), language)
    if begun is None:
        return 1
    text = texts("work").say("resent" if begun else "resent_already", language, message=key)
    Console(highlight=False).print(text, markup=False)
    return 0


def list_undelivered(limit: int, language: Language) -> int:
    """Messages that did not arrive, the newest first, without what they say."""
    said, console = texts("work"), Console(highlight=False)
    found = _told(lambda settings: undelivered(settings, limit + 1), language)
    if found is None:
        return 1
    if not found:
        console.print(said.say("none_undelivered", language))
        return 0
    table = Table(box=None, pad_edge=False, header_style="bold")
    for column in ("accepted", "state", "workspace", "channel", "method", "error", "key"):
        table.add_column(said.say(f"column_{column}", language), no_wrap=column == "key")
    for workspace_id, one in found[:limit]:
        table.add_row(
            Text(_moment(one.created_at.isoformat())),
            Text(said.say(f"state_{one.state}_message", language), style="red"),
            Text(workspace_id),
            Text(one.channel),
            Text(one.method),
            Text(one.error or ""),
            Text(one.key),
        )
    console.print(table)
    if len(found) > limit:
        console.print(Text(said.say("more", language, count=limit), style="dim"))
    return 0


def _order(do: str, work_id: str, done: str, language: Language) -> int:
    if _answer({"do": do, "id": work_id}, language) is None:
        return 1
    Console(highlight=False).print(texts("work").say(done, language, id=work_id), markup=False)
    return 0


def _answer(request: dict[str, Any], language: Language) -> dict[str, Any] | None:
    return _told(lambda settings: ask(settings.address, request), language)


def _told(do: Callable[[Settings], T], language: Language) -> T | None:
    """None after the sentence that says why there is nothing to give."""
    settings = settings_of(language)
    try:
        with explained(settings, language):
            return do(settings)
    except WorkProblem as problem:
        print(problem.sentence(language), file=sys.stderr)
    except StorageProblem as problem:
        print(problem.sentence, file=sys.stderr)
    return None


def _state(state: str, language: Language) -> Text:
    return Text(texts("work").say(f"state_{state}", language), style=STYLES.get(state, ""))


def _why(item: dict[str, Any], language: Language) -> str:
    if item["error"] is None and item["state"] == "failed":
        return texts("work").say("died", language)
    return item["error"] or ""


def _moment(text: str | None) -> str:
    return "" if text is None else f"{datetime.fromisoformat(text).astimezone():%Y-%m-%d %H:%M:%S}"
