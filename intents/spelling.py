"""Typing errors mended before words are counted: only words nobody knows, only by a near one."""

from collections import Counter
from collections.abc import Iterable, Sequence

from rapidfuzz import process
from rapidfuzz.distance import OSA

SHORTEST = 4
"""Letters a word needs to be mended: below that, everything is near everything."""


class Speller:
    """Mends words by the words of the examples.

    ``known`` words are never touched. A correction may differ by one typing error (two from eight
    letters on), must begin with the same letter or swap the first two, and be used at least twice
    in the examples.
    """

    def __init__(self, counts: Counter[str], known: Iterable[str] = ()) -> None:
        extra = frozenset(known)
        self._known = frozenset(counts) | extra if extra else counts
        self._counts = counts
        self._by_start: dict[str, list[str]] = {}
        for word in sorted(word for word, count in counts.items() if count > 1):
            if len(word) >= SHORTEST:
                self._by_start.setdefault(word[0], []).append(word)

    def mend(self, words: Sequence[str]) -> list[str]:
        """The words, each unknown one replaced by the nearest known word if there is one."""
        return [word if word in self._known else self._nearest(word) for word in words]

    def coverage(self, words: Sequence[str]) -> float:
        """The share of ``words`` that are known as they stand; 0 for none."""
        return sum(word in self._known for word in words) / len(words) if words else 0.0

    def _nearest(self, word: str) -> str:
        if len(word) < SHORTEST or any(char.isdigit() for char in word):
            return word
        allowed = 2 if len(word) >= 8 else 1
        best, best_rank = word, (allowed + 1, 0)
        for start in dict.fromkeys(word[:2]):
            found = process.extract(
                word,
                self._by_start.get(start, ()),
                scorer=OSA.distance,
                score_cutoff=allowed,
                limit=None,  # of many equally near words, the most used
            )
            for candidate, distance, _ in found:
                rank = (int(distance), -self._counts[candidate])
                if rank < best_rank:
                    best, best_rank = candidate, rank
        return best
