"""Two audits of one account on different days; the earlier one from its file."""

import json
from pathlib import Path
from typing import Any

import pytest

from converter import Options, ReportWriter, convert_bundle, plan_of, read_bundle
from converter.audit import EarlierUnusable, audit_of, compare, read_earlier
from converter.report.model import Language
from tests.audit.accounts import SAMPLE, audited, briefs, given, one, sample
from tests.converter.build import email


def slugged(name: str, *, slug: bool = True) -> Any:
    made = one(name)
    made["emails"][0]["tracking"]["google_analytics"] = "slug" if slug else ""
    return made


def test_what_was_settled_is_solved_and_what_came_is_new() -> None:
    before = audited([slugged("a"), one("b", "goal"), one("leaves")])
    now = audited([slugged("a", slug=False), one("b", "signup"), one("comes", "tag_add")])
    found = compare(before, now)
    changes = {change.id: change for change in found.changed}
    assert [code for code, _ in changes["a"].solved] == ["CJ202"]
    assert (changes["a"].before, changes["a"].now) == ("converted_with_changes", "converted")
    assert (changes["b"].before, changes["b"].now) == ("blocked", "converted")
    assert [code for code, _ in changes["b"].solved] == ["CJ304"]
    assert [change.id for change in found.appeared] == ["comes"]
    assert [change.id for change in found.gone] == ["leaves"]
    assert (found.better, found.worse, found.new, found.solved) == (2, 0, 0, 2)
    assert "2 automations better" in found.text


def test_another_place_in_the_file_is_no_change() -> None:
    account = [slugged("a"), one("b", "tag_add"), one("c", "birthday")]
    found = compare(audited(account), audited(account[::-1]))
    assert found.text == "Nothing has changed since the earlier audit."


def test_the_same_finding_in_another_email_is_solved_there_and_new_here() -> None:
    def windowed(place: int) -> Any:
        later = [email(n, amount=1) for n in (2, 3)]
        later[place - 2]["tracking"]["google_analytics"] = "slug"
        return one("a", emails=tuple(later))

    found = compare(audited([windowed(2)]), audited([windowed(3)]))
    assert found.changed[0].solved == (("CJ202", "/emails/1/tracking/google_analytics"),)
    assert found.changed[0].new == (("CJ202", "/emails/2/tracking/google_analytics"),)


def test_another_plan_is_said_to_be_the_cause_of_its_findings() -> None:
    account = [one("long", emails=tuple(email(n, amount=1) for n in range(2, 6)))]
    before, now = audited(account, given(plan="standard")), audited(account, given(plan="free"))
    found = compare(before, now)
    assert found.plan_changed
    assert [code for code, _ in found.changed[0].new] == ["CJ101"]
    assert "plan that was given is another one" in found.text


def test_an_audit_and_a_report_of_the_same_day_compare_alike(tmp_path: Path) -> None:
    bundle = read_bundle(SAMPLE)
    options = Options(plan=plan_of(bundle), timezone=bundle.timezone)
    report = tmp_path / "report.json"
    with ReportWriter(options) as writer, report.open("w", encoding="utf-8") as file:
        for row in convert_bundle(bundle, options):
            writer.add(row)
        writer.write(file)
    audit = tmp_path / "audit.json"
    made = sample()
    audit.write_text(made.model_dump_json(), encoding="utf-8")
    assert read_earlier(audit, "en") == made
    from_report = read_earlier(report, "fr")
    assert compare(from_report, made).changed == ()
    assert compare(from_report, made).questions[0] == compare(made, made).questions[0]
    assert from_report.summary.grade == "D"


def test_a_comparison_is_part_of_the_audit_that_it_was_made_for() -> None:
    before = audited([one("a", "goal")])
    now = audited([one("a")], before=before)
    assert now.comparison == compare(before, now)
    assert "1 automation better" in now.comparison.text


AUDIT = json.loads(sample().model_dump_json())


@pytest.mark.parametrize(
    ("content", "english", "french"),
    [
        ("", "not JSON (line 1)", "pas du JSON (ligne 1)"),
        ('{\n"a": }', "not JSON (line 2)", "pas du JSON (ligne 2)"),
        ("[1]", "neither an audit nor a report", "ni un audit, ni un rapport"),
        ('{"automations": []}', "neither an audit nor a report", "ni un audit, ni un rapport"),
        (
            json.dumps(AUDIT | {"format_version": "9.0"}),
            "format version 9.0; this version reads 1.0",
            "format 9.0\u00a0; cette version lit le format 1.0",
        ),
        (
            json.dumps(AUDIT | {"kind": "invoice"}),
            "neither an audit nor a report",
            "ni un audit, ni un rapport",
        ),
        (
            json.dumps({k: v for k, v in AUDIT.items() if k != "summary"}),
            "wrong at /summary",
            "faux, à /summary",
        ),
        (
            json.dumps({"format_version": "1.0", "automations": [{"id": "a"}]}),
            "wrong at /automations/0/name",
            "faux, à /automations/0/name",
        ),
        (
            json.dumps({"format_version": "1.0", "automations": 5}),
            "wrong at /automations",
            "faux, à /automations",
        ),
        (
            json.dumps(
                AUDIT
                | {"automations": [AUDIT["automations"][0] | {"findings": [["CJ999", "/emails"]]}]}
            ),
            "wrong at /automations/0/findings",
            "faux, à /automations/0/findings",
        ),
    ],
)
def test_a_file_that_cannot_be_compared_with_says_why(
    tmp_path: Path, content: str, english: str, french: str
) -> None:
    path = tmp_path / "earlier.json"
    path.write_text(content, encoding="utf-8")
    languages: tuple[tuple[Language, str], ...] = (("en", english), ("fr", french))
    for language, words in languages:
        with pytest.raises(EarlierUnusable) as caught:
            read_earlier(path, language)
        assert words in caught.value.sentence
        assert "earlier.json" in caught.value.sentence


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(EarlierUnusable, match="no such file"):
        read_earlier(tmp_path / "nowhere.json", "en")
    with pytest.raises(EarlierUnusable, match="no such file"):
        read_earlier(tmp_path, "en")


def test_two_automations_with_one_id_are_compared_together() -> None:
    twice = briefs([slugged("a"), one("a", "goal")])
    both, alone = audit_of(twice, given()), audit_of(twice[:1], given())
    (change,) = compare(both, alone).changed
    assert [code for code, _ in change.solved] == ["CJ304"]
