"""How long a question takes, what a process holds, and how soon it answers.

Every figure comes from several fresh processes with one thread. Processor time is what the work
takes, and what the baselines are given in; the clock also counts what else the machine is doing.
"""

import json
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks import Row
from benchmarks.fresh_process import Told, rounds
from benchmarks.matching import sets, vectors
from benchmarks.matching.baselines import BASELINES
from benchmarks.matching.learning import Mode, corpus_of, kept_file, within
from benchmarks.matching.samples import Picked, examples, shots
from intents import building
from intents import corpus as corpora
from intents.building import Encoders
from intents.corpus import Corpus

NAME = "matching-speed"
ROUNDS = 3
QUESTIONS = 630
TOPICS, EACH = 200, 10
SETS = ("clinc150", "hwu64")
OWN = vectors.FOLDER / "own"
MODES_ASKED: tuple[Mode, ...] = ("fast", "both", "lexical")


def run() -> list[Row]:
    with tempfile.TemporaryDirectory() as scratch:
        return [*_questions(Path(scratch)), *_starting()]


def _questions(scratch: Path) -> list[Row]:
    have = vectors.remembering()
    asked = _write(scratch / "asked.json", _test_questions())
    small = _small()
    size = f"{TOPICS} topics × {EACH}"
    fast, both, lexical = (_latency(small, have, mode, asked) for mode in MODES_ASKED)
    rows = [
        _row(f"{size}, fast encoder only, p50 / p99, ms", "0.5 / 1.5", "1 / 5", fast),
        _row(_both(size, both), "– / 10", "– / 25", both),
        _row(f"{size}, no encoder, p50 / p99, ms", "", "", lexical),
    ]
    beside = _beside(small, scratch / "small.json", asked)
    return [row | beside for row in rows]


def _small() -> Corpus:
    """Real examples of topics of CLINC150 and HWU64."""
    taught: Picked = {}
    for name in SETS:
        rows = [row for row in sets.rows(name) if row.split == "train"]
        taught |= {f"{name}/{one}": of for one, of in shots(rows, EACH, 0).items()}
    return corpus_of(examples(dict(list(taught.items())[:TOPICS])))


def _test_questions() -> list[str]:
    rows = [row.text for name in SETS for row in sets.rows(name) if row.split == "test"]
    random = np.random.default_rng(0)
    return [rows[at] for at in random.permutation(len(rows))[:QUESTIONS]]


def _both(size: str, told: Sequence[Told] | None) -> str:
    what = f"{size}, deep encoder where unsure"
    if told:
        what += f" (asked for {100 * told[0]['deep']:.0f} % of questions)"
    return what + ", p50 / p99, ms"


def _starting() -> list[Row]:
    building.build(corpora.load(), OWN)
    told = _rounds(["cold", str(OWN)], count=5)
    return [
        _row("fresh process, our topics, first answer after, s", "1", "2", told, "s"),
        _row("fresh process, our topics, memory, MB", "250", "400", told, "megabytes"),
    ]


def _latency(corpus: Corpus, have: Encoders, mode: Mode, questions: str) -> list[Told] | None:
    chosen = within(mode, have)
    if chosen is None:
        return None
    model = str(kept_file(corpus, chosen))
    return _rounds(["latency", model, questions, str(vectors.CONVERTED), mode])


def _beside(corpus: Corpus, file: Path, questions: str) -> Row:
    texts, topics = zip(*((p.text, p.topic) for p in corpus.phrases), strict=True)
    taught = _write(file, {"texts": texts, "topics": topics})
    return {
        name: _pair("cpu", _rounds(["baseline", name, taught, questions], 1)) for name in BASELINES
    }


def _rounds(arguments: list[str], count: int = ROUNDS) -> list[Told]:
    return rounds("benchmarks.matching.speed_worker", arguments, count)


def _row(what: str, goal: str, floor: str, told: Sequence[Told] | None, field: str = "ms") -> Row:
    row = {"what": what, "goal": goal, "floor": floor, **dict.fromkeys(_MEASURED, "")}
    if not told:
        row[_MEASURED[0]] = "no encoder"
    elif field == "megabytes":
        row[_MEASURED[0]] = f"{min(one[field] for one in told):.0f}"
    else:
        show = _pair if field == "ms" else _seconds
        row[_MEASURED[0]] = show("cpu", told, min)
        row[_MEASURED[1]] = show("clock", told, min)
        row[_MEASURED[2]] = show("clock", told, median)
    return row | dict.fromkeys(BASELINES, "")


_MEASURED = ("processor time, or MB", "clock, lowest", "clock, median")


def _pair(by: str, told: Sequence[Told], pick: Callable[[list[float]], float] = min) -> str:
    p50, p99 = (pick([one[f"{by} {part}"] for one in told]) for part in ("p50", "p99"))
    return f"{p50:.2f} / {p99:.2f}"


def _seconds(by: str, told: Sequence[Told], pick: Callable[[list[float]], float]) -> str:
    return f"{pick([one[by] for one in told]):.2f}"


def _write(path: Path, data: object) -> str:
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)
