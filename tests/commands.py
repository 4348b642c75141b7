"""Runs commands in an environment without anybody's settings."""

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from bot.cli import run as run_command


@dataclass(frozen=True)
class Ran:
    code: int
    out: str
    err: str

    @property
    def report(self) -> Any:
        return json.loads(self.out)


Run = Callable[..., Ran]


SETTINGS = ("LANG", "LC_ALL", "NO_COLOR", "PORT", "DATABASE_URL", "CI")
PREFIXES = ("JOURNEYDESK_", "SLACK_", "MAILCHIMP_")


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsysbinary: pytest.CaptureFixture[bytes]
) -> Run:
    """One command in this process, in an empty folder."""

    def run(*arguments: str, stdin: str = "", **environment: str) -> Ran:
        with monkeypatch.context() as patch:
            for name in list(os.environ):
                if name in SETTINGS or name.startswith(PREFIXES):
                    patch.delenv(name)
            for name, value in {"LANG": "en_GB.UTF-8", "COLUMNS": "140", **environment}.items():
                patch.setenv(name, value)
            patch.chdir(tmp_path)
            patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
            capsysbinary.readouterr()
            code = run_command(list(arguments))
            out, err = capsysbinary.readouterr()
        return Ran(code, out.decode(), err.decode())

    return run


@pytest.fixture
def shell(tmp_path: Path) -> Run:
    """One command in a process of its own."""

    def shell(*arguments: str, **environment: str) -> Ran:
        clean = {k: v for k, v in os.environ.items() if k in ("PATH", "HOME", "SYSTEMROOT")}
        done = subprocess.run(
            [sys.executable, "-m", "bot", *arguments],
            capture_output=True,
            cwd=tmp_path,
            env={
                **clean,
                "PYTHONUTF8": "1",
                "COLUMNS": "140",
                "LANG": "en_GB.UTF-8",
                **environment,
            },
            timeout=120,
            check=False,
        )
        return Ran(done.returncode, done.stdout.decode(), done.stderr.decode())

    return shell
