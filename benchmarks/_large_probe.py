"""One measurement of benchmarks/large.py in a process of its own, told as JSON on the last line:
``python -m benchmarks._large_probe matcher MODEL QUESTIONS ENCODERS`` or ``rapidfuzz PHRASES
QUESTIONS``. Nothing is imported before the clock starts that a bot would not need."""

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks._held import held_bytes

_WARM_UP = 30


def matcher(model: str, questions: str, encoders: str) -> dict[str, float]:
    """The whole pipeline: cleaning, language, typo repair, tokens, encoder, look-up, decision.
    ``encoders`` is empty for words only."""
    started = time.perf_counter()
    from intents.building import encoders as have
    from intents.large.matching import LargeMatcher
    from intents.large.model import read

    asked = _read(questions)
    fast = have(Path(encoders)).fast if encoders else None
    ours = LargeMatcher(read(Path(model)), fast)
    ours.match(asked[0])
    start = time.perf_counter() - started
    return _timed(ours.match, asked) | {"start": start}


def rapidfuzz(phrases: str, questions: str) -> dict[str, float]:
    from rapidfuzz import fuzz, process

    from intents.normalise import clean, words

    held = [" ".join(words(text)) for text in _read(phrases)]

    def ask(text: str) -> object:
        said = " ".join(words(clean(text)))
        return process.extractOne(said, held, scorer=fuzz.token_set_ratio)

    return _timed(ask, _read(questions))


def _timed(ask: Callable[[str], object], asked: list[str]) -> dict[str, float]:
    import numpy as np

    for question in asked[:_WARM_UP]:
        ask(question)
    wall, worked = [], []
    for question in asked[_WARM_UP:]:
        before = time.perf_counter(), time.thread_time()
        ask(question)
        wall.append(time.perf_counter() - before[0])
        worked.append(time.thread_time() - before[1])
    told = {"megabytes": held_bytes() / 2**20, "most": held_bytes("VmHWM") / 2**20}
    for name, taken in (("", wall), ("worked_", worked)):
        for share in (50, 99):
            told[f"{name}p{share}"] = 1000 * float(np.percentile(taken, share))
    return told


def _read(path: str) -> list[str]:
    found: list[str] = json.loads(Path(path).read_text("utf-8"))
    return found


_TASKS: dict[str, Callable[..., dict[str, float]]] = {"matcher": matcher, "rapidfuzz": rapidfuzz}

if __name__ == "__main__":
    print(json.dumps(_TASKS[sys.argv[1]](*sys.argv[2:])))
