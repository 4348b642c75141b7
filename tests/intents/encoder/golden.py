"""Vectors of the packages' own engines for a few sentences, one byte a number.

To write them anew: ``python -m tests.intents.encoder.golden``.
"""

import base64
import json
from pathlib import Path

import numpy as np

from intents.encoder.api import Floats
from intents.encoder.package_engines import e5_engine, use_engine

PATH = Path(__file__).with_suffix(".json")
SENTENCES = (
    "Comment convertir mes automatisations classiques ?",
    "How do I convert my classic automations?",
    "Que deviennent les contacts qui sont au milieu d'une série ?",
    "What happens to contacts who are in the middle of a series?",
    "Quel forfait me faut-il pour cinq e-mails ?",
    "Which plan do I need for five emails?",
    "Puis-je revenir en arrière ?",
    "Can I go back?",
    "je veux parler à quelqu'un",
    "let me talk to a person",
    "mes rapports ont disparu !!",
    "ok thx 🙏",
)


def read() -> dict[str, Floats]:
    """For each encoder the vectors of all sentences, of length 1."""
    return {
        name: np.stack([_unpack(line) for line in lines])
        for name, lines in json.loads(PATH.read_text(encoding="utf-8")).items()
    }


def _unpack(line: str) -> Floats:
    numbers = np.frombuffer(base64.b64decode(line), np.int8).astype(np.float32)
    return numbers / np.float32(np.linalg.norm(numbers))


def _pack(vector: Floats) -> str:
    numbers = np.rint(vector * (127 / np.abs(vector).max())).astype(np.int8)
    return base64.b64encode(numbers.tobytes()).decode()


if __name__ == "__main__":
    engines = (use_engine(), e5_engine())
    packed = {e.name: [_pack(vector) for vector in e.encode(SENTENCES)] for e in engines}
    PATH.write_text(json.dumps(packed, indent=1) + "\n", encoding="utf-8")
