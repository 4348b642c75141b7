"""Large corpora: 100,000 phrasings in about 2,000 topics, how long a question takes and what the
process holds; and how often a merged public set's questions are understood the large way.

Every time comes from several fresh processes with one thread: the lowest is what the work takes,
the median what a busy machine makes of it.
"""

import json
import tempfile
from collections.abc import Sequence
from hashlib import sha256
from pathlib import Path
from statistics import median

import numpy as np

from benchmarks import Row
from benchmarks._large_corpus import asked, merged, phrasings
from benchmarks.fresh_process import Told, rounds
from benchmarks.matching import vectors
from benchmarks.matching.baselines import rapidfuzz_nearest
from benchmarks.matching.scores import calibration_error, share
from intents import large
from intents.building import encoders
from intents.corpus import Corpus
from intents.encoder import Encoder, convert

NAME = "matching-large"
PHRASINGS, QUESTIONS, FEW = 100_000, 1_030, 90
ROUNDS = 5
COMPARED = 600
"""Questions that rapidfuzz is asked; each takes it a tenth of a second."""


def run() -> list[Row]:
    fast = _fast()
    with tempfile.TemporaryDirectory() as scratch:
        return [*_speed(Path(scratch), fast), *_understood(fast)]


def _fast() -> Encoder | None:
    """With a memory of its own: so many vectors would make the other tables slow to start."""
    vectors.CONVERTED.mkdir(parents=True, exist_ok=True)
    convert(vectors.CONVERTED)
    fast = encoders(vectors.CONVERTED).fast
    return None if fast is None else vectors.Remembering(fast, vectors.FOLDER / "large")


def _speed(scratch: Path, fast: Encoder | None) -> list[Row]:
    corpus = phrasings(PHRASINGS)
    some = _write(scratch / "some.json", asked(QUESTIONS))
    few = _write(scratch / "few.json", asked(FEW))
    held = _write(scratch / "phrases.json", [phrase.text for phrase in corpus.phrases])
    beside = _rounds(["rapidfuzz", held, few], 1)
    folder = str(vectors.CONVERTED)
    rows = []
    for what, encoder in (("whole pipeline", fast), ("no encoder", None)):
        told = None
        if what == "no encoder" or encoder is not None:
            model = str(_kept(corpus, encoder))
            told = _rounds(["matcher", model, some, folder if encoder is not None else ""])
        size = f"{PHRASINGS:,} phrasings, {len(corpus.topics):,} topics, {what}"
        goal = ("– / 2.5", "– / 10") if encoder is not None else ("", "")
        rows += [
            _row(f"{size}, p50 / p99, ms", *goal, _pair(told), _pair(beside)),
            _row(f"{size}, processor time, p50 / p99, ms", "", "", _pair(told, "worked_"), ""),
            _row(f"{size}, memory held / at most, MB", "", "", _memory(told), _memory(beside)),
            _row(f"{size}, start to first answer, s", "", "", _start(told), ""),
        ]
    return rows


def _understood(fast: Encoder | None) -> list[Row]:
    corpus, tests = merged()
    texts, topics = [text for text, _ in tests], [topic for _, topic in tests]
    some = np.random.default_rng(0).permutation(len(tests))[:COMPARED]
    nearest = rapidfuzz_nearest(
        [phrase.text for phrase in corpus.phrases],
        [phrase.topic for phrase in corpus.phrases],
        [texts[at] for at in some],
    ).first
    beside = share([nearest[n] == topics[at] for n, at in enumerate(some)])
    rows = []
    for what, encoder in (("fast encoder", fast), ("no encoder", None)):
        figure, error = "no encoder", "no encoder"
        if what == "no encoder" or encoder is not None:
            matcher = large.LargeMatcher(large.load(_kept(corpus, encoder).read_bytes()), encoder)
            best = [ranking.candidates[0] for ranking in matcher.rank(texts)]
            right = [one.topic == topic for one, topic in zip(best, topics, strict=True)]
            figure = share(right)
            sure = np.array([one.confidence for one in best])
            error = f"{calibration_error(sure, np.array(right)):.3f}"
        size = f"BANKING77 + CLINC150 + HWU64 as one, {len(corpus.topics)} topics, {what}"
        rows += [
            _row(f"{size}, first topic right, %", "", "", (figure, figure), (beside, beside)),
            _row(f"{size}, calibration error", "", "", (error, error), ""),
        ]
    return rows


def _kept(corpus: Corpus, fast: Encoder | None) -> Path:
    """The learned model's file; learning takes minutes, so it is kept for the same sources."""
    made_from = sha256(f"{corpus.fingerprint} {fast.name if fast else ''}".encode())
    made_from.update(large.sources.digest())
    vectors.FOLDER.mkdir(parents=True, exist_ok=True)
    file = vectors.FOLDER / f"big-{made_from.hexdigest()[:16]}.npz"
    if not file.exists():
        rows = None if fast is None else fast.encode([phrase.text for phrase in corpus.phrases])
        file.write_bytes(large.learn(corpus, rows).dump())
    return file


def _rounds(arguments: list[str], count: int = ROUNDS) -> list[Told]:
    return rounds("benchmarks._large_probe", arguments, count)


Shown = tuple[str, str]
"""The lowest of the rounds, and their median."""


def _pair(told: Sequence[Told] | None, name: str = "") -> Shown:
    return _shown(told, (f"{name}p50", f"{name}p99"), ".2f")


def _memory(told: Sequence[Told] | None) -> Shown:
    return _shown(told, ("megabytes", "most"), ".0f")


def _start(told: Sequence[Told] | None) -> Shown:
    return _shown(told, ("start",), ".2f")


def _shown(told: Sequence[Told] | None, fields: Sequence[str], form: str) -> Shown:
    if told is None:
        return "no encoder", ""
    lowest = " / ".join(format(min(one[field] for one in told), form) for field in fields)
    middle = " / ".join(format(median(one[field] for one in told), form) for field in fields)
    return lowest, middle


def _row(what: str, goal: str, floor: str, ours: Shown, beside: Shown | str) -> Row:
    other = beside if isinstance(beside, str) else beside[1]
    return {
        "what": what,
        "goal": goal,
        "floor": floor,
        "lowest": ours[0],
        "median": ours[1],
        "rapidfuzz token_set_ratio": other,
    }


def _write(path: Path, data: object) -> str:
    path.write_text(json.dumps(data), encoding="utf-8")
    return str(path)
