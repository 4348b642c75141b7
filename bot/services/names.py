"""Finding an automation by the name that a person typed. Pure: rows in, rows out."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Literal

from rapidfuzz import fuzz, process

from converter.frozen import Frozen

SHOWN = 5
"""Candidates offered when it is not sure which one was meant."""
QUERY_LIMIT = 255
NEAR_EXACT, AHEAD = 92.0, 8.0
"""A typo is taken as meant from this likeness on, this far ahead of the next name."""
WORTH_SHOWING = 65.0
SHORTEST_PREFIX = 3
FEWEST_LETTERS = 4
"""From here on, words that stand in one name only are taken for it."""

_SAME = str.maketrans(
    {"’": "'", "‘": "'", "ʼ": "'", "`": "'", "œ": "oe", "æ": "ae", "–": "-", "—": "-"}
)
_DIGITS = re.compile(r"\d+")
_WORDS = re.compile(r"\w+")


class AutomationRef(Frozen):
    """``key`` names the row in this workspace and nowhere else; ``name`` is raw account text."""

    key: int
    automation_id: str
    name: str
    kind: Literal["automation", "campaign"]


class Found(Frozen):
    """``match``: sure. ``candidates``: up to five, best first, when it is not.

    ``same_name``: how many have exactly the name that was typed, where there are several.
    ``exact``: the match has exactly that name, or that id.
    """

    match: AutomationRef | None
    candidates: tuple[AutomationRef, ...]
    same_name: int = 0
    exact: bool = False


def fold(text: str) -> str:
    """A name without case, accents, and differences of spacing and of typographic signs."""
    lowered = unicodedata.normalize("NFKD", text).casefold()
    spread = unicodedata.normalize("NFKD", lowered).translate(_SAME)
    return " ".join("".join(c for c in spread if not unicodedata.combining(c)).split())


class NameIndex:
    """The names of one workspace, in the order in which they are listed."""

    def __init__(self, refs: Iterable[AutomationRef]) -> None:
        self._refs = tuple(refs)
        self._names = [fold(ref.name) for ref in self._refs]
        self._words = [frozenset(_WORDS.findall(name)) for name in self._names]
        self._ids = {ref.automation_id.casefold(): ref for ref in reversed(self._refs)}
        self._exact: dict[str, list[int]] = {}
        for place, name in enumerate(self._names):
            self._exact.setdefault(name, []).append(place)

    def __len__(self) -> int:
        return len(self._refs)

    def with_id(self, automation_id: str) -> AutomationRef | None:
        found = self._ids.get(automation_id.casefold())
        return found if found is not None and found.automation_id == automation_id else None

    def find(self, query: str) -> Found:
        """Same name, then id, then the one name that begins with what was typed or holds all of
        its words, then what is alike."""
        wanted = fold(query[:QUERY_LIMIT])
        if not wanted:
            return Found(match=None, candidates=())
        if same := self._exact.get(wanted):
            found = self._found(same, same_name=len(same) if len(same) > 1 else 0)
            return found.model_copy(update={"exact": found.match is not None})
        if by_id := self._ids.get(query.strip().casefold()):
            return Found(match=by_id, candidates=(), exact=True)
        begins = self._beginning(wanted)
        holds = self._holding(wanted)
        if len(begins) == 1 and len(wanted) >= SHORTEST_PREFIX and set(holds) <= set(begins):
            return self._found(begins)
        letters = sum(1 for c in wanted if c.isalpha())
        if len(holds) == 1 and not begins and letters >= FEWEST_LETTERS:
            return self._found(holds)
        alike = self._alike(wanted)
        meant = self._clearly_meant(wanted)
        if meant is not None and not begins and not holds:
            return self._found([meant])
        begins.sort(key=lambda place: len(self._names[place]))
        best = list(dict.fromkeys([*begins, *holds, *alike]))[:SHOWN]
        return Found(match=None, candidates=tuple(self._refs[place] for place in best))

    def search(self, query: str, limit: int) -> tuple[AutomationRef, ...]:
        """What to list while a person types; everything in order where nothing is typed."""
        wanted = fold(query[:QUERY_LIMIT])
        if not wanted:
            return self._refs[:limit]
        by_id = self._ids.get(query.strip().casefold())
        inside = [place for place, name in enumerate(self._names) if wanted in name]
        inside.sort(key=lambda place: self._rank(place, wanted))
        places = [*([self._refs.index(by_id)] if by_id else []), *inside]
        if len(places) < limit:
            places += self._alike(wanted, limit)
        return tuple(self._refs[place] for place in list(dict.fromkeys(places))[:limit])

    def _found(self, places: Sequence[int], same_name: int = 0) -> Found:
        if len(places) == 1:
            return Found(match=self._refs[places[0]], candidates=())
        shown = tuple(self._refs[place] for place in places[:SHOWN])
        return Found(match=None, candidates=shown, same_name=same_name)

    def _beginning(self, wanted: str) -> list[int]:
        return [place for place, name in enumerate(self._names) if name.startswith(wanted)]

    def _holding(self, wanted: str) -> list[int]:
        """Places of names in which every word that was typed stands as a word."""
        words = set(_WORDS.findall(wanted))
        if not words:
            return []
        return [place for place, known in enumerate(self._words) if words <= known]

    def _rank(self, place: int, wanted: str) -> int:
        name = self._names[place]
        if name.startswith(wanted):
            return 0
        return 1 if f" {wanted}" in name else 2

    def _alike(self, wanted: str, limit: int = SHOWN) -> list[int]:
        """Places of names that are alike, best first; equal ones in their order."""
        score: dict[int, float] = {}
        for scorer, weight in ((fuzz.WRatio, 1.0), (fuzz.token_set_ratio, 0.95)):
            hits = process.extract(
                wanted, self._names, scorer=scorer, limit=limit * 2, score_cutoff=WORTH_SHOWING
            )
            for _, likeness, place in hits:
                score[place] = max(score.get(place, 0.0), likeness * weight)
        best = sorted(score, key=lambda place: (-score[place], place))
        return [place for place in best if score[place] >= WORTH_SHOWING][:limit]

    def _clearly_meant(self, wanted: str) -> int | None:
        """The one name that differs by a typo only. Another number is another automation."""
        hits = process.extract(wanted, self._names, scorer=fuzz.ratio, limit=2)
        if not hits or hits[0][1] < NEAR_EXACT:
            return None
        if len(hits) > 1 and hits[0][1] - hits[1][1] < AHEAD:
            return None
        name, _, place = hits[0]
        return place if _DIGITS.findall(name) == _DIGITS.findall(wanted) else None
