"""What is measured with is never learned from; what is learned from may be, by its licence."""

import gzip

import pytest

from benchmarks.matching import sets
from benchmarks.matching.gathering import PLANS
from intents import corpus
from intents.normalise import clean, words

PUBLIC = sorted(path.name.removesuffix(".csv.gz") for path in sets.FOLDER.glob("*.csv.gz"))


def folded(text: str) -> str:
    return " ".join(words(clean(text)))


@pytest.mark.parametrize("name", sets.OWN)
def test_no_question_that_measures_stands_among_the_examples(name: str) -> None:
    examples = {folded(phrase.text): phrase for phrase in corpus.load().phrases}
    asked = {folded(question.text) for question in sets.questions(name)}
    both = asked & set(examples)
    # Two words or fewer (a greeting, a thank-you) are what everybody writes.
    told = {text: examples[text] for text in both if len(text.split()) > 2}
    assert not told


@pytest.mark.parametrize("name", sets.OWN)
def test_right_topics_exist(name: str) -> None:
    known = set(corpus.load().topics)
    assert {topic for question in sets.questions(name) for topic in question.accept} <= known


def test_the_calibrator_learns_only_where_the_licence_allows_it() -> None:
    assert {plan.name for plan in PLANS} == {"banking77", "clinc150", "hwu64", "covidfaq_quebec"}


@pytest.mark.parametrize("name", PUBLIC)
def test_every_public_set_is_named_with_its_licence(name: str) -> None:
    (line,) = [
        line
        for line in (sets.FOLDER / "README.md").read_text("utf-8").splitlines()
        if f"`{name}.csv.gz`" in line
    ]
    assert any(licence in line for licence in ("CC BY 4.0", "CC BY 3.0", "MIT", "ODbL 1.0"))


@pytest.mark.parametrize("name", PUBLIC)
def test_the_files_are_compressed_without_a_date(name: str) -> None:
    data = (sets.FOLDER / f"{name}.csv.gz").read_bytes()
    assert data[4:8] == b"\0\0\0\0"
    assert gzip.decompress(data)
