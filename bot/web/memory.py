"""Less room for what threads leave behind."""

import ctypes
import os
from contextlib import suppress

M_ARENA_MAX = -8
"""Of glibc's malloc.h."""
ARENAS = 2


def share_arenas() -> None:
    """Let threads share two of malloc's arenas: with one each, as glibc has it, what a burst of
    work leaves behind in them stays. Whoever sets MALLOC_ARENA_MAX is heeded; other C libraries
    have nothing of the kind."""
    if "MALLOC_ARENA_MAX" not in os.environ:
        with suppress(OSError, AttributeError, TypeError):
            ctypes.CDLL(None).mallopt(M_ARENA_MAX, ARENAS)
