import json
import threading
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from bot.services.automations import Automations, UnknownAutomation, UnknownPlan
from bot.store.engine import writing
from bot.store.repositories import WorkspaceRepository

TEAM = "T1"


@pytest.fixture
def automations(engine: Engine) -> Automations:
    return Automations(engine, None, "en")


def automation(automation_id: str, title: str, emails: int = 2) -> dict[str, Any]:
    return {
        "automation": {
            "id": automation_id,
            "status": "sending",
            "settings": {"title": title},
            "recipients": {"list_id": "l1", "list_name": "Customers"},
            "trigger_settings": {"workflow_type": "welcomeSeries", "workflow_emails_count": emails},
        },
        "emails": [
            {
                "id": f"{automation_id}-e{n}",
                "position": n,
                "status": "sending",
                "delay": {
                    "amount": n,
                    "type": "day",
                    "direction": "after",
                    "action": "signup" if n == 1 else "previous_campaign_sent",
                },
                "settings": {"title": f"Mail {n}", "subject_line": f"Subject {n}"},
            }
            for n in range(1, emails + 1)
        ],
    }


def write(path: Path, *entries: object, **rest: object) -> Path:
    path.write_text(json.dumps({"bundle_version": "1", "automations": entries, **rest}))
    return path


def key_of(automations: Automations, name: str, team: str = TEAM) -> int:
    match = automations.find(team, name).match
    assert match is not None
    return match.key


def test_a_file_is_loaded_found_and_converted(automations: Automations, tmp_path: Path) -> None:
    rss = {"id": "c1", "type": "rss", "settings": {"title": "Blog digest"}}
    regular = {"id": "c2", "type": "regular", "settings": {"title": "July news"}}
    entries = (automation("a1", "Welcome"), automation("a2", "Café d'été"))
    path = write(tmp_path / "a.json", *entries, campaigns=[rss, regular])
    result = automations.load(TEAM, [path])
    assert (result.loaded, result.automations, result.campaigns, result.broken) == (1, 2, 1, 0)
    assert result.sentences == ()
    assert automations.count(TEAM) == 3
    assert [r.name for r in automations.search(TEAM, "")] == [
        "Welcome",
        "Café d'été",
        "Blog digest",
    ]
    report = automations.convert(TEAM, key_of(automations, "cafe d'ete"), "fr")
    assert (report.id, report.level) == ("a2", "converted")
    assert report.journey is not None
    assert report.journey.starting_points[0].source.startswith("/automations/1")
    digest = automations.find(TEAM, "Blog digest").match
    assert digest is not None
    assert digest.kind == "campaign"
    assert automations.convert(TEAM, digest.key, "en").level == "not_needed"


def test_the_report_speaks_the_language_asked_for(automations: Automations, tmp_path: Path) -> None:
    automations.load(TEAM, [write(tmp_path / "a.json", automation("a1", "Welcome"))])
    key = key_of(automations, "Welcome")
    english, french = (automations.convert(TEAM, key, language) for language in ("en", "fr"))
    assert english.verdict != french.verdict
    assert english.model_dump()["plan_fit"][0]["fits"] == french.model_dump()["plan_fit"][0]["fits"]


