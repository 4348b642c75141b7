"""Topics that are mixed up: what an editor should give more examples, or keep apart better."""

from collections import Counter

from pydantic import BaseModel, ConfigDict

from intents.corpus import OUT_OF_SCOPE, Corpus
from intents.model import Model

SHARE, FEWEST = 0.04, 3
"""A pair is told from this share of a topic's examples and this many on."""
SHOWN = 3


class Mixed(BaseModel):
    """``count`` of the ``total`` examples of ``meant`` were taken for ``taken`` by models that
    had not seen them; ``examples`` are some of these."""

    model_config = ConfigDict(frozen=True)

    meant: str
    taken: str
    count: int
    total: int
    examples: tuple[str, ...]


def mixed_up(corpus: Corpus, model: Model) -> list[Mixed]:
    """The worst pairs first. ``model`` is one that was learned from ``corpus``."""
    sizes = Counter(phrase.topic for phrase in corpus.phrases)
    pairs: dict[tuple[str, str], list[str]] = {}
    for phrase, number in zip(corpus.phrases, model.taken_for.tolist(), strict=True):
        if number < 0 or phrase.topic == OUT_OF_SCOPE:
            continue
        taken = model.topics[number]
        if taken != phrase.topic:
            pairs.setdefault((phrase.topic, taken), []).append(phrase.text)
    found = [
        Mixed(
            meant=meant,
            taken=taken,
            count=len(texts),
            total=sizes[meant],
            examples=tuple(texts[:SHOWN]),
        )
        for (meant, taken), texts in pairs.items()
        if len(texts) >= FEWEST and len(texts) >= SHARE * sizes[meant]
    ]
    return sorted(found, key=lambda pair: (-pair.count / pair.total, pair.meant, pair.taken))
