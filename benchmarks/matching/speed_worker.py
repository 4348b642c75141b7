"""``python -m benchmarks.matching.speed_worker TASK …``: one measurement in a process of its own,
told as JSON on the last line. Nothing is imported before the clock starts that a bot would not
need."""

import json
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks._held import held_bytes

_WARM_UP = 30


def latency(model: str, questions: str, encoder: str, mode: str) -> dict[str, float]:
    """Milliseconds a question in one thread, with a saved model and real encoders; ``mode``:
    "both", "fast" or "lexical"."""
    from intents.building import encoders
    from intents.corpus import Corpus
    from intents.matcher import Matcher
    from intents.model import read

    have = encoders(Path(encoder))
    fast = None if mode == "lexical" else have.fast
    deep = _Counting(have.deep) if mode == "both" else None
    matcher = Matcher(read(Path(model)), Corpus(()), fast, deep)
    asked = _lines(questions)
    told = _timed(matcher.match, asked)
    told["deep"] = deep.asked / len(asked) if deep else 0.0
    return told


def baseline(name: str, corpus: str, questions: str) -> dict[str, float]:
    """The same of a baseline that holds its examples ready."""
    examples = json.loads(Path(corpus).read_text("utf-8"))
    asked = _lines(questions)
    return _timed(_baseline(name, examples["texts"], examples["topics"]), asked)


def cold(folder: str) -> dict[str, float]:
    """Seconds from the first import to the first answer about our own topics; memory then."""
    started, used = time.perf_counter(), time.process_time()
    from intents import building, corpus

    matcher = building.ready(corpus.load(), Path(folder))
    if matcher is None:
        raise SystemExit("the model was not built")
    matcher.match("What happens to the contacts when I convert an automation?")
    return {
        "clock": time.perf_counter() - started,
        "cpu": time.process_time() - used,
        "megabytes": held_bytes("VmHWM") / 2**20,
    }


class _Counting:
    """An encoder that counts the times it is asked."""

    def __init__(self, encoder) -> None:  # type: ignore[no-untyped-def]
        self._encoder = encoder
        self.asked = 0

    def encode(self, texts):  # type: ignore[no-untyped-def]
        self.asked += 1
        return self._encoder.encode(texts)


def _baseline(name: str, texts: list[str], topics: list[str]) -> Callable[[str], object]:
    from benchmarks.matching import baselines
    from intents.normalise import clean, words

    if name == "TF-IDF + SVC":
        pipeline = baselines.svc_pipeline().fit(texts, topics)
        return lambda text: pipeline.predict([text])
    if name == "BM25":
        index = baselines.Bm25(texts)
        return lambda text: index.scores(text).argmax()
    from rapidfuzz import fuzz, process

    held = [" ".join(words(clean(text))) for text in texts]
    return lambda text: process.extractOne(
        " ".join(words(clean(text))), held, scorer=fuzz.token_set_ratio
    )


def _timed(ask: Callable[[str], object], questions: Sequence[str]) -> dict[str, float]:
    """By the clock, and by the processor time that was used: on a busy machine only the second
    says what the work is."""
    import numpy as np

    for question in questions[:_WARM_UP]:
        ask(question)
    clock, work = [], []
    for question in questions[_WARM_UP:]:
        started, used = time.perf_counter(), time.process_time()
        ask(question)
        work.append(1000 * (time.process_time() - used))
        clock.append(1000 * (time.perf_counter() - started))
    told = {}
    for name, taken in (("clock", clock), ("cpu", work)):
        told[f"{name} p50"], told[f"{name} p99"] = map(float, np.percentile(taken, [50, 99]))
    return told


def _lines(path: str) -> list[str]:
    found: list[str] = json.loads(Path(path).read_text("utf-8"))
    return found


_TASKS: dict[str, Callable[..., dict[str, float]]] = {
    "latency": latency,
    "baseline": baseline,
    "cold": cold,
}

if __name__ == "__main__":
    print(json.dumps(_TASKS[sys.argv[1]](*sys.argv[2:])))
