"""The durable engine: how soon it starts, takes work in, begins it, and what it costs when idle.

``python -m benchmarks.durable [ADDRESS …]``; without an address, a SQLite file of its own.
"""

import resource
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

from bot.durable import Json, Work
from bot.store.engine import make_engine

ACCEPTED = 1000
BEGUN = 40
IDLE = 10.0


def main() -> None:
    addresses = sys.argv[1:]
    with tempfile.TemporaryDirectory() as folder:
        for address in addresses or [f"sqlite:///{Path(folder) / 'bench.sqlite3'}"]:
            measure(address)


def measure(address: str) -> None:
    before = _memory()
    started = time.perf_counter()
    from bot.work import WorkEngine

    imported = time.perf_counter() - started
    application = make_engine(address)
    engine = WorkEngine(address, application)
    late: list[float] = []

    def note(_steps: Work, _workspace: str, key: str) -> Json:
        late.append(time.time() - float(key))

    engine.register("note", note)
    started = time.perf_counter()
    engine.start()
    first = time.perf_counter() - started
    engine.stop(0)
    engine = WorkEngine(address, application)
    engine.register("note", note)
    started = time.perf_counter()
    engine.start()
    again = time.perf_counter() - started
    grown = _memory() - before
    time.sleep(2)
    used, started = time.process_time(), time.perf_counter()
    time.sleep(IDLE)
    share = (time.process_time() - used) / (time.perf_counter() - started)
    run = f"{time.time():.0f}"
    for number in range(BEGUN):
        engine.accept(f"{run}-begun-{number}", "note", "T1", repr(time.time()))
        time.sleep(0.137)
    if not engine.wait_idle(120):
        raise SystemExit("the work does not come to an end")
    late.sort()
    took: list[float] = []
    for number in range(ACCEPTED):
        began = time.perf_counter()
        engine.accept(f"{run}-{number}", "note", "T1", "0", delay=3600)
        took.append(time.perf_counter() - began)
    took.sort()
    engine.stop(0)
    application.dispose()
    print(f"{application.dialect.name}:")
    print(f"  import {imported:.2f} s, first start {first:.2f} s, start {again:.2f} s")
    print(f"  memory for importing and starting {grown:.0f} MB")
    print(f"  idle {share:.1%} of a core")
    print(
        f"  from accepted to begun p50 {median(late) * 1000:.0f} ms, most {late[-1] * 1000:.0f} ms"
    )
    half, most = took[len(took) // 2] * 1000, took[-len(took) // 100] * 1000
    print(f"  accept p50 {half:.2f} ms, p99 {most:.2f} ms")


def _memory() -> float:
    """Megabytes that this process ever needed at once."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
