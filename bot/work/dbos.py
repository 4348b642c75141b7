"""DBOS. It imports its driver for PostgreSQL, which holds eight megabytes, wherever the tables
are; here that waits until somebody uses it."""

from bot.lazily import stand_in

stand_in("psycopg", "errors")

from dbos import (  # noqa: E402 - the stand-in comes first
    DBOS,
    DBOSClient,
    DBOSPortableJSONSerializer,
    PortableWorkflowError,
    SetWorkflowID,
    SQLAlchemyDatasource,
    StepInfo,
    WorkflowStatus,
)
from dbos import error as dbos_error  # noqa: E402

__all__ = [
    "DBOS",
    "DBOSClient",
    "DBOSPortableJSONSerializer",
    "PortableWorkflowError",
    "SQLAlchemyDatasource",
    "SetWorkflowID",
    "StepInfo",
    "WorkflowStatus",
    "dbos_error",
]
