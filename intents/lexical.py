"""Words and letter groups as numbers: TF-IDF on words (1 and 2) and on letters in words (2 to 5).

The two halves are scaled to length 1 each, so that neither drowns the other.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise
from math import log

import numpy as np
from numpy.typing import NDArray

from intents.vocabulary import Indices, Vocabulary

LETTERS = range(2, 6)
_WORD_MARK = "\t"
"""In front of words and word pairs, so that they never equal a letter group."""
_REMEMBERED = 50_000
"""Words whose letter groups are kept at hand: more than two languages' everyday words."""

Values = NDArray[np.float32]


class Vectoriser:
    """``vocabulary`` finds a feature's column; ``weights`` holds the columns' idf."""

    def __init__(self, vocabulary: Vocabulary, weights: Values) -> None:
        self.vocabulary = vocabulary
        self.weights = weights
        self._letters: dict[str, Indices] = {}

    def transform(self, words: Sequence[str]) -> tuple[Indices, Values]:
        """Columns (each once, not sorted) and values of one text; unknown features are left
        out."""
        counted = self.vocabulary.find(word_features(words))
        letters = [self._letters_of(word) for word in words]
        halves = (counted, np.concatenate(letters) if letters else counted)
        parts = [self._scaled(part) for part in halves if len(part)]
        if not parts:
            return np.zeros(0, dtype=np.int64), np.zeros(0, dtype=np.float32)
        if len(parts) == 1:
            return parts[0]
        return (
            np.concatenate([columns for columns, _ in parts]),
            np.concatenate([values for _, values in parts]),
        )

    def _scaled(self, occurrences: Indices) -> tuple[Indices, Values]:
        counted = Counter(occurrences.tolist())
        columns = np.fromiter(counted, dtype=np.int64, count=len(counted))
        counts = np.fromiter(counted.values(), dtype=np.float32, count=len(counted))
        weighted = (1 + np.log(counts)) * self.weights[columns]
        return columns, (weighted / np.sqrt(weighted @ weighted)).astype(np.float32)

    def _letters_of(self, word: str) -> Indices:
        found = self._letters.get(word)
        if found is None:
            found = self.vocabulary.find(letter_features(word))
            if len(self._letters) < _REMEMBERED:
                self._letters[word] = found
        return found


def learn(texts: Iterable[Sequence[str]]) -> Vectoriser:
    """The vocabulary of ``texts`` (each a list of folded words), in alphabetical order."""
    seen: Counter[str] = Counter()
    total = 0
    of_word: dict[str, frozenset[str]] = {}
    for words in texts:
        total += 1
        features = set(word_features(words))
        for word in words:
            groups = of_word.get(word)
            if groups is None:
                groups = of_word[word] = frozenset(letter_features(word))
            features |= groups
        seen.update(features)
    ordered = sorted(seen)
    weights = [log((1 + total) / (1 + seen[feature])) + 1 for feature in ordered]
    return Vectoriser(Vocabulary.of(ordered), np.array(weights, dtype=np.float32))


def word_features(words: Sequence[str]) -> list[str]:
    pairs = (f"{_WORD_MARK}{one} {two}" for one, two in pairwise(words))
    return [*(_WORD_MARK + word for word in words), *pairs]


def letter_features(word: str) -> list[str]:
    found: list[str] = []
    padded = f" {word} "
    size = len(padded)
    for length in LETTERS:
        if length >= size:
            found.append(padded)
            break
        found.extend(padded[at : at + length] for at in range(size - length + 1))
    return found
