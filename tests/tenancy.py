"""Watches what is sent to a database: every statement has to name the one workspace it is about."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event

from bot.store.models import EVERY_WORKSPACE, Base

COLUMNS = {name: "id" if name == "workspaces" else "workspace_id" for name in Base.metadata.tables}
"""Each table with the column that names the workspace."""

_TABLES = "|".join(COLUMNS)
_INSERT = re.compile(rf'\s*INSERT INTO "?({_TABLES})"?\s*(\(.*)', re.DOTALL)
_CHANGE = re.compile(rf'\s*(?:UPDATE|DELETE FROM) "?({_TABLES})"?\b(.*)', re.DOTALL)
_READ = re.compile(rf'(?:\bFROM|\bJOIN|,)\s+"?({_TABLES})"?\b(?: AS (\w+))?')


def strays(statement: str) -> list[str]:
    """The tables that a statement reads or changes without naming one workspace."""
    if (found := _INSERT.match(statement)) is not None:
        columns = found[2].partition(")")[0]
        return [] if re.search(rf"\b{COLUMNS[found[1]]}\b", columns) else [found[1]]
    if (found := _CHANGE.match(statement)) is not None:
        named = {found[1]: found[1]}
        where = found[2].partition("WHERE")[2]
    elif statement.lstrip().startswith("SELECT"):
        where = statement[statement.find("FROM") :]
        named = {m[2] or m[1]: m[1] for m in _READ.finditer(where)}
    else:
        return []
    return [table for name, table in named.items() if not _bound(where, name, COLUMNS[table])]


def _bound(where: str, name: str, column: str) -> bool:
    """Whether ``where`` holds ``name.column`` equal to something."""
    place = rf'\b{name}"?\."?{column}\b'
    return bool(re.search(rf"{place} = |= \"?{place}", where))


@contextmanager
def only_of_one_workspace(engine: Engine) -> Iterator[None]:
    """Fails at its end when a statement in the block was about more than one workspace.

    What is meant for all of them says so: ``execution_options(**EVERY_WORKSPACE)``.
    """
    found: list[str] = []

    def look(
        _conn: Any, _cursor: Any, statement: str, _parameters: Any, context: Any, _many: bool
    ) -> None:
        options: Mapping[str, Any] = context.execution_options
        if strays(statement) and not EVERY_WORKSPACE.items() <= options.items():
            found.append(f"{strays(statement)}: {statement}")

    event.listen(engine, "before_cursor_execute", look)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", look)
    assert not found, "about no one workspace:\n" + "\n".join(found)
