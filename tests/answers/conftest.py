"""The FAQ's service with the shipped matcher, and with one of few examples that learns at once."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from bot.services import cache
from bot.services.answers import Answers
from intents import building, corpus
from intents.building import Encoders
from intents.corpus import OUT_OF_SCOPE, Corpus
from intents.encoder import Encoder
from tests.building.tiny import WordEncoder

FEW = ("plan-limits", "rss-campaigns", "undo-archive", OUT_OF_SCOPE)
EACH = 15

OWN = """id = "our-office"
kind = "topic"
evidence = "official"
checked = 2026-11-20
[en]
title = "Where our office is"
short = "On the second floor."
examples = ["where may visitors park their car", "which floor is the office on", "office address"]
[fr]
title = "Où est notre bureau"
short = "Au deuxième étage."
examples = ["où garer sa voiture près du bureau", "à quel étage est le bureau", "adresse du bureau"]
"""


def few() -> Corpus:
    """Some of our own examples for some topics, so that learning takes a moment only."""
    held = corpus.load().by_topic()
    return corpus.of(
        {
            topic: {language: texts[:EACH] for language, texts in held[topic].items()}
            for topic in FEW
        }
    )


@pytest.fixture(scope="session")
def real() -> Answers:
    """What a workspace without entries of its own gets."""
    return Answers((), cache.folder(), background=False)


Start = Callable[..., Answers]


@pytest.fixture(params=["no encoder", "an encoder"])
def start(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Start:
    """Starts the service with few examples; learning beside it happens in this process."""
    encoder: Encoder | None = WordEncoder() if request.param == "an encoder" else None
    held = few()
    monkeypatch.setattr(corpus, "load", lambda: held)
    monkeypatch.setattr(building, "convert", lambda folder: [])
    monkeypatch.setattr(building, "encoders", lambda folder: Encoders(encoder, None))

    def build_here(wanted: Corpus, folder: Path) -> bool:
        building.build(wanted, folder)
        return True

    monkeypatch.setattr(building, "build_elsewhere", build_here)

    def start(folders: Sequence[Path] = (), *, background: bool = False) -> Answers:
        return Answers(folders, tmp_path / "cache", background=background)

    return start
