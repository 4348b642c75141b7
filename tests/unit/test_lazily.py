"""What stands in for a module until something of it is used."""

import subprocess
import sys
from pathlib import Path

import pytest

ASKED = {
    "the module": "import later; print(later.VALUE)",
    "a part": "from later import errors; print(errors.VALUE)",
    "from the module": "from later import VALUE; print(VALUE)",
    "the module, by those who know": "print(imported('later').VALUE)",
    "a part, by those who know": "print(imported('later.errors').VALUE)",
}


def ran(folder: Path, code: str) -> list[str]:
    start = "import sys; from bot.lazily import imported, stand_in\n"
    done = subprocess.run(
        [sys.executable, "-c", start + code],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONPATH": f"{folder}:{Path(__file__).parents[2]}"},
    )
    return done.stdout.split()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    package = tmp_path / "later"
    package.mkdir()
    (package / "__init__.py").write_text(
        "print('whole')\nfrom later import errors\nVALUE = errors.VALUE\n"
    )
    (package / "errors.py").write_text("print('errors')\nclass VALUE: pass\nVALUE = 'v'\n")
    return tmp_path


def test_an_import_alone_imports_nothing(folder: Path) -> None:
    code = "stand_in('later', 'errors')\nimport later\nfrom later import errors\nprint('end')"
    assert ran(folder, code) == ["end"]


@pytest.mark.parametrize("asked", ASKED.values(), ids=ASKED)
def test_what_is_used_is_imported_once(folder: Path, asked: str) -> None:
    code = f"stand_in('later', 'errors')\n{asked}\nimport later.errors\n{asked}"
    assert ran(folder, code) == ["whole", "errors", "v", "v"]


def test_who_came_before_sees_the_same_as_who_comes_after(folder: Path) -> None:
    code = (
        "stand_in('later', 'errors')\nimport later as before\nfrom later import errors as part\n"
        "part.VALUE\nimport later, later.errors\n"
        "print(before.VALUE is later.VALUE, part.VALUE is later.errors.VALUE, before is later)"
    )
    assert ran(folder, code) == ["whole", "errors", "True", "True", "False"]


def test_what_is_imported_already_stays(folder: Path) -> None:
    code = "import later\nstand_in('later')\nprint(sys.modules['later'] is later, later.VALUE)"
    assert ran(folder, code) == ["whole", "errors", "True", "v"]


def test_what_is_not_installed_is_missing_as_ever(folder: Path) -> None:
    code = (
        "stand_in('nowhere', 'errors')\ntry:\n    import nowhere\n"
        "except ModuleNotFoundError as error:\n    print(error.name)"
    )
    assert ran(folder, code) == ["nowhere"]


def test_what_cannot_be_imported_says_so_each_time(folder: Path) -> None:
    (folder / "later" / "errors.py").write_text("raise ImportError('no library')")
    code = (
        "stand_in('later', 'errors')\nfrom later import errors\nfor _ in range(2):\n"
        "    try:\n        errors.VALUE\n    except ImportError as error:\n        print(error.msg)"
    )
    assert ran(folder, code) == ["whole", "no", "library", "whole", "no", "library"]
