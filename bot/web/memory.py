"""Less room for what the start and threads leave behind."""

import ctypes
import gc
import os
from contextlib import suppress

M_TRIM_THRESHOLD, M_MMAP_THRESHOLD, M_ARENA_MAX = -1, -3, -8
"""Of glibc's malloc.h."""
ARENAS = 1
LARGE = 64 * 1024
"""Bytes. What is as large gets pages of its own, which the system has back when it is freed."""
_CHOSEN = (
    ("MALLOC_ARENA_MAX", M_ARENA_MAX, ARENAS),
    # Left alone, glibc raises both with the largest piece that was ever freed: the model's file.
    ("MALLOC_MMAP_THRESHOLD_", M_MMAP_THRESHOLD, LARGE),
    ("MALLOC_TRIM_THRESHOLD_", M_TRIM_THRESHOLD, LARGE),
)


def hold_little() -> None:
    """Let threads share one of malloc's arenas: with one each, as glibc has it, what a burst of
    work leaves behind in them stays. Free room goes back to the system early. Whoever sets a
    variable of glibc's is heeded; other C libraries have nothing of the kind."""
    for variable, option, value in _CHOSEN:
        if variable not in os.environ:
            with suppress(OSError, AttributeError, TypeError):
                ctypes.CDLL(None).mallopt(option, value)


def settle() -> None:
    """What the start made stays for good: the collector need not walk through all of it in the
    middle of an answer, which is what made the slowest ones slow. What it needed and nothing needs
    now goes back to the system."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(3_000, 15, 30)
    with suppress(OSError, AttributeError, TypeError):
        ctypes.CDLL(None).malloc_trim(0)
