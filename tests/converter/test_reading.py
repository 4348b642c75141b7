"""What is missing, unknown or of another kind is read all the same, and said."""

from typing import Any

import pytest

from tests.converter.build import (
    SENT,
    codes,
    convert,
    email,
    entry,
    found,
    kinds,
    letter,
    rows,
    series,
)


@pytest.mark.parametrize(
    ("made", "code"),
    [
        (None, "CJ603"),
        ([], "CJ603"),
        ("text", "CJ603"),
        (4, "CJ603"),
        ({}, "CJ603"),
        ({"emails": []}, "CJ603"),
        ({"automation": None, "emails": []}, "CJ603"),
        ({"automation": []}, "CJ603"),
        ({"automation": {}}, "CJ602"),
        ({"automation": {}, "emails": None}, "CJ602"),
        ({"automation": {}, "emails": []}, "CJ602"),
        ({"automation": {}, "emails": {"e1": {}}}, "CJ603"),
        ({"automation": {}, "emails": ["e1"]}, "CJ603"),
        ({"automation": {}, "emails": [None]}, "CJ603"),
    ],
)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_lacks_the_needed_fails_with_its_place(made: object, code: str, language: Any) -> None:
    report = convert(made, language=language)
    assert report.level == "failed"
    assert codes(report) == {code}
    assert report.journey is None
    assert report.diagnostics[0].pointer.startswith("/automations/0")
    assert not report.nothing_dropped
    assert report.cheapest_plan is None
    assert report.next_steps


def test_a_failed_automation_keeps_its_name() -> None:
    made = {"automation": {"id": "w9", "settings": {"title": "Letters"}}, "emails": []}
    report = convert(made)
    assert (report.id, report.name) == ("w9", "Letters")


def test_every_row_of_a_failed_automation_names_the_code_that_is_reported() -> None:
    made = {"automation": {"id": "w9", "odd": 1, "settings": {"title": 3}}, "emails": [], "more": 2}
    report = convert(made, full_ledger=True)
    dropped = {r.code for r in report.ledger.rows if r.status == "dropped"}
    assert dropped == {"CJ602"} == codes(report)


def test_unknown_keys_are_named_and_change_nothing() -> None:
    made = series(1)
    made["automation"]["sparkle"] = {"deep": [1, 2]}
    made["emails"][0]["mood"] = "bright"
    made["extra"] = "beside"
    report = convert(made)
    messages = found(report, "CJ601")
    for name in ("sparkle.deep", "mood", "extra"):
        assert any(name in message for message in messages)
    assert report.level == "converted"
    assert rows(report)["/automations/0/automation/sparkle/deep/1"] == ("dropped", "CJ601")


@pytest.mark.parametrize("empty", [None, False, "", 0, [], {}])
def test_an_empty_unknown_key_is_not_worth_a_word(empty: object) -> None:
    made = series(1)
    made["automation"]["sparkle"] = empty
    assert "CJ601" not in codes(convert(made))


def test_a_plain_value_where_known_fields_should_be_is_not_passed_over() -> None:
    made = series(1)
    made["emails"][0]["tracking"] = "everything"
    report = convert(made)
    assert rows(report)["/automations/0/emails/0/tracking"] == ("dropped", "CJ601")


@pytest.mark.parametrize(
    ("where", "value"),
    [("status", "resting"), ("workflow_type", "singleWelcome")],
)
def test_values_outside_the_published_enums_are_named(where: str, value: str) -> None:
    made = series(1)
    holder = made["automation"]
    (holder if where == "status" else holder["trigger_settings"])[where] = value
    report = convert(made)
    assert f"{where}: {value}" in found(report, "CJ601")[0]
    assert report.level == "converted"


@pytest.mark.parametrize("odd", [None, [], "x", 3, True])
@pytest.mark.parametrize("key", ["settings", "recipients", "trigger_settings", "tracking"])
@pytest.mark.parametrize("holder", ["automation", "email"])
def test_a_part_of_another_kind_never_stops_the_conversion(
    holder: str, key: str, odd: object
) -> None:
    made = series(2)
    (made["automation"] if holder == "automation" else made["emails"][1])[key] = odd
    report = convert(made)
    assert report.level in ("converted", "converted_with_changes")
    assert kinds(report) == ["send_email", "1 day", "send_email"]
    tolerated = odd is None or key == "tracking"
    if not tolerated:
        assert any(key in message for message in found(report, "CJ605"))
        assert rows(report)[
            f"/automations/0/{'automation' if holder == 'automation' else 'emails/1'}/{key}"
        ] == ("dropped", "CJ605")


def test_a_value_of_the_wrong_kind_is_dropped_not_converted() -> None:
    made = series(1)
    made["automation"]["settings"]["title"] = ["Letters", "Again"]
    report = convert(made)
    at = "/automations/0/automation/settings/title"
    assert rows(report)[f"{at}/0"] == rows(report)[f"{at}/1"] == ("dropped", "CJ605")


