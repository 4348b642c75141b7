"""What is learned from a large corpus, as plain arrays: saved and loaded as bytes."""

import io
from collections import Counter
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from intents.large.judging import Judge
from intents.large.lists import Lists
from intents.large.space import Space
from intents.large.weighing import Index
from intents.large.wording import Postings, Wording
from intents.model import Floats, Ints, ModelProblem
from intents.packing import packed, unpacked

FORMAT = 1
_SCALE = 127.0
"""Vectors are stored as bytes: a cosine moves by less than a hundredth."""


@dataclass(frozen=True)
class LargeModel:
    """``topics`` in alphabetical order; ``sizes``: phrases by topic; ``exact``: hashes of the
    phrases' folded words in rising order, with the topic of each in ``exact_topics``."""

    topics: tuple[str, ...]
    sizes: Ints
    index: Index
    space: Space | None
    judge: Judge
    word_counts: Counter[str]
    french: dict[str, float]
    exact: NDArray[np.uint64]
    exact_topics: Ints

    def exact_topic(self, words: str) -> str | None:
        """The topic of a phrase that is these words, separated by spaces."""
        key = key_of(words)
        at = int(np.searchsorted(self.exact, key))
        if at < len(self.exact) and self.exact[at] == key:
            return self.topics[int(self.exact_topics[at])]
        return None

    def dump(self) -> bytes:
        """The same model gives the same bytes."""
        wording = self.index.wording
        arrays: dict[str, NDArray[np.generic]] = {
            "format": np.array([FORMAT]),
            "topics": packed(self.topics),
            "sizes": self.sizes,
            "owners": self.index.owners,
            "outside": np.array([-1 if self.index.outside is None else self.index.outside]),
            "features": packed(wording.columns),
            "idf": wording.idf,
            "unused": wording.unused,
            "choosing": self.judge.choosing,
            "right": self.judge.right,
            "none_fits": self.judge.none_fits,
            "words": packed(self.word_counts),
            "word_counts": np.array(list(self.word_counts.values()), dtype=np.int32),
            "french_words": packed(self.french),
            "french": np.array(list(self.french.values()), dtype=np.float32),
            "exact": self.exact,
            "exact_topics": self.exact_topics,
        }
        for name, postings in (("phrase", wording.phrases), ("topic", wording.topics)):
            arrays[f"{name}_starts"] = postings.starts
            arrays[f"{name}_numbers"] = postings.numbers
            arrays[f"{name}_values"] = postings.values
        lists, middles = self.index.lists, self.index.middles
        if lists is not None and middles is not None and self.space is not None:
            arrays["rows"] = np.round(lists.rows * _SCALE).astype(np.int8)
            arrays["ends"] = lists.ends
            arrays["centers"] = lists.centers
            arrays["middles"] = middles
            arrays["axes"] = self.space.axes
            arrays["center"] = self.space.center
        into = io.BytesIO()
        np.savez(into, allow_pickle=False, **arrays)
        data = into.getvalue()
        return sha256(data).digest() + data


def load(data: bytes) -> LargeModel:
    """Raises ModelProblem."""
    mark, rest = data[:32], data[32:]
    if sha256(rest).digest() != mark:
        raise ModelProblem("damaged")
    try:
        with np.load(io.BytesIO(rest), allow_pickle=False) as held:
            arrays = {name: held[name] for name in held.files}
        return _loaded(arrays)
    except ModelProblem:
        raise
    except Exception as error:  # damaged bytes fail in as many ways as there are readers
        raise ModelProblem(f"{type(error).__name__}: {error}") from error


def read(path: Path) -> LargeModel:
    """Raises OSError and ModelProblem."""
    return load(path.read_bytes())


def key_of(words: str) -> np.uint64:
    return np.uint64(int.from_bytes(sha256(words.encode("utf-8", "surrogatepass")).digest()[:8]))


def _loaded(arrays: dict[str, NDArray[np.generic]]) -> LargeModel:
    if int(arrays["format"][0]) != FORMAT:
        raise ModelProblem("made by another version")
    outside = int(arrays["outside"][0])
    wording = Wording(
        columns={feature: at for at, feature in enumerate(unpacked(arrays["features"]))},
        idf=_floats(arrays["idf"]),
        phrases=_postings(arrays, "phrase"),
        topics=_postings(arrays, "topic"),
        unused=_floats(arrays["unused"]),
        count=len(arrays["owners"]),
    )
    lists, middles, space = None, None, None
    if "rows" in arrays:
        rows = arrays["rows"].astype(np.float32)
        rows /= np.float32(_SCALE)
        lists = Lists(rows, arrays["ends"].astype(np.int64), _floats(arrays["centers"]))
        middles = _floats(arrays["middles"])
        space = Space(_floats(arrays["center"]), _floats(arrays["axes"]))
    index = Index(
        owners=arrays["owners"].astype(np.int64),
        wording=wording,
        lists=lists,
        middles=middles,
        outside=None if outside < 0 else outside,
    )
    counts = arrays["word_counts"].tolist()
    return LargeModel(
        topics=tuple(unpacked(arrays["topics"])),
        sizes=arrays["sizes"].astype(np.int64),
        index=index,
        space=space,
        judge=Judge(*(_floats(arrays[name]) for name in ("choosing", "right", "none_fits"))),
        word_counts=Counter(dict(zip(unpacked(arrays["words"]), counts, strict=True))),
        french=dict(zip(unpacked(arrays["french_words"]), arrays["french"].tolist(), strict=True)),
        exact=arrays["exact"].astype(np.uint64),
        exact_topics=arrays["exact_topics"].astype(np.int64),
    )


def _postings(arrays: dict[str, NDArray[np.generic]], name: str) -> Postings:
    return Postings(
        starts=arrays[f"{name}_starts"].astype(np.int64),
        numbers=arrays[f"{name}_numbers"].astype(np.int32),
        values=_floats(arrays[f"{name}_values"]),
    )


def _floats(array: NDArray[np.generic]) -> Floats:
    return array.astype(np.float32)
