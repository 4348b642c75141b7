"""Words and letter groups as numbers: TF-IDF on words (1 and 2) and on letters in words (2 to 5).

The two halves are scaled to length 1 each, so that neither drowns the other.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log

import numpy as np
from numpy.typing import NDArray

LETTERS = range(2, 6)
_WORD_MARK = "\t"
"""In front of words and word pairs, so that they never equal a letter group."""

Indices = NDArray[np.int64]
Values = NDArray[np.float32]


@dataclass(frozen=True)
class Vectoriser:
    """``vocabulary`` maps a feature to its column; ``weights`` holds the columns' idf."""

    vocabulary: dict[str, int]
    weights: Values

    def transform(self, words: Sequence[str]) -> tuple[Indices, Values]:
        """Columns and values of one text; features that are not known are left out."""
        parts = (_word_features(words), _letter_features(words))
        columns: list[int] = []
        values: list[Values] = []
        for part in parts:
            known = [
                (column, count)
                for feature, count in Counter(part).items()
                if (column := self.vocabulary.get(feature)) is not None
            ]
            if not known:
                continue
            own = np.array([column for column, _ in known], dtype=np.int64)
            counts = np.array([count for _, count in known], dtype=np.float32)
            weighted = (1 + np.log(counts)) * self.weights[own]
            columns.extend(own.tolist())
            values.append((weighted / np.linalg.norm(weighted)).astype(np.float32))
        if not columns:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        return np.array(columns, dtype=np.int64), np.concatenate(values)


def learn(texts: Iterable[Sequence[str]]) -> Vectoriser:
    """The vocabulary of ``texts`` (each a list of folded words), in alphabetical order."""
    seen: Counter[str] = Counter()
    total = 0
    for words in texts:
        total += 1
        seen.update(set(_word_features(words)))
        seen.update(set(_letter_features(words)))
    vocabulary = {feature: column for column, feature in enumerate(sorted(seen))}
    weights = [log((1 + total) / (1 + seen[feature])) + 1 for feature in vocabulary]
    return Vectoriser(vocabulary, np.array(weights, dtype=np.float32))


def _word_features(words: Sequence[str]) -> list[str]:
    pairs = (f"{_WORD_MARK}{one} {two}" for one, two in zip(words, words[1:], strict=False))
    return [*(_WORD_MARK + word for word in words), *pairs]


def _letter_features(words: Sequence[str]) -> list[str]:
    found: list[str] = []
    for word in words:
        padded = f" {word} "
        size = len(padded)
        for length in LETTERS:
            if length >= size:
                found.append(padded)
                break
            found.extend(padded[at : at + length] for at in range(size - length + 1))
    return found
