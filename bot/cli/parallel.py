"""A large file is converted by several processes; its rows come out in the order of the file.

Process k of n converts every n-th entry and hands its rows over through a pipe, which blocks when
nobody reads: memory stays that of a few automations.
"""

import os
from collections.abc import Callable, Iterator, Set
from multiprocessing import get_context
from multiprocessing.connection import Connection
from typing import Any, NamedTuple, TypeVar

from converter import Bundle, Entry, Options, convert_entry
from converter.report.brief import Brief, brief_of

WORTH_IT = 2 * 1024 * 1024
"""Bytes below which starting processes takes longer than it saves."""
MOST = 4
Made = TypeVar("Made")


class Written(NamedTuple):
    """One automation's report as JSON, and what is needed of it beside."""

    brief: Brief
    row: str


def converted(bundle: Bundle, options: Options, wanted: Set[int] | None) -> Iterator[Written]:
    """The report of each entry; ``wanted`` are places in the file, None for all."""
    return each(bundle, options, wanted, _written)


def each(
    bundle: Bundle,
    options: Options,
    wanted: Set[int] | None,
    make: Callable[[Entry, Options], Made | None],
) -> Iterator[Made]:
    """What ``make`` gives for each entry, without None. It is a function of a module, and what it
    gives can be pickled: another process may call it."""
    workers = min(MOST, os.cpu_count() or 1)
    if workers == 1 or wanted is not None or _size(bundle) < WORTH_IT:
        for place, entry in enumerate(bundle.entries()):
            if wanted is None or place in wanted:
                made = make(entry, options)
                if made is not None:
                    yield made
        return
    yield from _side_by_side(bundle, options, workers, make)


def _written(entry: Entry, options: Options) -> Written | None:
    row = convert_entry(entry, options)
    return Written(brief_of(row), row.model_dump_json()) if row is not None else None


def _size(bundle: Bundle) -> int:
    return 0 if bundle.fault is not None else bundle.path.stat().st_size


def _side_by_side(
    bundle: Bundle, options: Options, workers: int, make: Callable[[Entry, Options], Made | None]
) -> Iterator[Made]:
    # Spawned, because a forked process may inherit a lock that nobody will ever release.
    context = get_context("spawn")
    pipes: list[Connection] = []
    processes = []
    try:
        for share in range(workers):
            reading, writing = context.Pipe(duplex=False)
            process = context.Process(
                target=_make_share,
                args=(bundle, options, share, workers, make, writing),
                daemon=True,
            )
            process.start()
            writing.close()
            pipes.append(reading)
            processes.append(process)
        yield from _in_turn(pipes)
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.join()


def _in_turn(pipes: list[Connection]) -> Iterator[Any]:
    """Entry number i is the next one of process i modulo n; False means that one is done."""
    number = 0
    while True:
        made = pipes[number % len(pipes)].recv()
        if made is False:
            return
        number += 1
        if made is not None:
            yield made


def _make_share(
    bundle: Bundle,
    options: Options,
    share: int,
    of: int,
    make: Callable[[Entry, Options], object],
    out: Connection,
) -> None:
    for entry in bundle.entries(share, of):
        out.send(make(entry, options))
    out.send(False)
    out.close()
