"""The files of a report on 1,000 automations: time, size, and what they take above the report.

Each row is a whole ``convert --out`` with the formats named; the first is ``report.json`` alone.
The last ones are the files that the bot sends in Slack, of an account that it has audited.
"""

import os
import sys
import tempfile
from pathlib import Path

from benchmarks import Row
from benchmarks.conversion import Cost, account, measure

NAME = "reports"
SIZES = (200, 1_000)
"""With a picture of each journey, and above what a page draws."""
FORMATS = ("json", "html", "csv", "sarif", "json,html,csv,sarif")
SENT = (250, 500, 1_000)
IN_SLACK = "all, in Slack"
WRITTEN = {"json": "*.json", "html": "*.html", "csv": "*.csv", "sarif": "*.sarif"}


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            _row(Path(folder), size, formats, account(Path(folder) / f"{size}.json", size))
            for size in SIZES
            for formats in FORMATS
        ]
    return [*rows, *(_sent(size) for size in SENT)]


def _row(folder: Path, size: int, formats: str, weight: int) -> Row:
    out = folder / f"{size}-{formats}"
    command = [sys.executable, "-m", "bot", "convert", str(folder / f"{size}.json")]
    cost = measure([*command, "--exit-zero", "--out", str(out), "--format", formats])
    written = sum(
        path.stat().st_size for one in formats.split(",") for path in out.glob(WRITTEN[one])
    )
    return _told(size, weight, formats, written, cost)


def _sent(size: int) -> Row:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        weight = account(folder / "account.json", size)
        command = [sys.executable, "-m", "benchmarks._account_files"]
        prepared = measure([*command, "prepare", name])
        cost = measure([*command, "write", name])
        if prepared.code or cost.code:
            raise RuntimeError("the files were not written")
        written = sum(path.stat().st_size for path in (folder / "out").iterdir())
        return _told(size, weight, IN_SLACK, written, cost)


def _told(size: int, weight: int, formats: str, written: int, cost: Cost) -> Row:
    return {
        "automations": f"{size:,}",
        "file": f"{weight / 1e6:.0f} MB",
        "formats": formats,
        "written": f"{written / 1e6:.1f} MB",
        "seconds": f"{cost.seconds:.1f}",
        "CPU ms each": f"{cost.cpu / size * 1000:.1f}",
        "memory, largest process": f"{cost.megabytes:.0f} MB",
        "processors": str(os.cpu_count()),
    }
