"""What these tests build stays in their own folders."""

from pathlib import Path

import pytest

from intents import building

REAL = building.SHIPPED.resolve()


@pytest.fixture(autouse=True)
def nothing_shipped_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    """A test that forgets to redirect a file fails before it harms what is shipped."""
    write = building._write

    def careful(file: Path, data: bytes) -> None:
        assert REAL not in file.resolve().parents, f"a test was about to write {file}"
        write(file, data)

    monkeypatch.setattr(building, "_write", careful)
