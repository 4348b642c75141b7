"""The time, where nobody gives another one."""

from datetime import UTC, datetime


def utc_now() -> datetime:
    return datetime.now(UTC)
