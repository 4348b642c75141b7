"""For corpora that are too large for one linear model, whose weights would be words x topics.

Candidates are looked up, by nearness in the fast encoder's space and by words; a small scorer
weighs what speaks for each of their topics. Learning takes minutes and needs scikit-learn, a
question takes about a millisecond and needs numpy.
"""

from intents.corpus import Corpus
from intents.large import sources
from intents.large.learning import learn
from intents.large.matching import LargeMatcher
from intents.large.model import LargeModel, load, read

TOPICS, PHRASES = 1_500, 30_000
"""Above either, a corpus is learned the large way."""

__all__ = [
    "PHRASES",
    "TOPICS",
    "LargeMatcher",
    "LargeModel",
    "is_large",
    "learn",
    "load",
    "read",
    "sources",
]


def is_large(corpus: Corpus) -> bool:
    return len(corpus.phrases) > PHRASES or len(corpus.topics) > TOPICS
