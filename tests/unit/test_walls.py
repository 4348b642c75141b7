"""The walls between the rooms hold, and files stay small enough to read."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
FILES = sorted(p for room in ("bot", "converter") for p in (ROOT / room).rglob("*.py"))


def test_the_walls_hold() -> None:
    # In a process of its own: the linter sets up logging anew and silences every logger it finds.
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_a_wall_around_the_converter_is_written_down() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (wall,) = [c for c in contracts if c["source_modules"] == ["converter"]]
    needed = {"bot", "slack_bolt", "slack_sdk", "sqlalchemy", "starlette", "httpx"}
    assert needed <= set(wall["forbidden_modules"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_stays_below_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 400
