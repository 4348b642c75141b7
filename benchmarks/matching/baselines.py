"""What the matcher is compared with, on the same examples and questions.

Each takes examples with their topics, and gives for every question the topics best first (three,
or as many as there are) and the score of the best one.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import fuzz, process

from intents.normalise import clean, words

SHOWN = 3
BM25_SATURATION, BM25_LENGTH = 1.2, 0.75


class Ranked(NamedTuple):
    topics: list[list[str]]
    scores: NDArray[np.float64]

    @property
    def first(self) -> list[str]:
        return [one[0] for one in self.topics]


Baseline = Callable[[Sequence[str], Sequence[str], Sequence[str]], Ranked]


def rapidfuzz_nearest(texts: Sequence[str], topics: Sequence[str], asked: Sequence[str]) -> Ranked:
    """The topics of the nearest examples by ``token_set_ratio``."""
    held = [" ".join(words(clean(text))) for text in texts]
    queries = [" ".join(words(clean(text))) for text in asked]
    found, best = [], []
    for at in range(0, len(queries), 256):
        scores = process.cdist(
            queries[at : at + 256], held, scorer=fuzz.token_set_ratio, dtype=np.uint8, workers=1
        )
        for row in scores:
            found.append(_nearest(row.astype(np.float64), topics))
            best.append(float(row.max()))
    return Ranked(found, np.array(best))


def bm25_nearest(texts: Sequence[str], topics: Sequence[str], asked: Sequence[str]) -> Ranked:
    """The topics of the best examples by BM25 over words."""
    index = Bm25(texts)
    found, best = [], []
    for text in asked:
        scores = index.scores(text)
        found.append(_nearest(scores, topics))
        best.append(float(scores.max()))
    return Ranked(found, np.array(best))


def tfidf_svc(texts: Sequence[str], topics: Sequence[str], asked: Sequence[str]) -> Ranked:
    """Words (1, 2) and letters within words (2 to 5) by TF-IDF, linear support vector machines."""
    pipeline = svc_pipeline()
    pipeline.fit(list(texts), list(topics))
    margins = pipeline.decision_function(list(asked))
    names = pipeline.classes_
    if margins.ndim == 1:
        margins = np.stack([-margins, margins], axis=1)
    order = np.argsort(-margins, axis=1, kind="stable")[:, :SHOWN]
    return Ranked([[str(names[at]) for at in row] for row in order], margins.max(axis=1))


BASELINES: dict[str, Baseline] = {
    "TF-IDF + SVC": tfidf_svc,
    "BM25": bm25_nearest,
    "rapidfuzz": rapidfuzz_nearest,
}


def svc_pipeline() -> Any:
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.pipeline import make_pipeline, make_union
    from sklearn.svm import LinearSVC

    common = {"sublinear_tf": True, "strip_accents": "unicode"}
    return make_pipeline(
        make_union(
            TfidfVectorizer(ngram_range=(1, 2), token_pattern=r"(?u)\b\w+\b", **common),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), **common),
        ),
        LinearSVC(C=1.0, random_state=0),
    )


class Bm25:
    """Okapi BM25 over folded words."""

    def __init__(self, texts: Sequence[str]) -> None:
        from scipy.sparse import csc_matrix

        split = [words(clean(text)) for text in texts]
        self._column = {w: at for at, w in enumerate(sorted({w for one in split for w in one}))}
        within = Counter(word for one in split for word in set(one))
        mean = np.mean([len(one) for one in split])
        values, rows, columns = [], [], []
        for row, one in enumerate(split):
            length = BM25_SATURATION * (1 - BM25_LENGTH + BM25_LENGTH * len(one) / mean)
            for word, count in Counter(one).items():
                rare = np.log(1 + (len(split) - within[word] + 0.5) / (within[word] + 0.5))
                values.append(rare * count * (BM25_SATURATION + 1) / (count + length))
                rows.append(row)
                columns.append(self._column[word])
        self._size = len(split)
        self._weights = csc_matrix((values, (rows, columns)), shape=(len(split), len(self._column)))

    def scores(self, text: str) -> NDArray[np.float64]:
        """One number an example."""
        known = [self._column[word] for word in set(words(clean(text))) if word in self._column]
        if not known:
            return np.zeros(self._size)
        return np.asarray(self._weights[:, sorted(known)].sum(axis=1)).ravel()


def _nearest(scores: NDArray[Any], topics: Sequence[str]) -> list[str]:
    """The topics of the best examples, each once."""
    found: list[str] = []
    some = min(len(scores), 200)
    top = np.argpartition(-scores, some - 1)[:some]
    for at in sorted(top, key=lambda at: (-scores[at], at)):
        if topics[at] not in found:
            found.append(topics[at])
        if len(found) == SHOWN:
            break
    return found
