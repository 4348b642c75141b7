"""The examples: how they are read, and what the shipped ones owe."""

import tomllib
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intents import corpus
from intents.corpus import LANGUAGES, OUT_OF_SCOPE, Corpus, CorpusError, Phrase
from intents.normalise import clean, words
from intents.result import Language
from tests.intents.strategies import texts

TOPICS = frozenset(
    (
        "builder-difference",
        "why-convert",
        "automatic-conversion",
        "how-to-convert",
        "edit-journey",
        "contacts-after-conversion",
        "classic-access-and-reports",
        "undo-archive",
        "bulk-conversion",
        "classic-retirement",
        "feature-coverage",
        "unsupported-feature",
        "unsupported-triggers",
        "rss-campaigns",
        "plan-availability",
        "plan-limits",
        "support-options",
        "quickbooks-france",
        "greeting",
        "thanks",
        "bot-help",
        "human",
        "convert-automation",
    )
)
LEAST = 40

examples = st.dictionaries(
    st.sampled_from(["a", "b", OUT_OF_SCOPE]),
    st.fixed_dictionaries({"en": st.lists(texts, max_size=4), "fr": st.lists(texts, max_size=4)}),
)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('en = ["a"]\n', "needs exactly the lists en and fr"),
        ('en = ["a"]\nfr = ["b"]\nde = ["c"]\n', "needs exactly the lists en and fr"),
        ('en = "a"\nfr = ["b"]\n', "en must be a list of sentences"),
        ('en = ["a"]\nfr = [" "]\n', "fr must be a list of sentences"),
        ('en = ["a"]\nfr = [1]\n', "fr must be a list of sentences"),
        ("en = [1 2]\nfr = []\n", "line 1"),
        ("", "needs exactly"),
        (b"\xff\xfe", "utf-8"),
    ],
)
def test_a_wrong_file_is_named(tmp_path: Path, content: str | bytes, says: str) -> None:
    (tmp_path / "fine.toml").write_text('en = ["a"]\nfr = ["b"]\n', encoding="utf-8")
    wrong = tmp_path / "wrong-topic.toml"
    wrong.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(CorpusError) as caught:
        corpus.load(tmp_path)
    assert str(wrong) in str(caught.value)
    assert says in str(caught.value)


def test_an_unreadable_file_is_named(tmp_path: Path) -> None:
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(CorpusError, match=r"folder\.toml"):
        corpus.load(tmp_path)


def test_an_empty_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(CorpusError) as caught:
        corpus.load(tmp_path)
    assert str(tmp_path) in str(caught.value)


def test_a_file_is_a_topic(tmp_path: Path) -> None:
    (tmp_path / "undo.toml").write_text('en = ["undo <@U1> it"]\nfr = []\n', encoding="utf-8")
    assert corpus.load(tmp_path).phrases == (Phrase("undo", "en", "undo it"),)


def test_out_of_scope_is_never_a_topic(shipped: Corpus) -> None:
    assert OUT_OF_SCOPE not in shipped.topics
    assert any(phrase.topic == OUT_OF_SCOPE for phrase in shipped.phrases)
    assert corpus.of({OUT_OF_SCOPE: {"en": ["hm"]}}).topics == ()


def test_a_workspace_adds_topics_and_examples(small: Corpus) -> None:
    more = small.with_topics({"tea": {"en": ["green tea?"]}, "undo": {"fr": ["défaire"]}})
    assert set(more.topics) == {*small.topics, "tea"}
    assert "défaire" in more.by_topic()["undo"]["fr"]
    assert set(small.phrases) < set(more.phrases)
    assert more.fingerprint != small.fingerprint


@given(examples)
def test_empty_and_repeated_examples_are_left_out(
    given_examples: dict[str, dict[Language, list[str]]],
) -> None:
    found = corpus.of(given_examples).phrases
    assert len(set(found)) == len(found)
    assert all(phrase.text for phrase in found)


@given(examples)
def test_the_order_of_writing_makes_no_difference(
    given_examples: dict[str, dict[Language, list[str]]],
) -> None:
    straight = corpus.of(given_examples)
    turned: dict[str, dict[Language, list[str]]] = {
        topic: {language: languages[language][::-1] for language in reversed(list(languages))}
        for topic, languages in reversed(given_examples.items())
    }
    assert corpus.of(turned) == straight
    assert corpus.of(turned).fingerprint == straight.fingerprint


@given(examples)
def test_taken_apart_and_put_together_it_is_the_same_corpus(
    given_examples: dict[str, dict[Language, list[str]]],
) -> None:
    whole = corpus.of(given_examples)
    assert corpus.of(whole.by_topic()).fingerprint == whole.fingerprint
    assert Corpus(()).with_topics(whole.by_topic()) == whole


def test_every_topic_is_there(shipped: Corpus) -> None:
    assert set(shipped.topics) >= TOPICS


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_topic_has_enough_examples(shipped: Corpus, language: Language) -> None:
    counts = {topic: len(held.get(language, ())) for topic, held in shipped.by_topic().items()}
    assert {topic: count for topic, count in counts.items() if count < LEAST} == {}


def test_no_example_stands_under_two_topics(shipped: Corpus) -> None:
    topics: dict[str, set[str]] = {}
    for phrase in shipped.phrases:
        topics.setdefault(" ".join(words(phrase.text)), set()).add(phrase.topic)
    assert {text: found for text, found in topics.items() if len(found) > 1} == {}


def test_no_example_is_written_twice() -> None:
    counts: Counter[tuple[str, str]] = Counter()
    for path in sorted(corpus.FOLDER.glob("*.toml")):
        for texts_of in tomllib.loads(path.read_text("utf-8")).values():
            counts.update((path.stem, clean(text).casefold()) for text in texts_of)
    assert [key for key, count in counts.items() if count > 1 and key[1]] == []
