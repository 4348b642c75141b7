"""How many of malloc's arenas threads make."""

import ctypes
import os
import subprocess
import sys

import pytest

from bot.web.memory import ARENAS, share_arenas

THREADS = f"""
import ctypes, sys
from threading import Barrier, Thread
from bot.web.memory import share_arenas
share_arenas()
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


def arenas(**more: str) -> int:
    clean = {name: value for name, value in os.environ.items() if name != "MALLOC_ARENA_MAX"}
    done = subprocess.run(
        [sys.executable, "-c", THREADS],
        capture_output=True,
        text=True,
        check=True,
        env={**clean, **more},
    )
    return done.stdout.count("<heap nr=")


@pytest.mark.skipif(not hasattr(ctypes.CDLL(None), "malloc_info"), reason="not glibc")
def test_threads_share_arenas() -> None:
    assert 1 <= arenas() <= ARENAS
    assert arenas(MALLOC_ARENA_MAX="5") > ARENAS


@pytest.mark.parametrize("libc", [object(), None])
def test_other_systems_go_on_as_they_are(monkeypatch: pytest.MonkeyPatch, libc: object) -> None:
    def library(_: object) -> object:
        if libc is None:
            raise TypeError("LoadLibrary() argument 1 must be str, not None")
        return libc

    monkeypatch.delenv("MALLOC_ARENA_MAX", raising=False)
    monkeypatch.setattr(ctypes, "CDLL", library)
    share_arenas()
