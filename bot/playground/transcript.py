"""A conversation as plain text, for people who read tests.

Buttons are [Label], selects (Placeholder ▾); mrkdwn stays as it was sent, with names for ids.
"""

import re
from collections.abc import Callable, Iterable, Mapping

from bot.playground.limits import Json
from bot.playground.typed_text import unescape

_MENTION = re.compile(r"<([@#!][^>|]+|[a-z]+:[^>|]+)(?:\|([^>]*))?>")


class Writer:
    """Writes blocks as lines of text; `names` maps user and channel ids to what people read."""

    def __init__(self, names: Mapping[str, str]) -> None:
        self._names = names
        self._blocks: dict[str, Callable[[Json], list[str]]] = {
            "section": self._section,
            "header": lambda block: [f"# {self.text(block['text'])}"],
            "divider": lambda _block: ["---"],
            "context": self._context,
            "actions": lambda block: [" ".join(map(self.element, block["elements"]))],
            "context_actions": lambda block: [" ".join(map(self.element, block["elements"]))],
            "image": lambda block: [f"{{image: {block['alt_text']}}}"],
            "input": self._input,
            "markdown": lambda block: str(block["text"]).splitlines(),
            "rich_text": self._rich_text,
            "table": self._table,
            "data_table": self._table,
            "alert": lambda b: [f"({b.get('level', 'default')}) {self.text(b['text'])}"],
            "card": self._card,
            "carousel": lambda b: [line for card in b["elements"] for line in self._card(card)],
            "container": self._container,
            "task_card": lambda block: [f"[{block.get('status', 'pending')}] {block['title']}"],
            "plan": self._plan,
            "video": lambda block: [f"{{video: {self.text(block['title'])}}}"],
        }

    def blocks(self, blocks: Iterable[Json]) -> list[str]:
        return [line for block in blocks for line in self._blocks[block["type"]](block)]

    def mrkdwn(self, text: str) -> str:
        """Text in Slack's form as people read it: names for ids, links with their address."""

        def replace(match: re.Match[str]) -> str:
            target, label = match[1], match[2]
            if target[0] in "@#":
                name = self._names.get(target[1:], label or target[1:])
                return f"{target[0]}{name}"
            if target[0] == "!":
                return label or f"@{target[1:]}"
            return f"{label} ({target})" if label and label != target else target

        return unescape(_MENTION.sub(replace, text))

    def text(self, text: Json) -> str:
        """A text object; plain text is shown as it is."""
        return self.mrkdwn(text["text"]) if text["type"] == "mrkdwn" else str(text["text"])

    def element(self, element: Json) -> str:
        kind = element["type"]
        if kind in ("button", "workflow_button"):
            return f"[{self.text(element['text'])}]"
        if kind == "icon_button":
            return f"[{self.text(element['text'])}]"
        if kind == "feedback_buttons":
            pair = (element["positive_button"], element["negative_button"])
            return " ".join(f"[{self.text(button['text'])}]" for button in pair)
        if kind == "overflow":
            return f"[⋯ {self._options(element)}]"
        if kind in ("radio_buttons", "checkboxes"):
            return self._choices(element)
        if kind == "image":
            return f"{{image: {element['alt_text']}}}"
        if kind in ("plain_text", "mrkdwn"):
            return self.text(element)
        label = self.text(element["placeholder"]) if "placeholder" in element else ""
        if kind.endswith("_select"):
            chosen = element.get("initial_option") or {}
            label = self.text(chosen["text"]) if chosen else label
            if "initial_user" in element:
                label = self.mrkdwn(f"<@{element['initial_user']}>")
            return f"({label} ▾)"
        for key in ("initial_value", "initial_date", "initial_time", "initial_date_time"):
            label = str(element.get(key, label))
        return f"({label})"

    def _options(self, element: Json) -> str:
        return " | ".join(self.text(option["text"]) for option in element["options"])

    def _choices(self, element: Json) -> str:
        chosen = [element.get("initial_option"), *element.get("initial_options", [])]
        on, off = ("(•)", "( )") if element["type"] == "radio_buttons" else ("[x]", "[ ]")
        return " ".join(
            f"{on if option in chosen else off} {self.text(option['text'])}"
            for option in element["options"]
        )

    def _section(self, block: Json) -> list[str]:
        lines = self.text(block["text"]).splitlines() if "text" in block else []
        lines += [f"| {self.text(field)}".replace("\n", " ") for field in block.get("fields", [])]
        if "accessory" in block:
            shown = self.element(block["accessory"])
            lines = [*lines[:-1], f"{lines[-1]}  {shown}"] if lines else [shown]
        return lines

    def _context(self, block: Json) -> list[str]:
        joined = " · ".join(self.element(element) for element in block["elements"])
        return [f"› {line}" for line in joined.splitlines()]

    def _input(self, block: Json) -> list[str]:
        mark = "" if block.get("optional") else "*"
        line = f"{self.text(block['label'])}{mark}: {self.element(block['element'])}"
        return [line, f"  ({self.text(block['hint'])})"] if "hint" in block else [line]

    def _card(self, block: Json) -> list[str]:
        parts = [
            self.text(block[k]) for k in ("title", "subtitle", "body", "subtext") if k in block
        ]
        buttons = " ".join(map(self.element, block.get("actions", [])))
        return [*parts, *([buttons] if buttons else [])]

    def _container(self, block: Json) -> list[str]:
        title = self.text(block["title"]) if "title" in block else "…"
        return [f"┌ {title}", *(f"│ {line}" for line in self.blocks(block["child_blocks"]))]

    def _plan(self, block: Json) -> list[str]:
        tasks = block.get("tasks", [])
        return [str(block["title"]), *(f"- {task['title']}" for task in tasks)]

    def _table(self, block: Json) -> list[str]:
        rows = [" | ".join(self._cell(cell) for cell in row) for row in block["rows"]]
        return [f"| {row} |" for row in rows]

    def _cell(self, cell: Json) -> str:
        if cell["type"] == "rich_text":
            return " ".join(self._rich_text(cell))
        return str(cell["text"] if "text" in cell else cell["value"])

    def _rich_text(self, block: Json) -> list[str]:
        lines: list[str] = []
        for part in block["elements"]:
            kind = part["type"]
            if kind == "rich_text_list":
                for number, item in enumerate(part["elements"], 1):
                    bullet = "•" if part["style"] == "bullet" else f"{number}."
                    indent = "  " * part.get("indent", 0)
                    lines.append(f"{indent}{bullet} {self._inline(item)}")
            else:
                prefix = "> " if kind == "rich_text_quote" else ""
                lines += [prefix + line for line in self._inline(part).splitlines() or [""]]
        return lines

    def _inline(self, part: Json) -> str:
        words = []
        for item in part["elements"]:
            kind = item["type"]
            if kind in ("user", "channel"):
                sign, key = ("@", "user_id") if kind == "user" else ("#", "channel_id")
                words.append(sign + self._names.get(item[key], item[key]))
            elif kind == "link":
                label = item.get("text")
                words.append(f"{label} ({item['url']})" if label else item["url"])
            elif kind == "emoji":
                words.append(f":{item['name']}:")
            elif kind == "broadcast":
                words.append(f"@{item['range']}")
            else:
                words.append(str(item.get("text") or item.get("fallback") or item.get("value", "")))
        return "".join(words)


