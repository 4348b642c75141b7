"""``python -m benchmarks [name…]``: measure, and print markdown tables with the machine's facts."""

import importlib
import os
import pkgutil
import platform
import sys
from collections.abc import Callable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path

import benchmarks
from benchmarks import Row


def registry() -> dict[str, Callable[[], list[Row]]]:
    """Every table by its name, in alphabetical order of the modules."""
    found: dict[str, Callable[[], list[Row]]] = {}
    for info in pkgutil.iter_modules(benchmarks.__path__):
        if info.name.startswith("_"):
            continue
        module = importlib.import_module(f"benchmarks.{info.name}")
        if hasattr(module, "NAME") and hasattr(module, "run"):
            found[module.NAME] = module.run
    return found


def table(rows: Sequence[Mapping[str, str]]) -> str:
    """A markdown table; the columns are the keys of the first row."""
    columns = list(rows[0])
    lines = ["| " + " | ".join(columns) + " |", "|" + "---|" * len(columns)]
    lines += ["| " + " | ".join(row[column] for column in columns) + " |" for row in rows]
    return "\n".join(lines)


def machine() -> str:
    """What a number needs to be compared with another."""
    cores = os.cpu_count() or 0
    load = f", load {os.getloadavg()[0]:.1f} before" if hasattr(os, "getloadavg") else ""
    return (
        f"{_processor()}, {cores} cores{load}, {platform.system()} {platform.release()}, "
        f"Python {platform.python_version()}, {datetime.now(UTC):%Y-%m-%d}"
    )


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text(encoding="utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()


def main(names: Sequence[str]) -> int:
    known = registry()
    unknown = [name for name in names if name not in known]
    if unknown:
        print(f"no such benchmark: {', '.join(unknown)}; there are: {', '.join(known)}")
        return 2
    print(machine())
    for name in names or list(known):
        rows = known[name]()
        print(f"\n### {name}\n\n{table(rows)}", flush=True)
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
