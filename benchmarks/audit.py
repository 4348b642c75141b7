"""A whole account in one ``audit`` call: time, memory, and whether both grow linearly.

Two baselines in the same run: ``convert`` of the same file, which makes every report and no audit,
and ``json`` alone, below which nothing that reads the file can go.
"""

import sys
import tempfile
from pathlib import Path

from benchmarks import Row
from benchmarks.conversion import BASELINE, account, measure

NAME = "audit"
SIZES = (250, 500, 1_000, 2_000)
GOAL_SIZE = 1_000


def run() -> list[Row]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}.json"
            weight = account(path, size) / 1024 / 1024
            bot = [sys.executable, "-m", "bot"]
            audit = measure([*bot, "audit", str(path), "--json", "--exit-zero"])
            convert = measure([*bot, "convert", str(path), "--json", "--exit-zero"])
            floor = measure([sys.executable, "-c", BASELINE, str(path)])
            if audit.code or convert.code:
                raise RuntimeError("a command failed")
            rows.append(
                {
                    "automations": f"{size:,}",
                    "file": f"{weight:.0f} MB",
                    "seconds": f"{audit.seconds:.1f}",
                    "CPU ms each": f"{audit.cpu / size * 1000:.2f}",
                    "memory, largest process": f"{audit.megabytes:.0f} MB",
                    "convert, seconds": f"{convert.seconds:.1f}",
                    "convert, CPU ms each": f"{convert.cpu / size * 1000:.2f}",
                    "convert, memory": f"{convert.megabytes:.0f} MB",
                    "json alone, seconds": f"{floor.seconds:.1f}",
                    "goal": "20 s, 400 MB" if size == GOAL_SIZE else "",
                }
            )
    return rows
