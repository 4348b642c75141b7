"""Text that can be written as UTF-8.

JSON lets a string hold half a surrogate pair (``"\\ud800"``); no file or message can carry it.
"""

import json


def whole_text(text: str) -> str:
    """``text`` with every half of a surrogate pair replaced by a question mark."""
    return text if text.isascii() else text.encode("utf-8", "replace").decode("utf-8")


def whole(value: object) -> object:
    """The JSON value itself where all its text can be written, else a copy that can be."""
    if _writable(value):
        return value
    root: list[object] = [value]
    todo: list[tuple[dict[str, object] | list[object], str | int]] = [(root, 0)]
    while todo:
        holder, key = todo.pop()
        node = holder[key]  # type: ignore[index]
        made: object = node
        if isinstance(node, str):
            made = whole_text(node)
        elif isinstance(node, dict):
            made = members = {whole_text(str(k)): v for k, v in node.items()}
            todo.extend((members, k) for k in members)
        elif isinstance(node, list):
            made = items = list(node)
            todo.extend((items, i) for i in range(len(items)))
        holder[key] = made  # type: ignore[index]
    return root[0]


def _writable(value: object) -> bool:
    """Whether UTF-8 takes all of it; asked of the json module, which walks it in C."""
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except (ValueError, TypeError, RecursionError):
        return False
    return True
