"""Corpora for measuring speed: real sentences, as many as are asked for.

100,000 are more than the public sets teach; the rest are the same sentences with a word left out,
whose vectors are those of the whole sentence with a little noise, to spare encoding them.
"""

from pathlib import Path

import numpy as np

from benchmarks.matching import sets
from benchmarks.matching.samples import shots
from benchmarks.matching.vectors import FOLDER
from intents import large
from intents.building import Encoders, model_file
from intents.corpus import Corpus, Phrase
from intents.model import Floats
from intents.normalise import clean

_SETS = ("banking77", "clinc150", "hwu64")
_NOISE = 0.01


def small(topics: int, each: int) -> Corpus:
    """Real examples of ``topics`` topics of CLINC150 and HWU64."""
    found = []
    for name in ("clinc150", "hwu64"):
        rows = [row for row in sets.rows(name) if row.split == "train"]
        for intent, of in shots(rows, each, 0).items():
            found.append([Phrase(f"{name}/{intent}", "en", clean(row.text)) for row in of])
    return Corpus(tuple(phrase for of in found[:topics] for phrase in of))


def questions(count: int) -> list[tuple[str, str]]:
    """Test questions of all three sets and their topics."""
    rows = [
        (row.text, f"{name}/{row.intent}")
        for name in _SETS
        for row in sets.rows(name)
        if row.split == "test" and row.intent
    ]
    random = np.random.default_rng(0)
    return [rows[at] for at in random.permutation(len(rows))[:count]]


def many(count: int) -> Corpus:
    """What the sets teach, then the same sentences without a word, until there are ``count``."""
    real = list({phrase.text: phrase for phrase in _taught()}.values())
    seen = {phrase.text for phrase in real}
    random = np.random.default_rng(0)
    phrases = real[:count]
    while len(phrases) < count:
        one = real[int(random.integers(len(real)))]
        text = _shortened(one.text, int(random.integers(1000)))
        if text and text not in seen:
            seen.add(text)
            phrases.append(Phrase(one.topic, one.language, text))
    return Corpus(tuple(sorted(phrases, key=lambda p: (p.topic, p.language, p.text))))


def kept_file(corpus: Corpus, have: Encoders) -> Path:
    """The file of the large model of ``corpus``, from before if the same rules made it."""
    file = model_file(corpus, FOLDER, have)
    file = file.with_name(f"large-{file.name}")
    if not file.exists():
        file.write_bytes(large.learn(corpus, _vectors(corpus, have)).dump())
    return file


def _taught() -> list[Phrase]:
    return [
        Phrase(f"{name}/{row.intent}", "en", clean(row.text))
        for name in _SETS
        for row in sets.rows(name)
        if row.split == "train" and row.intent and clean(row.text)
    ]


def _shortened(text: str, which: int) -> str:
    split = text.split()
    drop = which % len(split)
    return " ".join(split[:drop] + split[drop + 1 :])


def _vectors(corpus: Corpus, have: Encoders) -> Floats | None:
    if have.fast is None:
        return None
    real = list(dict.fromkeys(phrase.text for phrase in _taught()))
    held = dict(zip(real, have.fast.encode(real), strict=True))
    for text in real:
        for drop in range(len(text.split())):
            held.setdefault(_shortened(text, drop), held[text])
    found = np.stack([held[phrase.text] for phrase in corpus.phrases])
    found += np.random.default_rng(0).normal(0, _NOISE, found.shape).astype(np.float32)
    unit: Floats = found / np.linalg.norm(found, axis=1, keepdims=True)
    return unit
