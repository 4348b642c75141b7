"""The answers that come with the bot, as the conversation gets them."""

from datetime import timedelta

import pytest

from bot.services.answers import Answers, answer
from converter.report.model import Language
from faq import load

LANGUAGES: tuple[Language, ...] = ("en", "fr")
TOPICS = (
    *("builder-difference", "why-convert", "automatic-conversion", "how-to-convert"),
    *("edit-journey", "contacts-after-conversion", "classic-access-and-reports", "undo-archive"),
    *("bulk-conversion", "classic-retirement", "feature-coverage", "unsupported-feature"),
    *("unsupported-triggers", "rss-campaigns", "plan-availability", "plan-limits"),
    *("support-options", "quickbooks-france"),
)
DIALOGUES = ("greeting", "thanks", "bot-help", "human", "convert-automation")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", [*TOPICS, *DIALOGUES])
def test_every_topic_is_answered_in_both_languages(
    real: Answers, topic: str, language: Language
) -> None:
    found = real.entry("", topic, language)
    assert found is not None
    assert (found.topic, found.language) == (topic, language)
    assert found.kind == ("topic" if topic in TOPICS else "dialogue")
    assert found.title
    assert found.short
    other = real.entry("", topic, "fr" if language == "en" else "en")
    assert other is not None
    assert (found.title, found.short) != (other.title, other.short)
    if topic in TOPICS:
        assert found.sources
        assert all(source.title and source.date for source in found.sources)
        assert found.evidence
        titles = dict(real.topics("", language))
        assert all(title == titles[near] for near, title in found.related)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_topics_holds_them_all_and_no_dialogue(
    real: Answers, language: Language
) -> None:
    listed = dict(real.topics("", language))
    assert set(TOPICS) <= set(listed)
    assert not set(DIALOGUES) & set(listed)
    assert len(set(listed.values())) == len(listed)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("topic", TOPICS)
def test_a_title_that_is_typed_leads_to_its_entry(
    real: Answers, topic: str, language: Language
) -> None:
    """Titles are buttons and lines of a list: people copy them."""
    title = dict(real.topics("", language))[topic]
    found = real.match("", title, fallback=language)
    assert (found.topic, found.language) == (topic, language)
    assert found.decision in ("answer", "confirm")


def test_everything_that_has_examples_has_an_entry(real: Answers) -> None:
    assert set(real.examples.topics) == set(real.knowledge.entries)


def test_an_unknown_topic_has_no_answer(real: Answers) -> None:
    assert real.entry("", "out-of-scope", "en") is None
    assert real.entry("", "no-such-topic", "fr") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_entry_is_due_from_the_day_after_its_last(language: Language) -> None:
    knowledge = load()
    dated = [entry for entry in knowledge.entries.values() if entry.valid_until is not None]
    assert {"plan-limits", "plan-availability"} <= {entry.id for entry in dated}
    for entry in dated:
        last = entry.valid_until
        assert last is not None
        assert not answer(entry, language, knowledge, last).due
        assert answer(entry, language, knowledge, last + timedelta(days=1)).due
    for entry in knowledge.entries.values():
        if entry.valid_until is None:
            later = entry.checked + timedelta(days=4000)
            assert not answer(entry, language, knowledge, later).due
