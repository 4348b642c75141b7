"""5,000 automations in one ``convert`` call: time, memory, and whether both grow linearly.

The baseline reads and writes the same file with ``json`` alone: what no converter can go below.
"""

import json
import os
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

NAME = "conversion"
SIZES = (1_000, 2_500, 5_000)
SAMPLE = Path(__file__).parents[1] / "bot" / "demo" / "sample-account.json"
BASELINE = (
    "import json, sys; d = json.load(open(sys.argv[1], encoding='utf-8'));"
    " json.dump(d, sys.stdout, ensure_ascii=False)"
)


@dataclass(frozen=True)
class Cost:
    seconds: float
    cpu: float
    megabytes: float
    code: int


def account(path: Path, size: int) -> int:
    """Writes a bundle of ``size`` automations of the sample in turn; gives its bytes."""
    sample = json.loads(SAMPLE.read_text(encoding="utf-8"))["automations"]
    kinds = [a for a in sample if a["emails"] and len(a["emails"]) < 10]
    with path.open("w", encoding="utf-8") as file:
        file.write('{"bundle_version": "1", "automations": [')
        for i in range(size):
            one = json.loads(json.dumps(kinds[i % len(kinds)]))
            one["automation"]["id"] = f"a{i:06d}"
            one["automation"]["settings"]["title"] = f"Automation {i}"
            file.write("," * bool(i) + json.dumps(one, ensure_ascii=False))
        file.write("]}")
    return path.stat().st_size


def measure(command: list[str]) -> Cost:
    """A whole process, from start to end, by the operating system's own accounts."""
    started = time.perf_counter()
    with Path(os.devnull).open("wb") as nowhere:
        process = os.posix_spawn(
            command[0],
            command,
            dict(os.environ),
            file_actions=[(os.POSIX_SPAWN_DUP2, nowhere.fileno(), 1)],
        )
        _, status, usage = os.wait4(process, 0)
    return Cost(
        seconds=time.perf_counter() - started,
        cpu=usage.ru_utime + usage.ru_stime,
        megabytes=usage.ru_maxrss / 1024,
        code=os.waitstatus_to_exitcode(status),
    )


def run() -> list[dict[str, str]]:
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for size in SIZES:
            path = Path(folder) / f"{size}.json"
            weight = account(path, size) / 1024 / 1024
            ours = measure(
                [sys.executable, "-m", "bot", "convert", str(path), "--json", "--exit-zero"]
            )
            floor = measure([sys.executable, "-c", BASELINE, str(path)])
            rows.append(
                {
                    "automations": f"{size:,}",
                    "file": f"{weight:.0f} MB",
                    "seconds": f"{ours.seconds:.1f}",
                    "CPU ms each": f"{ours.cpu / size * 1000:.2f}",
                    "memory, largest process": f"{ours.megabytes:.0f} MB",
                    "json alone, seconds": f"{floor.seconds:.1f}",
                    "json alone, memory": f"{floor.megabytes:.0f} MB",
                    "goal": "20 s, 500 MB" if size == SIZES[-1] else "",
                }
            )
    return rows
