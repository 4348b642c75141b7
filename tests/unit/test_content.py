"""The texts of the diagnostics are complete in both languages and keep to good typography."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

import converter
from bot.mailchimp import MailchimpError
from tests.unit.writing import english_faults, fields, french_faults, in_language, template_faults

ROOT = Path(converter.__file__).parent
LANGUAGES = ("en", "fr")
Table = dict[str, Any]


def words(text: str) -> set[str]:
    return set(text.split())


# code: name, severity, parameters its sentences may use
CODES: dict[str, tuple[str, str, str]] = {
    "CJ101": ("plan-has-no-journeys", "error", "plan"),
    "CJ102": ("plan-too-many-points", "error", "points limit plan"),
    "CJ103": ("plan-too-many-starting-points", "error", "starting_points limit plan"),
    "CJ104": ("plan-no-branching", "error", "plan splits"),
    "CJ105": ("plan-points-disputed", "warning", "points official observed"),
    "CJ106": ("plan-unknown", "note", ""),
    "CJ107": ("plan-wait-rules-unconfirmed", "note", "waits plan"),
    "CJ110": ("journey-too-many-wait-rules", "error", "waits limit"),
    "CJ111": ("split-too-many-conditions", "error", "conditions limit email"),
    "CJ201": ("post-send-actions-hidden", "note", ""),
    "CJ202": ("google-analytics-slug", "warning", "where value"),
    "CJ203": ("deprecated-tracking-dropped", "warning", "where settings"),
    "CJ204": ("social-post-dropped", "warning", "where settings"),
    "CJ205": ("conversation-setting-dropped", "warning", "where"),
    "CJ207": ("content-needs-refresh", "warning", "email"),
    "CJ208": ("email-paused", "warning", "email"),
    "CJ209": ("setting-unconfirmed", "note", "where settings"),
    "CJ301": ("trigger-product-category", "error", "email"),
    "CJ302": ("trigger-standard-email", "error", "email"),
    "CJ303": ("trigger-mandrill", "error", "email action"),
    "CJ304": ("trigger-goal", "error", "email"),
    "CJ305": ("trigger-unconfirmed", "error", "email action"),
    "CJ306": ("trigger-unknown", "error", "email action workflow_type"),
    "CJ307": ("trigger-target-hidden", "note", "where target"),
    "CJ308": ("trigger-approximate", "warning", "email trigger"),
    "CJ309": ("api-callers-must-move", "warning", "where"),
    "CJ310": ("segment-becomes-filter", "warning", "conditions"),
    "CJ311": ("segment-becomes-split", "warning", "email conditions"),
    "CJ312": ("wait-rule-approximate", "warning", "email trigger"),
    "CJ313": ("split-needs-delay", "warning", "email hours"),
    "CJ314": ("skipped-email-tested", "warning", "email skipped"),
    "CJ315": ("specific-date-with-waits", "warning", "email"),
    "CJ320": ("rss-not-needed", "note", ""),
    "CJ401": ("send-window-by-hand", "warning", "email window"),
    "CJ402": ("delay-before-date", "warning", "email offset"),
    "CJ403": ("re-entry-choice", "warning", "trigger"),
    "CJ501": ("archive-final", "note", ""),
    "CJ502": ("reports-stay-behind", "note", ""),
    "CJ503": ("queue-finishes-in-classic", "warning", "queued last_send"),
    "CJ504": ("removed-contacts-may-re-enter", "warning", "removed"),
    "CJ505": ("double-send-risk", "warning", "queued"),
    "CJ506": ("draft-not-live", "note", ""),
    "CJ507": ("no-backfill", "note", ""),
    "CJ508": ("wholly-paused", "note", ""),
    "CJ601": ("unknown-value", "note", "where values"),
    "CJ602": ("emails-missing", "error", ""),
    "CJ603": ("invalid-input", "error", "place problem"),
    "CJ604": ("email-count-mismatch", "warning", "stated found"),
    "CJ605": ("unreadable-value", "warning", "where problem"),
    "CJ901": ("internal-error", "error", "error_id"),
}
IN_SERIES = {"CJ301", "CJ302", "CJ303", "CJ304", "CJ305", "CJ306", "CJ402"}
COUNTS = words(
    "points limit starting_points splits official observed waits conditions hours queued removed "
    "stated found"
)

PROBLEMS: dict[str, str] = {
    "delay_missing": "",
    "action_missing": "",
    "delay_unit": "value",
    "delay_amount": "value",
    "delay_text": "value",
    "delay_fraction": "value assumed",
    "delay_now_with_amount": "value",
    "delay_direction": "value",
    "before_without_date": "value",
    "order_contradiction": "value",
    "anchor_unknown": "",
    "position_unreadable": "",
    "position_duplicate": "value",
    "field_type": "field expected found",
    "id_missing": "assumed",
    "title_missing": "assumed",
    "answer_invalid": "question expected",
    "answer_unknown": "question",
    "queue_unreadable": "field",
    "total_missing": "assumed",
    "queue_unread": "reason",
    "queues_unread": "reason",
    "removed_unread": "reason",
    "emails_unread": "reason",
    "not_json": "line column",
    "not_utf8": "",
    "too_large": "megabytes limit",
    "too_deep": "limit",
    "not_object": "found",
    "automation_missing": "",
    "empty_file": "",
    "file_missing": "",
    "no_automations_key": "",
    "segment_left_out": "",
}
REASONS = {one.reason for one in MailchimpError.__subclasses__()}
"""What a bundle says where Mailchimp did not give something."""
JSON_TYPES = {"object", "array", "string", "number", "boolean", "null"}

EVIDENCE = {"official", "inferred", "observed"}


def load(name: str) -> Table:
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


FILES = {
    name: load(name)
    for name in (
        "diagnostics/texts.toml",
        "diagnostics/problems.toml",
        "tables/triggers.toml",
        "tables/starting_points.toml",
        "tables/targets.toml",
        "plans.toml",
    )
}
TEXTS = FILES["diagnostics/texts.toml"]
PROBLEM_TEXTS = FILES["diagnostics/problems.toml"]


# ---- every language, every file ----


@pytest.mark.parametrize("name", FILES)
def test_french_typography(name: str) -> None:
    found = list(in_language(FILES[name], "fr"))
    assert found
    assert [(path, f) for path, text in found for f in french_faults(text)] == []


@pytest.mark.parametrize("name", FILES)
def test_english_typography(name: str) -> None:
    found = list(in_language(FILES[name], "en"))
    assert found
    assert [(path, f) for path, text in found for f in english_faults(text)] == []


@pytest.mark.parametrize("name", FILES)
def test_every_text_exists_in_both_languages(name: str) -> None:
    def places(language: str) -> set[str]:
        found = in_language(FILES[name], language)
        return {re.sub(rf"\.{language}\b", ".*", path, count=1) for path, _ in found}

    assert places("en") == places("fr")


@pytest.mark.parametrize("name", FILES)
def test_no_text_is_empty_ragged_or_left_untranslated(name: str) -> None:
    english = {p.replace(".en", ".*", 1): t for p, t in in_language(FILES[name], "en")}
    for path, text in in_language(FILES[name], "fr"):
        other = english[path.replace(".fr", ".*", 1)]
        assert text.strip() == text != other == other.strip(), path
        assert all((text, other, "  " not in text + other)), path


# ---- diagnostics ----


def test_there_is_a_text_for_every_code_and_no_other() -> None:
    assert set(TEXTS) == set(CODES)


@pytest.mark.parametrize("code", CODES)
def test_a_code_keeps_its_name_severity_and_keys(code: str) -> None:
    entry = TEXTS[code]
    name, severity, _ = CODES[code]
    required = {"name", "severity", "effort", "evidence", "source", "en", "fr"}
    assert required <= set(entry) <= required | {"source_fr"}
    assert (entry["name"], entry["severity"]) == (name, severity)
    assert entry["effort"] in {"simple", "medium", "significant"}
    assert entry["evidence"] in EVIDENCE
    assert entry["source"].strip()
    keys = {"title", "message", "fix", "page"}
    if code in IN_SERIES:
        keys |= {"message_in_series", "fix_in_series"}
    for language in LANGUAGES:
        assert set(entry[language]) == keys


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_the_sentences_of_a_code_use_only_its_parameters(code: str, language: str) -> None:
    allowed = set(CODES[code][2].split())
    texts = TEXTS[code][language]
    for key in texts:
        assert (
            template_faults(texts[key], set() if key in {"title", "page"} else allowed, COUNTS)
            == []
        ), key


@pytest.mark.parametrize("code", CODES)
def test_both_languages_tell_the_same_parameters(code: str) -> None:
    english, french = TEXTS[code]["en"], TEXTS[code]["fr"]
    for key in english:
        assert fields(english[key]) == fields(french[key]), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_titles_fit_and_sentences_end(code: str, language: str) -> None:
    texts = TEXTS[code][language]
    assert 0 < len(texts["title"]) <= 60
    assert texts["title"][-1] != "."
    for key, text in texts.items():
        if key not in {"title", "page"}:
            assert text[-1] in ".?", key
            assert text[0].isupper() or text[0] in "«“{", key
            assert len(text) <= 600, key
            assert not re.match(r"\{(email|where|problem|place)\}", text), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_a_page_is_a_few_paragraphs_of_plain_text(code: str, language: str) -> None:
    page = TEXTS[code][language]["page"]
    paragraphs = page.split("\n\n")
    assert 2 <= len(paragraphs) <= 4
    assert len(page) <= 2800
    assert not re.search(r"[*`#<>]|^[ \t]", page, re.MULTILINE)
    for paragraph in paragraphs:
        head, *rest = paragraph.split("\n")
        assert not head.startswith("- ")
        assert all(line.startswith("- ") for line in rest)
        assert not rest or head.endswith(":")


@pytest.mark.parametrize("language", LANGUAGES)
def test_codes_that_a_text_refers_to_exist(language: str) -> None:
    for path, text in in_language(TEXTS, language):
        assert set(re.findall(r"CJ\d+", text)) <= set(CODES), path


def test_what_is_inferred_says_so_on_its_page() -> None:
    english = (
        r"inferred|our conclusion|no(t| source| page|thing) .*(says?|found|documented|mention)"
    )
    french = r"déduit|conclusion|documenté|(aucune?|rien) .*(dit|trouvé)|ne les mentionne"
    for code, entry in TEXTS.items():
        if entry["evidence"] == "inferred":
            assert re.search(english, entry["en"]["page"], re.I), code
            assert re.search(french, entry["fr"]["page"], re.I), code


# ---- problems ----


def test_there_is_a_clause_for_every_problem() -> None:
    assert set(PROBLEM_TEXTS) == set(PROBLEMS) | {"types", "unread_because"}
    assert set(PROBLEM_TEXTS["types"]) == JSON_TYPES
    assert set(PROBLEM_TEXTS["unread_because"]) == REASONS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PROBLEMS)
def test_a_problem_is_a_clause_with_all_its_parameters(name: str, language: str) -> None:
    text = PROBLEM_TEXTS[name][language]
    allowed = set(PROBLEMS[name].split())
    assert set(PROBLEM_TEXTS[name]) == set(LANGUAGES)
    assert template_faults(text, allowed, COUNTS) == []
    assert fields(text) == allowed
    assert text[0].islower()
    assert text[-1] not in ".!?"
