"""The examples the matcher learns from: a file a topic, questions in French and English.

``examples/*.toml`` are ours; a workspace's own topics are added with ``Corpus.with_topics``.
"""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from intents.normalise import clean
from intents.result import Language

FOLDER = Path(__file__).parent / "examples"
OUT_OF_SCOPE = "out-of-scope"
"""Questions that no topic answers; never a topic that is shown."""

LANGUAGES: tuple[Language, ...] = ("en", "fr")


class CorpusError(ValueError):
    """An examples file is wrong; the message names the file and what to mend."""


@dataclass(frozen=True, slots=True)
class Phrase:
    topic: str
    language: Language
    text: str


@dataclass(frozen=True)
class Corpus:
    """Phrases in a fixed order: the same files give the same corpus, and so the same model."""

    phrases: tuple[Phrase, ...]

    @property
    def topics(self) -> tuple[str, ...]:
        """Every topic that can be shown, in alphabetical order."""
        return tuple(sorted({phrase.topic for phrase in self.phrases} - {OUT_OF_SCOPE}))

    @property
    def fingerprint(self) -> str:
        digest = sha256()
        for phrase in self.phrases:
            digest.update(f"{phrase.topic}\t{phrase.language}\t{phrase.text}\n".encode())
        return digest.hexdigest()

    def by_topic(self) -> dict[str, dict[Language, tuple[str, ...]]]:
        """Examples by topic and language."""
        found: dict[str, dict[Language, list[str]]] = {}
        for phrase in self.phrases:
            found.setdefault(phrase.topic, {}).setdefault(phrase.language, []).append(phrase.text)
        return {
            topic: {language: tuple(texts) for language, texts in languages.items()}
            for topic, languages in found.items()
        }

    def with_topics(self, more: Mapping[str, Mapping[Language, Sequence[str]]]) -> "Corpus":
        """This corpus and further examples, for topics old or new. Empty ones are left out."""
        return Corpus(tuple(_ordered([*self.phrases, *_phrases(more)])))


def load(folder: Path = FOLDER) -> Corpus:
    """The examples of ``folder``. Raises CorpusError."""
    read: dict[str, Mapping[Language, Sequence[str]]] = {}
    for path in sorted(folder.glob("*.toml")):
        read[path.stem] = _read(path)
    if not read:
        raise CorpusError(f"{folder}: holds no examples (*.toml)")
    return Corpus(tuple(_ordered(_phrases(read))))


def of(examples: Mapping[str, Mapping[Language, Sequence[str]]]) -> Corpus:
    """A corpus from data at hand."""
    return Corpus(tuple(_ordered(_phrases(examples))))


def _read(path: Path) -> Mapping[Language, Sequence[str]]:
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise CorpusError(f"{path}: {error}") from error
    if set(data) != set(LANGUAGES):
        raise CorpusError(f"{path}: needs exactly the lists en and fr")
    for language, texts in data.items():
        if not isinstance(texts, list) or not all(isinstance(t, str) and t.strip() for t in texts):
            raise CorpusError(f"{path}: {language} must be a list of sentences")
    return {language: data[language] for language in LANGUAGES}


def _phrases(examples: Mapping[str, Mapping[Language, Sequence[str]]]) -> Iterator[Phrase]:
    for topic, languages in examples.items():
        for language, texts in languages.items():
            for text in texts:
                cleaned = clean(text)
                if cleaned:
                    yield Phrase(topic, language, cleaned)


def _ordered(phrases: Iterator[Phrase] | Sequence[Phrase]) -> list[Phrase]:
    """Sorted, each once."""
    return sorted(set(phrases), key=lambda p: (p.topic, p.language, p.text))
