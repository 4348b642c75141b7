"""Blocks added to Block Kit in 2025 and 2026: tables, cards, alerts, tasks."""

from collections.abc import Callable

from bot.playground.limits.composition import IDENTIFIER, URL
from bot.playground.limits.elements import check_element
from bot.playground.limits.findings import Node
from bot.playground.limits.rich_text import check_rich_text
from bot.playground.limits.surfaces import Tally

LEVELS = ("default", "info", "warning", "error", "success")
TABLE_ROWS, TABLE_COLUMNS = 100, 20
DATA_ROWS = 101  # the header and 100 rows


def _alert(node: Node, _tally: Tally) -> None:
    node.only("type", "block_id", "text", "level")
    # 200 characters: Slack's Java SDK and the slackblocks limit table; the reference is silent.
    node.text("text", 200, required=True)
    node.one_of("level", LEVELS)


def _table(node: Node, tally: Tally) -> None:
    node.only("type", "block_id", "rows", "column_settings")
    tally.tables += 1
    if tally.tables > 1:
        node.fail("only one table allowed")
    _check_rows(node, 1, TABLE_ROWS)
    node.array("column_settings", 0, TABLE_COLUMNS, required=False)


def _data_table(node: Node, _tally: Tally) -> None:
    node.only("type", "block_id", "caption", "rows", "page_size", "row_header_column_index")
    node.string("caption", required=True)
    widths = _check_rows(node, 2, DATA_ROWS, rich_header=False)
    if len(set(widths)) > 1:
        node.fail("every row must have as many cells as the header", "rows")
    node.integer("page_size", 1, 100)
    node.integer("row_header_column_index", 0, max(widths, default=1) - 1)


def _check_rows(node: Node, low: int, high: int, *, rich_header: bool = True) -> list[int]:
    widths = []
    for number, row in enumerate(node.array("rows", low, high)):
        if not isinstance(row, list):
            node.fail("must be an array", "rows", number)
            continue
        widths.append(len(row))
        holder = Node({str(number): row}, f"{node.pointer}/rows", node.log)
        for cell in holder.children(str(number), 1, TABLE_COLUMNS):
            _check_cell(cell, rich=rich_header or number > 0)
    return widths


def _check_cell(cell: Node, *, rich: bool) -> None:
    kind = cell.value.get("type")
    if kind == "raw_text":
        cell.only("type", "text")
        cell.string("text", required=True)
    elif kind == "raw_number":
        cell.only("type", "value", "text")
        value = cell.value.get("value")
        if not isinstance(value, int | float) or isinstance(value, bool):
            cell.fail("must be a number", "value")
    elif kind == "rich_text" and rich:
        check_rich_text(cell)
    else:
        cell.fail(f"unsupported type: {kind}", "type")


def _card(node: Node, _tally: Tally) -> None:
    node.only(
        "type",
        "block_id",
        "hero_image",
        "icon",
        "slack_icon",
        "title",
        "subtitle",
        "body",
        "subtext",
        "actions",
    )
    if not {"hero_image", "title", "actions", "body"} & node.value.keys():
        node.fail("must define at least one of `hero_image`, `title`, `actions`, `body`")
    node.text("title", 150)
    node.text("subtitle", 150)
    node.text("body", 200)
    node.text("subtext", 200)
    for key in ("hero_image", "icon"):
        image = node.child(key)
        if image is not None:
            check_element(image, frozenset({"image"}))
    seen: set[str] = set()
    for button in node.children("actions", 1, 3, required=False):
        check_element(button, frozenset({"button"}))
        action_id = button.value.get("action_id")
        if isinstance(action_id, str) and action_id in seen:
            button.fail(f"duplicate action_id: {action_id}", "action_id")
        seen.add(str(action_id))


def _carousel(node: Node, tally: Tally) -> None:
    node.only("type", "block_id", "elements")
    for card in node.children("elements", 1, 10):
        if card.value.get("type") != "card":
            card.fail("a carousel holds card blocks only", "type")
        else:
            _card(card, tally)


def _task_card(node: Node, _tally: Tally) -> None:
    node.only("type", "block_id", "task_id", "title", "details", "output", "sources", "status")
    node.string("task_id", IDENTIFIER, required=True)
    node.string("title", required=True)
    node.one_of("status", ["pending", "in_progress", "complete", "error"])
    for key in ("details", "output"):
        rich = node.child(key)
        if rich is not None:
            check_rich_text(rich)
    for source in node.children("sources", 0, None, required=False):
        source.only("type", "url", "text")
        source.one_of("type", ["url"], required=True)
        source.string("url", URL, required=True)
        source.string("text", required=True)


def _plan(node: Node, tally: Tally) -> None:
    node.only("type", "block_id", "title", "tasks")
    node.string("title", required=True)
    for task in node.children("tasks", 1, None, required=False):
        if task.value.get("type") not in (None, "task_card"):
            task.fail("a plan holds task_card blocks only", "type")
        else:
            _task_card(task, tally)


NEWER_BLOCKS: dict[str, Callable[[Node, Tally], None]] = {
    "alert": _alert,
    "table": _table,
    "data_table": _data_table,
    "card": _card,
    "carousel": _carousel,
    "task_card": _task_card,
    "plan": _plan,
}
