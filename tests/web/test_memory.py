"""What the process keeps of what it no longer needs."""

import ctypes
import gc
import os
import subprocess
import sys

import pytest

from bot.web.memory import ARENAS, hold_little, settle

THREADS = f"""
import ctypes, sys
from threading import Barrier, Thread
from bot.web.memory import hold_little
hold_little()
libc = ctypes.CDLL(None)
libc.malloc.restype = ctypes.c_void_p
together = Barrier({ARENAS} * 4)
def work():
    together.wait()
    libc.malloc(5000)
    together.wait()
threads = [Thread(target=work) for _ in range({ARENAS} * 4)]
for thread in threads: thread.start()
for thread in threads: thread.join()
libc.fopen.restype = ctypes.c_void_p
libc.malloc_info(0, ctypes.c_void_p(libc.fopen(b"/dev/stdout", b"w")))
libc.fflush(None)
"""

FREED = """
from bot.web.memory import hold_little, settle
def held():
    with open("/proc/self/statm", encoding="ascii") as pages:
        return int(pages.read().split()[1]) * 4096
hold_little()
# Too small for pages of their own; the last one keeps the top of the heap where it is.
pieces = [b"x" * (60_000 + n) for n in range(1000)]
pin = b"x" * 60_000
before = held()
ring = [pieces]
ring.append(ring)
del pieces, ring
settle()
print(before - held())
"""


def run(script: str, **more: str) -> str:
    clean = {name: value for name, value in os.environ.items() if not name.startswith("MALLOC_")}
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        env={**clean, **more},
    )
    return done.stdout


def arenas(**more: str) -> int:
    return run(THREADS, **more).count("<heap nr=")


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="not glibc")
def test_threads_share_one_arena() -> None:
    assert 1 <= arenas() <= ARENAS
    assert arenas(MALLOC_ARENA_MAX="5") > ARENAS


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_trim"), reason="not glibc")
def test_what_the_start_leaves_behind_goes_back_to_the_system() -> None:
    assert int(run(FREED)) > 50_000_000


@pytest.mark.parametrize("libc", [object(), None])
def test_other_systems_go_on_as_they_are(monkeypatch: pytest.MonkeyPatch, libc: object) -> None:
    def library(_: object) -> object:
        if libc is None:
            raise TypeError("LoadLibrary() argument 1 must be str, not None")
        return libc

    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    monkeypatch.setattr(ctypes, "CDLL", library)
    thresholds = gc.get_threshold()
    try:
        hold_little()
        settle()
    finally:
        gc.unfreeze()
        gc.set_threshold(*thresholds)
