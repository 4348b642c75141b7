"""The walls between the rooms hold, and files stay small enough to read."""

import tomllib
from pathlib import Path

import pytest
from importlinter.cli import lint_imports

import converter

ROOT = Path(__file__).parents[2]
HOME = Path(converter.__file__).parent
FILES = sorted(HOME.rglob("*.py"))


def test_the_walls_hold(capfd: pytest.CaptureFixture[str]) -> None:
    failed = lint_imports(config_filename=str(ROOT / "pyproject.toml"), no_cache=True)
    assert not failed, capfd.readouterr().out


def test_a_wall_around_the_converter_is_written_down() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    contracts = settings["tool"]["importlinter"]["contracts"]
    (wall,) = [c for c in contracts if c["source_modules"] == ["converter"]]
    needed = {"bot", "slack_bolt", "slack_sdk", "sqlalchemy", "starlette", "httpx"}
    assert needed <= set(wall["forbidden_modules"])


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(HOME)))
def test_a_file_stays_below_400_lines(path: Path) -> None:
    assert len(path.read_text("utf-8").splitlines()) < 400
