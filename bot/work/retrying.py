"""Which trouble passes, and how patiently it is waited for."""

from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.durable import Transient


def passes(error: Exception) -> bool:
    """Whether the same call may succeed later: the database or the network was not there."""
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    return isinstance(
        error,
        Transient
        | OperationalError
        | InterfaceError
        | PoolTimeout
        | ConnectionError
        | TimeoutError,
    )


@dataclass(frozen=True)
class Patience:
    """The seconds before each further attempt.

    ``in_place`` is waited inside a step, which keeps its thread and its turn; after that the work
    gives its place to others and comes back after each of ``later``, under its recorded steps.
    When those are used up, it has failed.
    """

    in_place: tuple[float, ...] = (0.2, 1.0, 3.0)
    later: tuple[float, ...] = (5.0, 30.0, 120.0, 600.0)
    passes: Callable[[Exception], bool] = passes


IN_ORDER = Patience(
    in_place=(0.5, 1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0, 60.0, 60.0, 60.0), later=()
)
"""For what may not be overtaken: it waits where it is, about six minutes."""