@pytest.mark.parametrize("missing", [None, "", "   ", [], {}, True])
def test_a_missing_automation_id_is_replaced_and_said(missing: object) -> None:
    made = series(1)
    made["automation"]["id"] = missing
    report = convert(made)
    assert report.id == "automation-1"
    assert any("automation-1" in message for message in found(report, "CJ605"))


def test_a_number_serves_as_an_id() -> None:
    made = series(1)
    made["automation"]["id"] = 815
    made["emails"][0]["id"] = 4711
    report = convert(made)
    assert report.id == "815"
    assert letter(report, 1).email_id == "4711"
    assert "CJ605" not in codes(report)


@pytest.mark.parametrize("missing", [None, "", " "])
def test_a_missing_email_id_is_replaced_and_said(missing: object) -> None:
    made = series(2)
    made["emails"][1]["id"] = missing
    report = convert(made)
    assert letter(report, 2).email_id == "email-2"
    assert any("email-2" in message for message in found(report, "CJ605"))
    assert "post_send:email-2" in {q.id for q in report.questions}


def test_two_emails_with_one_id_both_stay() -> None:
    made = series(2)
    made["emails"][1]["id"] = "e1"
    report = convert(made)
    assert kinds(report) == ["send_email", "1 day", "send_email"]


@pytest.mark.parametrize("missing", [None, "", "  "])
def test_a_missing_title_falls_back_and_says_so(missing: object) -> None:
    made = series(1)
    made["automation"]["settings"]["title"] = missing
    report = convert(made)
    assert report.name == "Series"
    assert found(report, "CJ605")
    made["automation"]["trigger_settings"]["workflow_title"] = None
    assert convert(made).name == "w1"


def test_an_email_without_title_goes_by_its_subject_or_its_number() -> None:
    made = series(2)
    made["emails"][0]["settings"].update(title="", subject_line="Hello")
    made["emails"][1]["settings"].update(title="", subject_line="")
    report = convert(made)
    assert "“Hello”" in letter(report, 1).text
    assert "email 2" in letter(report, 2).text


@pytest.mark.parametrize(
    "positions", [[1, None], [None, None], ["1", "2"], [1, True], [1, 2.5], [1, 10**400]]
)
def test_unreadable_positions_keep_the_listed_order(positions: list[Any]) -> None:
    made = entry(email(1, "signup"), email(2, SENT, 1))
    for item, position in zip(made["emails"], positions, strict=True):
        item["position"] = position
    report = convert(made)
    assert kinds(report) == ["send_email", "1 day", "send_email"]
    readable = positions == [1, 10**400]
    assert ("CJ605" in codes(report)) == (not readable)


def test_positions_that_repeat_keep_the_listed_order() -> None:
    made = entry(email(1, "signup"), email(2, SENT, 1), email(2, SENT, 2), email(1, SENT, 3))
    report = convert(made)
    assert kinds(report)[1::2] == ["1 day", "2 day", "3 day"]
    assert len(found(report, "CJ605")) == 1


@pytest.mark.parametrize("positions", [[0, 1], [3, 8], [-2, 5], [1.0, 2.0]])
def test_positions_with_gaps_are_an_order_all_the_same(positions: list[Any]) -> None:
    made = entry(email(2, SENT, 1), email(1, "signup"))
    for item, position in zip(made["emails"], reversed(positions), strict=True):
        item["position"] = position
    report = convert(made)
    assert kinds(report) == ["send_email", "1 day", "send_email"]
    assert report.level == "converted"


def test_account_text_stays_as_it_is() -> None:
    made = series(1)
    made["automation"]["settings"]["title"] = "<!channel> *{name}* &amp; {count|a|b}"
    made["emails"][0]["settings"]["title"] = "{email} <@U1>"
    report = convert(made)
    assert report.name == "<!channel> *{name}* &amp; {count|a|b}"
    assert letter(report, 1).title == "{email} <@U1>"
    assert "“{email} <@U1>”" in letter(report, 1).text


def test_long_names_are_shortened_with_an_ellipsis() -> None:
    made = series(1)
    made["automation"]["settings"]["title"] = "long " * 400
    made["automation"]["recipients"]["list_name"] = "x" * 4000
    made["automation"]["status"] = "y" * 4000
    report = convert(made)
    assert len(report.name) <= 255
    assert report.name.endswith("…")
    assert len(report.model_dump_json()) < 20_000


def test_half_a_surrogate_pair_can_be_written_all_the_same() -> None:
    made = series(1)
    made["automation"]["settings"]["title"] = "half \ud83d pair"
    made["automation"]["odd \udc00"] = ["\udfff"]
    report = convert(made, full_ledger=True)
    assert report.level == "converted"
    assert report.name == "half ? pair"
    assert report.model_dump_json().encode("utf-8")


def test_answers_of_another_kind_are_said() -> None:
    report = convert(entry(email(1, "signup"), answers=["skip"]))
    assert any("answers" in message for message in found(report, "CJ605"))