def test_an_unchanged_file_is_skipped_and_a_changed_one_replaces_its_rows(
    automations: Automations, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", automation("a1", "One"), automation("a2", "Two"))
    automations.load(TEAM, [path])
    key = key_of(automations, "One")
    assert automations.load(TEAM, [path]).unchanged == 1
    write(path, automation("a1", "Uno", emails=3), automation("a3", "Three"))
    assert automations.load(TEAM, [path]).loaded == 1
    assert [r.name for r in automations.search(TEAM, "")] == ["Uno", "Three"]
    assert key_of(automations, "Uno") == key
    assert automations.convert(TEAM, key, "en").email_count == 3


def test_a_broken_entry_is_told_kept_and_explained(
    automations: Automations, tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    good, empty = (
        automation("a1", "Good"),
        {"automation": {"id": "a2", "settings": {"title": "No mails"}}},
    )
    no_json = '{"automation": {"id": "a3"}, "emails": [NaN]}'
    path.write_text(f'{{"automations": [{json.dumps(good)}, {json.dumps(empty)}, {no_json}, 7]}}')
    result = automations.load(TEAM, [path])
    assert (result.loaded, result.automations, result.broken) == (1, 4, 3)
    assert len(result.sentences) == 3
    assert "No mails" in result.sentences[0]
    assert automations.convert(TEAM, key_of(automations, "Good"), "en").level == "converted"
    assert automations.convert(TEAM, key_of(automations, "No mails"), "fr").level == "failed"
    broken = [ref for ref in automations.search(TEAM, "") if ref.name not in ("Good", "No mails")]
    assert len(broken) == 2
    reports = [automations.convert(TEAM, ref.key, "fr") for ref in broken]
    assert {report.level for report in reports} == {"failed"}
    assert all(report.diagnostics[0].code == "CJ603" for report in reports)
    english = automations.convert(TEAM, broken[0].key, "en")
    assert english.diagnostics[0].message != reports[0].diagnostics[0].message


@pytest.mark.parametrize("content", [b"", b"not json", b'{"x": 1}', b"\xff\xfe\x00", b"[1,"])
def test_a_file_that_cannot_be_read_keeps_what_was_loaded(
    automations: Automations, tmp_path: Path, content: bytes
) -> None:
    path = write(tmp_path / "a.json", automation("a1", "Welcome"))
    other = write(tmp_path / "b.json", automation("b1", "Other"))
    automations.load(TEAM, [path])
    path.write_bytes(content)
    result = automations.load(TEAM, [path, tmp_path / "missing.json", other])
    assert (result.unreadable, result.loaded) == (2, 1)
    assert [str(path) in s for s in result.sentences] == [True, False]
    assert "missing.json" in result.sentences[1]
    assert {ref.name for ref in automations.search(TEAM, "")} == {"Welcome", "Other"}


def test_what_came_from_other_files_can_be_forgotten(
    automations: Automations, tmp_path: Path
) -> None:
    first = write(tmp_path / "a.json", automation("a1", "One"))
    second = write(tmp_path / "b.json", automation("b1", "Two"))
    automations.load(TEAM, [first])
    automations.load(TEAM, [second])
    assert automations.count(TEAM) == 2
    automations.load(TEAM, [second], only=True)
    assert [ref.name for ref in automations.search(TEAM, "")] == ["Two"]


def test_of_two_exports_the_last_read_counts(automations: Automations, tmp_path: Path) -> None:
    old = write(tmp_path / "2026-01.json", automation("a1", "Welcome"), automation("a2", "Gone"))
    new = write(tmp_path / "2026-02.json", automation("a1", "Welcome", emails=4))
    automations.load(TEAM, [old, new])
    assert automations.count(TEAM) == 2
    assert automations.convert(TEAM, key_of(automations, "Welcome"), "en").email_count == 4


def test_two_entries_with_one_id_are_both_kept(automations: Automations, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", automation("a1", "One"), automation("a1", "Two", emails=1))
    automations.load(TEAM, [path])
    assert automations.convert(TEAM, key_of(automations, "One"), "en").email_count == 2
    assert automations.convert(TEAM, key_of(automations, "Two"), "en").email_count == 1


def test_one_workspace_never_sees_anothers(automations: Automations, tmp_path: Path) -> None:
    path = write(tmp_path / "a.json", automation("a1", "Secret launch"))
    automations.load(TEAM, [path])
    key = key_of(automations, "Secret launch")
    assert automations.find("T2", "Secret launch").match is None
    assert automations.search("T2", "secret") == ()
    assert automations.get("T2", key) is None
    assert automations.count("T2") == 0
    with pytest.raises(UnknownAutomation):
        automations.convert("T2", key, "en")
    automations.load("T2", [path])
    assert key_of(automations, "Secret launch", "T2") != key
    automations.load("T2", [], only=True)
    assert automations.count(TEAM) == 1


def test_the_nearest_plan_counts(engine: Engine, tmp_path: Path) -> None:
    automations = Automations(engine, "free", "en")
    named = write(tmp_path / "a.json", automation("a1", "Named"), plan="premium")
    silent = write(tmp_path / "b.json", automation("b1", "Silent"))
    automations.load(TEAM, [named, silent])

    def codes(name: str, plan: str | None = None) -> set[str]:
        report = automations.convert(TEAM, key_of(automations, name), "en", plan)
        return {d.code for d in report.diagnostics if d.code in ("CJ101", "CJ106")}

    assert codes("Silent") == {"CJ101"}
    assert codes("Named") == set()
    assert codes("Named", "Free") == {"CJ101"}
    with writing(engine) as session:
        WorkspaceRepository(session, TEAM).ensure().plan = "standard"
    assert codes("Silent") == set()
    assert codes("Silent", "free") == {"CJ101"}
    with pytest.raises(UnknownPlan):
        automations.convert(TEAM, key_of(automations, "Silent"), "en", "gold")


def test_without_any_plan_the_report_says_so(automations: Automations, tmp_path: Path) -> None:
    automations.load(TEAM, [write(tmp_path / "a.json", automation("a1", "Welcome"))])
    report = automations.convert(TEAM, key_of(automations, "Welcome"), "en")
    assert "CJ106" in {d.code for d in report.diagnostics}


def test_titles_that_no_database_could_keep_are_loaded(
    automations: Automations, tmp_path: Path
) -> None:
    path = tmp_path / "a.json"
    odd = automation("a1", "half \ud83d pair and \x00 nul")
    path.write_text(json.dumps({"automations": [odd]}))
    automations.load(TEAM, [path])
    (ref,) = automations.search(TEAM, "")
    assert "\x00" not in ref.name
    assert ref.name.encode("utf-8")
    assert automations.convert(TEAM, ref.key, "en").id == "a1"


def test_a_single_automation_is_a_file_of_one(automations: Automations, tmp_path: Path) -> None:
    path = tmp_path / "one.json"
    path.write_text(json.dumps(automation("a1", "Alone")))
    automations.load(TEAM, [path])
    report = automations.convert(TEAM, key_of(automations, "Alone"), "en")
    assert report.journey is not None
    assert not report.journey.starting_points[0].source.startswith("/automations")


def test_names_are_read_anew_after_a_load_by_another_thread(
    automations: Automations, tmp_path: Path
) -> None:
    path = write(tmp_path / "a.json", automation("a1", "First"))
    automations.load(TEAM, [path])
    assert automations.count(TEAM) == 1
    write(path, automation("a1", "First"), automation("a2", "Second"))
    thread = threading.Thread(target=automations.load, args=(TEAM, [path]))
    thread.start()
    thread.join()
    assert automations.find(TEAM, "Second").match is not None
