"""100,000 phrasings for benchmarks/large.py, and what is asked of them.

All sentences of the public sets, those asked left out, are fewer than that; the others are
sentences among them with two neighbouring words swapped or with a typing error. Real intents are
too few to be a large corpus's topics: those with many phrases are cut into topics of fifty.
"""

from itertools import pairwise

import numpy as np

from benchmarks.matching import sets
from intents.corpus import Corpus, Phrase
from intents.normalise import clean

SETS = ("banking77", "clinc150", "hwu64", "hint3", "covidfaq_quebec")
MERGED = ("banking77", "clinc150", "hwu64")
TOPIC_SIZE = 50
SHORTEST = 5


def asked(count: int) -> list[str]:
    """Test questions, every third with a typing error."""
    rows = [row for name in MERGED for row in sets.rows(name) if row.split == "test"]
    random = np.random.default_rng(0)
    texts = [clean(rows[at].text) for at in random.permutation(len(rows))[:count]]
    return [mistyped(t, random) if at % 3 == 0 else t for at, t in enumerate(texts)]


def phrasings(count: int) -> Corpus:
    random = np.random.default_rng(0)
    tested = {clean(r.text) for n in MERGED for r in sets.rows(n) if r.split == "test"}
    held: dict[str, tuple[str, str]] = {}
    for name in SETS:
        for row in sets.rows(name):
            text = clean(row.text)
            if text and row.intent and text not in tested:
                held.setdefault(text, (f"{name}/{row.bot}/{row.intent}", row.language))
    real = sorted(held)
    while len(held) < count:
        text = real[int(random.integers(len(real)))]
        change = mistyped if random.random() < 0.5 else swapped
        held.setdefault(change(text, random), held[text])
    part: dict[str, int] = {}
    phrases = []
    for text, (intent, language) in held.items():
        number = part[intent] = part.get(intent, -1) + 1
        topic = f"{intent}/{number // TOPIC_SIZE}"
        phrases.append(Phrase(topic, "fr" if language == "fr" else "en", text))
    return Corpus(tuple(sorted(phrases[:count], key=lambda p: (p.topic, p.language, p.text))))


def merged() -> tuple[Corpus, list[tuple[str, str]]]:
    """The training questions of three sets as one corpus, and the test questions of all three
    with their topics."""
    phrases: set[tuple[str, str]] = set()
    tests = []
    for name in MERGED:
        for row in sets.rows(name):
            text = clean(row.text)
            if row.intent and row.split == "train" and text:
                phrases.add((f"{name}/{row.intent}", text))
            elif row.intent and row.split == "test":
                tests.append((text, f"{name}/{row.intent}"))
    return Corpus(tuple(Phrase(topic, "en", text) for topic, text in sorted(phrases))), tests


def mistyped(text: str, random: np.random.Generator) -> str:
    """Two neighbouring letters of a long word change places, or one is missing."""
    words = text.split()
    long = [at for at, word in enumerate(words) if len(word) >= SHORTEST]
    if not long:
        return swapped(text, random)
    at = long[int(random.integers(len(long)))]
    word, place = words[at], int(random.integers(1, len(words[at]) - 2))
    turned = word[place + 1] + word[place] if random.random() < 0.5 else word[place]
    words[at] = word[:place] + turned + word[place + 2 :]
    return " ".join(words)


def swapped(text: str, random: np.random.Generator) -> str:
    """Two neighbouring words change places."""
    words = text.split()
    pairs = [at for at, (one, two) in enumerate(pairwise(words)) if one != two]
    if pairs:
        at = pairs[int(random.integers(len(pairs)))]
        words[at], words[at + 1] = words[at + 1], words[at]
    return " ".join(words)
