"""The public data sets and our own questions; ``benchmarks/data/README.md`` says what they are."""

import csv
import gzip
import io
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from intents.result import Language

FOLDER = Path(__file__).parents[1] / "data"
OWN = ("questions", "second")
"""Questions in our own field, for measuring only."""


@dataclass(frozen=True)
class Row:
    """``intent`` is "" for a question that no intent of the set answers."""

    split: str
    intent: str
    text: str
    language: Language
    bot: str


@dataclass(frozen=True)
class Question:
    """``accept``: the topics that are right, none for a question out of scope."""

    text: str
    language: Language
    accept: tuple[str, ...]


_NO_INTENT = frozenset({"oos", "NO_NODES_DETECTED"})


@cache
def rows(name: str) -> tuple[Row, ...]:
    """A public data set: banking77, clinc150, hwu64, hint3 or covidfaq_quebec."""
    text = gzip.decompress((FOLDER / f"{name}.csv.gz").read_bytes()).decode("utf-8")
    return tuple(
        Row(
            split=row["split"],
            intent="" if row["intent"] in _NO_INTENT else row["intent"],
            text=row["text"],
            language="fr" if row.get("lang") == "fr" else "en",
            bot=row.get("bot", ""),
        )
        for row in csv.DictReader(io.StringIO(text))
    )


@cache
def questions(name: str) -> tuple[Question, ...]:
    """One of ``OWN``."""
    lines = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
    found = (json.loads(line) for line in lines)
    return tuple(Question(one["text"], one["lang"], tuple(one["accept"])) for one in found)