def write_message(writer: Writer, message: Json, *, in_channel: bool = False) -> list[str]:
    """A message of the page's form: its first line names the author and what is special.

    `in_channel` writes a reply as it stands in its channel, where it was sent to as well.
    """
    marks = [
        mark
        for mark, on in (
            ("APP", message["is_bot"]),
            ("only you", message["ephemeral"] and not message["notice"]),
            ("Slack", message["notice"]),
            ("edited", message["edited"]),
            ("deleted", message["deleted"]),
            ("to a thread" if in_channel else "also to the channel", message["broadcast"]),
        )
        if on
    ]
    body = (
        writer.blocks(message["blocks"])
        if message["blocks"]
        else writer.mrkdwn(message["text"]).splitlines()
    )
    body += [f"{{file: {file['title']}}}" for file in message["files"]]
    if message["reactions"]:
        body.append(" ".join(f":{r['name']}: {r['count']}" for r in message["reactions"]))
    head = message["name"] + "".join(f" ({mark})" for mark in marks)
    is_reply = message["thread_ts"] not in (None, message["ts"])
    indent = "    " if is_reply and not in_channel else ""
    if len(body) == 1:
        return [f"{indent}{head}: {body[0]}"]
    return [f"{indent}{head}:", *(f"{indent}  {line}".rstrip() for line in body)]


def write_view(writer: Writer, view: Json) -> list[str]:
    """A modal or Home tab of the page's form, in a frame."""
    name = "Home" if view["type"] == "home" else f"Modal: {view['title']}"
    buttons = [f"[{view[key]}]" for key in ("close", "submit") if view[key]]
    lines = [f"┌ {name}"]
    for block in view["blocks"]:
        lines += [f"│ {line}".rstrip() for line in writer.blocks([block])]
        error = (view["errors"] or {}).get(block["block_id"])
        if error:
            lines.append(f"│   ! {error}")
    return [*lines, f"└ {' '.join(buttons)}".rstrip()]
