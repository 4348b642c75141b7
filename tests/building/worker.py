"""A process that builds the tiny corpus's model beside another: ``worker FOLDER ME OTHER``.

It prints whether it learned and what its matcher answers. Whoever learns waits until the other
one has begun too.
"""

import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from intents import building
from intents.model import Floats
from tests.building.tiny import WordEncoder, have, tiny

QUESTIONS = ("can I undo it now", "quel forfait", "my blog feed", "a joke please")


class Meeting(WordEncoder):
    def __init__(self, other: Path) -> None:
        super().__init__()
        self._other = other

    def encode(self, texts: Sequence[str]) -> Floats:
        while not self._other.exists():
            time.sleep(0.01)
        return super().encode(texts)


def main(folder: str, me: str, other: str) -> None:
    encoder = Meeting(Path(other))
    with pytest.MonkeyPatch.context() as patch:
        have(patch, fast=encoder)
        Path(me).touch()
        matcher = building.build(tiny(), Path(folder))
        learned = bool(encoder.asked)
        answers = [matcher.match(one).model_dump() for one in QUESTIONS]
        print(json.dumps({"learned": learned, "answers": answers}))


if __name__ == "__main__":
    main(*sys.argv[1:])
