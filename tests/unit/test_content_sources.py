"""Sources read in the language of the reader: no English words in front of French readers."""

import re
from typing import get_args

import pytest

from converter import codes, explain
from converter.catalog import CODES
from converter.findings import Finding
from converter.plans import plans
from converter.report.model import Language
from converter.wording import worded
from tests.unit.writing import english_faults, french_faults

LANGUAGES: tuple[Language, ...] = get_args(Language)
URL = re.compile(r"https?://[^\s()]*[^\s().,;:]")

SOURCES = {code: (text.source, text.source_fr) for code, text in CODES.items()} | {
    plan.id: (plan.source, plan.source_fr) for plan in plans()
}
DATES = {str(plan.id): (plan.source_date, plan.source_date_fr) for plan in plans()}
BILINGUAL = {key: pair for key, pair in SOURCES.items() if pair[1] is not None}

NAMES = re.compile(
    r"Mailchimp Marketing API 3\.0\.55|Mailchimp|Intuit|journeydesk|Salesforce|Capsule"
    r"|(?:GET|POST) /\S*|integration_tests/seeds|workflow_emails_count|needs_block_refresh"
    r"|removed-subscribers|delay\.(?:action|direction)"
)
"""What is called the same in both languages: products, companies, names in the API."""

SAME_IN_FRENCH = set(
    re.findall(r"\w+", "article description page archive runtime save paused contacts")
)


def words_of(source: str) -> list[str]:
    """The words of a source that belong to one language; titles, addresses and names do not."""
    bare = re.sub(r"“[^”]*”|«[^»]*»", " ", URL.sub(" ", source))
    return re.findall(r"[^\W\d_]+", NAMES.sub(" ", bare))


@pytest.mark.parametrize(
    "source",
    [
        "Mailchimp Help, https://a.com/help (undated)",
        "The file itself",
        "“A title”, c. 2024",
        "Mailchimp Marketing API 3.0.55, https://a.com (no counterpart found)",
        "Intuit help article “Titre”",
    ],
)
def test_english_words_are_found(source: str) -> None:
    assert words_of(source)


@pytest.mark.parametrize(
    "source",
    ["journeydesk", "Mailchimp Marketing API 3.0.55, GET /, https://a.com/the-words", "“A title”"],
)
def test_titles_names_and_addresses_are_not_words(source: str) -> None:
    assert words_of(source) == []


@pytest.mark.parametrize("key", SOURCES)
def test_a_source_with_english_words_or_marks_has_a_french_one(key: str) -> None:
    source, french = SOURCES[key]
    assert french is not None or not (words_of(source) or "“" in source)
    assert english_faults(source) == []


@pytest.mark.parametrize("key", DATES)
def test_a_date_with_english_words_has_a_french_one(key: str) -> None:
    date, french = DATES[key]
    assert french is not None or not words_of(date)
    assert french is None or french_faults(french) == []


@pytest.mark.parametrize("key", BILINGUAL)
def test_the_french_source_is_the_same_citation_in_french_words(key: str) -> None:
    source, french = BILINGUAL[key]
    assert french is not None
    assert french_faults(french) == []
    assert french == french.strip()
    assert URL.findall(french) == URL.findall(source)
    assert re.findall(r"«\u00a0([^»]*)\u00a0»", french) == re.findall(r"“([^”]*)”", source)
    assert set(words_of(source)) & set(words_of(french)) <= SAME_IN_FRENCH


@pytest.mark.parametrize("key", SOURCES)
def test_sources_name_no_path_of_a_machine(key: str) -> None:
    for source in filter(None, SOURCES[key]):
        bare = re.sub(r"https?://\S+", "", source)
        assert bare.strip()
        assert not re.search(r"(?<!\w)/(work|home|tmp|usr|root)\b|\.json\b|[{}]", bare)


@pytest.mark.parametrize("code", codes())
def test_a_reader_gets_the_source_of_their_language(code: str) -> None:
    source, french = SOURCES[code]
    assert explain(code, "en").source == source
    assert explain(code, "fr").source == (french or source)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_diagnostic_cites_in_the_language_of_the_report(language: Language) -> None:
    said = worded(Finding("CJ602", "/automations/0", {}), language)
    assert ("fichier" in said.source) == (language == "fr")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_plan_is_cited_with_its_date(language: Language) -> None:
    essentials = next(plan for plan in plans() if plan.id == "essentials")
    cited = essentials.cited(language)
    assert "2024–2025" in cited
    assert ("observé" in cited, "seen" in cited) == (language == "fr", language == "en")


def test_what_is_skipped_is_named_in_both_languages() -> None:
    finding = Finding("CJ314", "/automations/0", {"email": "B", "skipped": "A"})
    for language in LANGUAGES:
        said = worded(finding, language)
        assert "{" not in said.message + said.fix
        assert re.search(r"\bA\b", said.message)
        assert re.search(r"\bB\b", said.message)
        assert re.search(r"\bA\b", said.fix)
