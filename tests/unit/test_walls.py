"""The walls between the rooms hold, and files stay small enough to read."""

import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SETTINGS = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
ROOMS: tuple[str, ...] = tuple(SETTINGS["importlinter"]["root_packages"])
FILES = sorted(p for room in ROOMS for p in (ROOT / room).rglob("*.py"))
OUTSIDE = {"bot", "slack_bolt", "slack_sdk", "sqlalchemy", "starlette", "httpx"}
"""What a room without people, storage and network must not know."""


def test_the_walls_hold() -> None:
    # In a process of its own: the linter sets up logging anew and silences every logger it finds.
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("room", "needed"),
    [
        ("converter", OUTSIDE | {"faq", "intents"}),
        ("faq", OUTSIDE | {"converter", "intents"}),
        ("intents", OUTSIDE | {"converter", "faq"}),
        ("bot.talk", (OUTSIDE - {"bot"}) | {"bot.slack", "bot.store", "bot.services"}),
        ("bot.desk", (OUTSIDE - {"bot", "httpx"}) | {"bot.slack", "bot.store", "bot.services"}),
    ],
)
def test_a_wall_around_each_pure_room_is_written_down(room: str, needed: set[str]) -> None:
    (wall,) = [c for c in SETTINGS["importlinter"]["contracts"] if c["source_modules"] == [room]]
    assert needed <= set(wall["forbidden_modules"])
    assert wall["type"] == "forbidden"
    assert not wall.get("allow_indirect_imports")


def test_every_room_that_is_shipped_is_behind_the_walls() -> None:
    shipped = SETTINGS["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert set(ROOMS) == set(shipped) == {"bot", "converter", "faq", "intents"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_stays_below_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 400
