"""``journeydesk convert`` as a person and as a script use it."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.conftest import (
    BLOCKED,
    CHANGED,
    CLEAN,
    LONG,
    PARTIAL,
    SAMPLE,
    UNREADABLE,
    Bundle,
)
from tests.commands import Run


@pytest.mark.parametrize(
    ("titles", "options", "code"),
    [
        ((CLEAN,), (), 0),
        ((CHANGED,), (), 0),
        ((CHANGED,), ("--fail-level", "warning"), 10),
        ((CLEAN,), ("--fail-level", "warning"), 0),
        ((PARTIAL,), (), 11),
        ((BLOCKED,), (), 12),
        ((BLOCKED, PARTIAL), (), 12),
        ((BLOCKED, PARTIAL, UNREADABLE), (), 1),
        ((LONG,), ("--plan", "standard"), 0),
        ((LONG,), ("--plan", "essentials"), 14),
        ((CHANGED,), ("--plan", "essentials"), 0),  # four points: to be checked, which fits
        ((CLEAN,), ("--plan", "free"), 14),
        ((PARTIAL,), ("--plan", "essentials"), 11),
        ((LONG,), ("--plan", "essentials", "--fail-level", "warning"), 14),
        ((BLOCKED, PARTIAL, UNREADABLE), ("--exit-zero",), 0),
        ((), (), 0),
    ],
)
def test_the_exit_code_is_the_first_that_holds(
    run: Run, bundle: Bundle, titles: tuple[str, ...], options: tuple[str, ...], code: int
) -> None:
    assert run("convert", bundle(*titles), *options).code == code


def test_a_plan_in_the_file_does_not_fail_the_command(run: Run, bundle: Bundle) -> None:
    ran = run("convert", bundle(LONG, plan="essentials"), "--json")
    assert ran.code == 0
    assert ran.report["plan"] == {"plan": "essentials", "source": "bundle"}
    assert "CJ102" in {d["code"] for d in ran.report["automations"][0]["diagnostics"]}


def test_the_plan_comes_from_the_option_then_the_file_then_the_environment(
    run: Run, bundle: Bundle
) -> None:
    file = bundle(CLEAN, plan="premium")
    assert run("convert", file, "--json", "--plan", "payg").report["plan"]["plan"] == "essentials"
    assert (
        run("convert", file, "--json", JOURNEYDESK_PLAN="standard").report["plan"]["plan"]
        == "premium"
    )
    without = bundle(CLEAN)
    given = run("convert", without, "--json", JOURNEYDESK_PLAN="standard").report
    assert given["plan"] == {"plan": "standard", "source": "environment"}
    nothing = run("convert", without, "--json").report
    assert nothing["plan"] == {"plan": None, "source": "none"}
    assert "CJ106" in {d["code"] for d in nothing["automations"][0]["diagnostics"]}


def test_newer_limits_can_replace_the_built_in_ones(
    run: Run, bundle: Bundle, tmp_path: Path
) -> None:
    built_in = (SAMPLE.parents[2] / "converter" / "plans.toml").read_text(encoding="utf-8")
    (tmp_path / "limits.toml").write_text(built_in.replace("points = 3\n", "points = 60\n"))
    options = ("--plan", "essentials", "--json")
    assert run("convert", bundle(LONG), *options).code == 14
    assert run("convert", bundle(LONG), *options, JOURNEYDESK_LIMITS="limits.toml").code == 0
    (tmp_path / "limits.toml").write_text(built_in.replace("points = 3\n", 'points = "x"\n'))
    wrong = run("convert", bundle(LONG), JOURNEYDESK_LIMITS="limits.toml")
    assert (wrong.code, "limits.toml, line" in wrong.err) == (2, True)


def test_json_prints_the_report_and_nothing_else(run: Run) -> None:
    ran = run("convert", str(SAMPLE), "--json")
    assert ran.err == ""
    assert ran.report["format_version"] == "1.0"
    assert [a["level"] for a in ran.report["automations"]].count("blocked") == 2
    assert {a["level"] for a in ran.report["automations"]} == set(
        ran.report["summary"]["automations"]
    )


def test_the_text_says_what_a_person_needs_in_both_languages(run: Run, bundle: Bundle) -> None:
    file = bundle(PARTIAL)
    english, french = run("convert", file).out, run("convert", file, "--lang", "fr").out
    for words in (
        "The journey, 9 points",
        "CJ303",
        "Plans",
        "When you turn the journey on",
        "Next steps",
    ):
        assert words in english
    for words in (
        "Le parcours, 9 points",
        "CJ303",
        "Forfaits",
        "Quand vous activez",
        "Prochaines étapes",
    ):
        assert words in french


def test_the_language_follows_the_environment(run: Run, bundle: Bundle) -> None:
    file = bundle(CLEAN)
    assert "Next steps" in run("convert", file).out
    assert "Prochaines étapes" in run("convert", file, LANG="fr_FR.UTF-8").out
    assert "Prochaines étapes" in run("convert", file, JOURNEYDESK_LANG="fr").out
    assert "Next steps" in run("convert", file, "--lang", "en", JOURNEYDESK_LANG="fr").out


def test_no_colour_and_no_markup_reach_a_pipe(shell: Run, bundle: Bundle) -> None:
    ran = shell("convert", bundle(PARTIAL), NO_COLOR="1")
    assert ran.code == 11
    assert "\x1b[" not in ran.out


def test_an_automation_is_chosen_by_name_id_or_a_near_name(run: Run) -> None:
    for wanted in ("Panier abandonné", "d84f3a01c2", "panier abandone"):
        report = run("convert", str(SAMPLE), "--json", "--automation", wanted).report
        assert [a["name"] for a in report["automations"]] == ["Panier abandonné"]


def test_an_unknown_automation_names_the_closest_ones(run: Run) -> None:
    ran = run("convert", str(SAMPLE), "--automation", "welcom")
    assert ran.code == 2
    assert "Partner welcome (API)" in ran.err
    assert run("convert", str(SAMPLE), "--automation", "zzzz").code == 2


def test_answers_complete_the_journey(run: Run, bundle: Bundle, tmp_path: Path) -> None:
    file = bundle(CHANGED)
    emails = [e["id"] for e in json.loads(Path(file).read_text())["automations"][0]["emails"]]
    answers = {
        "d84f3a01c2": {
            "re_entry": 30,
            f"post_send:{emails[0]}": [{"kind": "tag", "value": "relancé"}],
            f"post_send:{emails[1]}": [],
        }
    }
    path = tmp_path / "answers.json"
    path.write_text(json.dumps(answers), encoding="utf-8")
    automation = run("convert", file, "--json", "--answers", str(path)).report["automations"][0]
    assert automation["questions"] == []
    assert automation["level"] == "converted"
    assert automation["journey"]["point_count"] == 5
    assert automation["journey"]["re_entry"] == {
        "allowed": True, "minimum_gap_days": 30, "chosen_by": "answer",
    }  # fmt: skip


def test_out_writes_the_report_and_a_template_that_can_be_filled_in(
    run: Run, bundle: Bundle, tmp_path: Path
) -> None:
    file = bundle(CHANGED, PARTIAL)
    ran = run("convert", file, "--out", "result", "--ledger", "--lang", "fr")
    assert "Écrit dans result." in ran.out
    folder = tmp_path / "result"
    report = json.loads((folder / "report.json").read_text(encoding="utf-8"))
    template = json.loads((folder / "answers.template.json").read_text(encoding="utf-8"))
    asked = {a["id"]: {q["id"] for q in a["questions"]} for a in report["automations"]}
    assert {k: set(v) for k, v in template.items() if k != "_questions"} == asked
    rows = [json.loads(line) for line in (folder / "ledger.jsonl").read_text().splitlines()]
    counted = sum(sum(a["ledger"]["counts"].values()) for a in report["automations"])
    assert len(rows) == counted
    assert run("convert", file, "--answers", "result/answers.template.json").code == 11


def test_the_ledger_alone_is_a_line_of_json_for_each_leaf(run: Run, bundle: Bundle) -> None:
    file = bundle(CLEAN)
    rows = [json.loads(line) for line in run("convert", file, "--ledger").out.splitlines()]
    inside = run("convert", file, "--ledger", "--json").report["automations"][0]["ledger"]["rows"]
    assert rows == inside
    assert len({row["pointer"] for row in rows}) == len(rows)


def test_standard_input_is_a_file_too(run: Run) -> None:
    ran = run("convert", "-", "--json", stdin=SAMPLE.read_text(encoding="utf-8"))
    assert len(ran.report["automations"]) == 11


@pytest.mark.parametrize(
    ("arguments", "english", "french"),
    [
        (("convert", "nowhere.json"), "nowhere.json: no such file", "n'existe pas"),
        (("convert", "."), "is a folder", "est un dossier"),
        (("convert",), "The argument FILE is missing", "Il manque l'argument FILE"),
        (("convert", "a", "b"), "“b” is more than", "«\u00a0b\u00a0» est de trop"),
        (("convert", "a", "--plan"), "“--plan” needs a value", "suivie d'une valeur"),
        (("convert", "a", "--json=1"), "takes no value", "sans valeur"),
        (("demo", "--port", "abc"), "value of “--port”", "La valeur de «\u00a0--port\u00a0»"),
        (("convert", str(SAMPLE), "--plan", "gold"), "no such plan", "ce forfait n'existe pas"),
        (
            ("convert", str(SAMPLE), "--fail-level", "x"),
            "write error or warning",
            "écrivez error ou",
        ),
        (
            ("convert", str(SAMPLE), "--wat"),
            "no option is called “--wat”",
            "Option inconnue\u00a0: «\u00a0--wat\u00a0»",
        ),
        (("convert", str(SAMPLE), "--answers", "no.json"), "cannot be read", "ne peut pas être lu"),
        (("explain", "CJ999"), "no such code", "ce code n'existe pas"),
        (
            ("wat",),
            "no command is called “wat”",
            "Commande inconnue\u00a0: «\u00a0wat\u00a0»",
        ),
    ],
)
def test_wrong_usage_is_a_sentence_with_its_remedy(
    run: Run, arguments: tuple[str, ...], english: str, french: str
) -> None:
    for language, words in (("en", english), ("fr", french)):
        ran = run(*arguments, JOURNEYDESK_LANG=language)
        assert ran.code == 2
        assert words in ran.err
        assert "Traceback" not in ran.err
        assert len(ran.err.splitlines()) == 1
        assert ".." not in ran.err
    # Nothing of the parser's own, English words.
    assert not re.search(r"No such|Got unexpected|Missing|requires|does not", ran.err)


def test_an_unknown_language_is_refused(run: Run) -> None:
    ran = run("plans", "--lang", "de")
    assert (ran.code, "fr or en" in ran.err) == (2, True)


@pytest.mark.parametrize("content", ["", "{", "[1", '"x"', "\x00", '{"a": 1}', "null"])
def test_an_unreadable_file_is_one_failed_row(run: Run, tmp_path: Path, content: str) -> None:
    (tmp_path / "odd.json").write_text(content)
    ran = run("convert", "odd.json", "--json")
    assert ran.code == 1
    rows: list[Any] = ran.report["automations"]
    assert [(r["level"], r["diagnostics"][0]["code"]) for r in rows] == [("failed", "CJ603")]
    assert "odd.json" in rows[0]["diagnostics"][0]["message"]


def test_answers_that_are_no_object_are_refused_with_their_place(
    run: Run, bundle: Bundle, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text('{"d84f3a01c2": 5}')
    ran = run("convert", bundle(CHANGED), "--answers", "a.json")
    assert ran.code == 2
    assert "/d84f3a01c2" in ran.err


def test_answers_for_an_automation_that_is_not_there_are_told_and_change_no_exit_code(
    run: Run, bundle: Bundle, tmp_path: Path
) -> None:
    file = bundle(CHANGED, CLEAN)
    answers = {"nowhere1": {"re_entry": 30}, "d84f3a01c2": {}, "_questions": {"x": "y"}}
    (tmp_path / "a.json").write_text(json.dumps(answers))
    for language, words in (
        ("en", "id “nowhere1”"),
        ("fr", "l'identifiant «\u00a0nowhere1\u00a0»"),
    ):
        ran = run("convert", file, "--answers", "a.json", "--json", "--lang", language)
        assert (ran.code, words in ran.err) == (0, True)
        assert len(ran.err.splitlines()) == 1
        assert "d84f3a01c2" not in ran.err
    # An automation that the file holds is known, also where another one is chosen.
    (tmp_path / "a.json").write_text(json.dumps({"d84f3a01c2": {}}))
    ran = run("convert", file, "--answers", "a.json", "--automation", CLEAN)
    assert (ran.code, ran.err) == (0, "")


def test_our_own_hints_in_the_answers_file_are_no_answers(
    run: Run, bundle: Bundle, tmp_path: Path
) -> None:
    (tmp_path / "a.json").write_text('{"_questions": "whatever"}')
    ran = run("convert", bundle(CHANGED), "--answers", "a.json")
    assert (ran.code, ran.err) == (0, "")


def test_a_plan_in_the_file_that_does_not_exist_is_told(run: Run, bundle: Bundle) -> None:
    file = bundle(CLEAN, plan="gold")
    for language, words in (("en", "“gold” as the plan"), ("fr", "forfait «\u00a0gold\u00a0»")):
        ran = run("convert", file, "--json", "--lang", language)
        assert (ran.code, words in ran.err) == (0, True)
        assert len(ran.err.splitlines()) == 1
        assert ran.report["plan"] == {"plan": None, "source": "none"}
    assert run("convert", file, "--plan", "standard").err == ""


def test_open_questions_are_listed_with_the_way_to_answer(run: Run, bundle: Bundle) -> None:
    file = bundle(PARTIAL)
    asked = run("convert", file, "--json").report["automations"][0]["questions"]
    english, french = run("convert", file).out, run("convert", file, "--lang", "fr").out
    assert f"{len(asked)} open questions" in english
    assert f"{len(asked)} questions ouvertes" in french
    for question in asked:
        assert question["text"] in " ".join(english.split())
    for shown in (english, french):
        assert "answers.template.json" in shown
        assert "--answers" in shown


def test_above_eight_questions_the_rest_is_counted(run: Run, bundle: Bundle) -> None:
    file = bundle(LONG)
    asked = run("convert", file, "--json").report["automations"][0]["questions"]
    assert len(asked) > 8
    shown = " ".join(run("convert", file).out.split())
    assert [question["text"] in shown for question in asked].count(True) == 8
    assert f"… and {len(asked) - 8} more." in shown


def test_automations_of_the_same_name_are_told_apart_by_id(
    run: Run, bundle: Bundle, sample: dict[str, Any]
) -> None:
    one = next(a for a in sample["automations"] if a["automation"]["settings"]["title"] == CLEAN)
    other = json.loads(json.dumps(one))
    other["automation"]["id"] = "aaaa000002"
    path = Path(bundle())
    path.write_text(json.dumps({"automations": [one, other]}))
    for language, words in (("en", "2 automations have this"), ("fr", "2 automatisations portent")):
        ran = run("convert", str(path), "--automation", CLEAN, "--lang", language)
        assert (ran.code, words in ran.err) == (2, True)
        assert "aaaa000002" in ran.err
