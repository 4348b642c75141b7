"""Two weeks of history: what one real event left behind, many times over.

Every row is a copy of a real one with its own key and moment, made by the database itself.
"""

from collections.abc import Mapping

from sqlalchemy import Connection, Engine, inspect, text

DAYS = 14
TALKS = 600
"""Conversations that the events are spread over."""
_APPLICATION = ("inbox", "outbox", "received_events", "conversations", "turns")
_SYSTEM = ("workflow_status", "operation_outputs")


def multiply(application: Engine, system: Engine, schema: str | None, rows: int) -> int:
    """Copy what the one event in the databases left, until there are about ``rows``; how many
    there are then. ``schema`` is where the tables of the engine stand."""
    with application.connect() as connection:
        each = sum(_count(connection, name, None) for name in _APPLICATION)
    with system.connect() as connection:
        each += sum(_count(connection, name, schema) for name in _SYSTEM)
    events = rows // each
    with application.begin() as connection:
        for name, changed in _of_application(connection, events).items():
            count = TALKS if name == "conversations" else events
            _copy(connection, name, None, changed, count)
        made = sum(_count(connection, name, None) for name in _APPLICATION)
    with system.begin() as connection:
        changed = _of_system(connection, events)
        for name in _SYSTEM:
            _copy(connection, name, schema, changed, events, "workflow_uuid LIKE 'slack:%'")
        made += sum(_count(connection, name, schema) for name in _SYSTEM)
    for engine in (application, system):
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            # What grew in two weeks was tidied in these two weeks.
            tidy = (
                ("ANALYZE",)
                if engine.dialect.name == "sqlite"
                else ("VACUUM ANALYZE", "CHECKPOINT")
            )
            for statement in tidy:
                connection.execute(text(statement))
    return made


def unfinished(system: Engine, schema: str | None) -> int:
    """How much work is not over."""
    table = "workflow_status" if schema is None else f"{schema}.workflow_status"
    counted = text(f"SELECT count(*) FROM {table} WHERE status IN ('ENQUEUED', 'PENDING')")
    with system.connect() as connection:
        return int(connection.scalar(counted) or 0)


def _of_application(connection: Connection, events: int) -> dict[str, Mapping[str, str]]:
    """For each table, in order, how its columns are changed; ``n.i`` counts the copies."""
    at = _moment(connection, events)
    talk = f"'DH' || (n.i % {TALKS})"
    times = ("received_at", "done_at", "created_at", "tried_at", "sent_at")
    kept = {"key": "'old:' || n.i || ':' || t.id", **dict.fromkeys(times, at)}
    first = "(SELECT min(id) FROM conversations WHERE channel LIKE 'DH%')"
    return {
        "inbox": kept,
        "outbox": {**kept, "channel": talk},
        "received_events": kept,
        "conversations": {"channel": talk, "last_activity": at},
        "turns": {
            "conversation_id": f"{first} + n.i % {TALKS}",
            "asker": f"'UH' || (n.i % {TALKS})",
            "question_ts": "CAST(1700000000 + n.i AS TEXT) || '.000100'",
            "asked_at": at,
            "answered_at": at,
        },
    }


def _of_system(connection: Connection, events: int) -> dict[str, str]:
    whole = "BIGINT" if connection.dialect.name == "postgresql" else "INTEGER"
    times = (
        "created_at",
        "updated_at",
        "completed_at",
        "started_at_epoch_ms",
        "completed_at_epoch_ms",
        "retention_timestamp",
    )
    moved = f"CAST(t.{{}} - {DAYS * 86_400_000.0} * n.i / {events} AS {whole})"
    return {
        "workflow_uuid": "t.workflow_uuid || '/' || n.i",
        **{name: moved.format(name) for name in times},
    }


def _moment(connection: Connection, events: int) -> str:
    """Evenly spread over the days, up to a minute ago."""
    seconds = f"({DAYS * 86_400.0} * n.i / {events})"
    if connection.dialect.name == "postgresql":
        return f"now() - interval '1 minute' - make_interval(secs => {seconds})"
    return f"strftime('%Y-%m-%d %H:%M:%f', 'now', '-' || (60 + {seconds}) || ' seconds') || '000'"


def _copy(
    connection: Connection,
    table: str,
    schema: str | None,
    changed: Mapping[str, str],
    count: int,
    which: str = "1 = 1",
) -> None:
    columns = [one["name"] for one in inspect(connection).get_columns(table, schema)]
    columns = [name for name in columns if name != "id"]
    taken = ", ".join(changed.get(name, f't."{name}"') for name in columns)
    named = ", ".join(f'"{name}"' for name in columns)
    place = f"{schema}.{table}" if schema else table
    connection.execute(
        text(
            f"INSERT INTO {place} ({named}) WITH RECURSIVE n(i) AS "
            f"(SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {count}) "
            f"SELECT {taken} FROM (SELECT * FROM {place} WHERE {which}) t CROSS JOIN n"
        )
    )


def _count(connection: Connection, table: str, schema: str | None) -> int:
    place = f"{schema}.{table}" if schema else table
    return int(connection.scalar(text(f"SELECT count(*) FROM {place}")) or 0)
