"""JSON Pointers (RFC 6901) and the leaves of a JSON value."""

from collections.abc import Iterator


def escape(token: str) -> str:
    return token.replace("~", "~0").replace("/", "~1") if "~" in token or "/" in token else token


def join(base: str, *tokens: str | int) -> str:
    return base + "".join(f"/{t}" if isinstance(t, int) else f"/{escape(t)}" for t in tokens)


ONE_ROW = frozenset({"_links", "report_summary"})
"""Containers that count as one leaf: they describe, they configure nothing."""


def leaves(value: object, base: str, pattern: str = "") -> Iterator[tuple[str, str, object]]:
    """Every leaf as (pointer, pattern, value); an empty container is a leaf.

    ``pattern`` is the dotted path with ``*`` for a place in a list. Walks without recursion.
    """
    stack: list[tuple[str, str, object]] = [(base, pattern, value)]
    while stack:
        pointer, path, node = stack.pop()
        if isinstance(node, dict) and node:
            prefix = f"{path}." if path else ""
            for key in reversed(node):
                child = node[key]
                if key in ONE_ROW:
                    stack.append((f"{pointer}/{key}", f"{prefix}{key}", None))
                else:
                    stack.append((f"{pointer}/{escape(key)}", prefix + key, child))
        elif isinstance(node, list) and node:
            path = f"{path}.*"
            stack.extend((f"{pointer}/{i}", path, node[i]) for i in range(len(node) - 1, -1, -1))
        else:
            yield pointer, path, node
