"""Small valid pieces of Block Kit, to be made invalid one way at a time."""

from typing import Any

from bot.playground.limits import Json


def plain(n: int = 1, text: str | None = None) -> Json:
    return {"type": "plain_text", "text": text if text is not None else "x" * n}


def mrkdwn(n: int = 1) -> Json:
    return {"type": "mrkdwn", "text": "x" * n}


def option(n: int = 1, value: int = 1) -> Json:
    return {"text": plain(n), "value": "v" * value}


def options(n: int) -> list[Json]:
    return [{"text": plain(1), "value": str(i)} for i in range(n)]


def button(**more: Any) -> Json:
    return {"type": "button", "text": plain(), **more}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def section(**more: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **more}


def select(**more: Any) -> Json:
    return {"type": "static_select", "options": options(1), **more}


def form(element: Json, **more: Any) -> Json:
    return {"type": "input", "label": plain(), "element": element, **more}


def image(**more: Any) -> Json:
    return {"type": "image", "image_url": "https://x.test/a.png", "alt_text": "a", **more}


def confirm(**more: Any) -> Json:
    whole = {"title": plain(), "text": plain(), "confirm": plain(), "deny": plain()}
    return actions(button(confirm=whole | more))


def raw(text: str = "x") -> Json:
    return {"type": "raw_text", "text": text}


def table(rows: int, columns: int = 1) -> Json:
    return {"type": "table", "rows": [[raw()] * columns] * rows}


def data_table(rows: int, **more: Any) -> Json:
    return {"type": "data_table", "caption": "c", "rows": [[raw()]] * rows, **more}


def card(**more: Any) -> Json:
    return {"type": "card", "title": plain(), **more}


def divider() -> Json:
    return {"type": "divider"}


def numbered_buttons(n: int) -> list[Json]:
    return [button(action_id=str(i)) for i in range(n)]


def view(kind: str = "modal", **more: Any) -> Json:
    whole: Json = {"type": kind, "blocks": [divider()]}
    return whole | ({"title": plain()} if kind == "modal" else {}) | more
