"""Each of the 34 actions as the first e-mail's and as a later e-mail's."""

import pytest

from tests.converter.build import SENT, codes, convert, email, entry, found, kinds, point

STARTS = {
    "signup": "signs_up_email",
    "manual": "manual_add",
    "merge_changed": "field_changes",
    "group_add": "joins_group",
    "group_remove": "leaves_group",
    "tag_add": "tag_added",
    "opened_email": "opens_email",
    "not_opened_email": "not_opens_email",
    "clicked_email": "clicks_any",
    "not_clicked_email": "not_clicks",
    "campaign_specific_clicked": "clicks_specific",
    "ecomm_bought_any": "buys_any",
    "ecomm_bought_product": "buys_product",
    "ecomm_not_bought_any": "time_since_purchase",
    "ecomm_abandoned_cart": "abandons_cart",
    "api": "journeys_api",
    "date_added": "signup_date",
    "annual": "recurring_date",
    "birthday": "birthday",
    "date": "specific_date",
}
NO_COUNTERPART = {
    "ecomm_bought_category": "CJ301",
    "campaign_sent": "CJ302",
    "mandrill_sent": "CJ303",
    "mandrill_opened": "CJ303",
    "mandrill_clicked": "CJ303",
    "mandrill_any": "CJ303",
    "goal": "CJ304",
    "ecomm_abandoned_browse": "CJ305",
    "moon_rises": "CJ306",
}
SERIES = [
    SENT,
    "previous_campaign_opened",
    "previous_campaign_not_opened",
    "previous_campaign_clicked_any",
    "previous_campaign_not_clicked_any",
    "previous_campaign_specific_clicked",
]
APPROXIMATE = {"api", "date_added", "annual", "birthday", "date"}
DATES = {"date_added", "annual", "birthday", "date"}
NOTHING_HIDDEN = {"manual", "api", "date_added"}
ALWAYS = {"CJ201", "CJ501", "CJ502", "CJ507"}


def test_every_action_of_the_api_is_looked_at() -> None:
    known = {*STARTS, *NO_COUNTERPART, *SERIES} - {"moon_rises"}
    assert len(known) == 34


@pytest.mark.parametrize(("action", "kind"), STARTS.items())
def test_the_first_action_becomes_the_starting_point(action: str, kind: str) -> None:
    report = convert(entry(email(1, action)))
    assert report.journey is not None
    (start,) = report.journey.starting_points
    assert start.kind == kind
    assert start.source == "/automations/0/emails/0/delay/action"
    assert start.text
    assert kinds(report) == ["send_email"]
    expected = set(ALWAYS)
    if action not in NOTHING_HIDDEN:
        expected.add("CJ307")
    if action in APPROXIMATE:
        expected.add("CJ308")
    if action in ("api", "manual"):
        expected.add("CJ309")
    if action in DATES | {"ecomm_abandoned_cart"}:
        expected.add("CJ403")
    assert codes(report) == expected
    changed = bool(expected & {"CJ308", "CJ309", "CJ403"})
    assert report.level == ("converted_with_changes" if changed else "converted")


@pytest.mark.parametrize(("action", "code"), NO_COUNTERPART.items())
def test_a_first_action_without_counterpart_blocks(action: str, code: str) -> None:
    report = convert(entry(email(1, action, 1), email(2)))
    assert report.level == "blocked"
    assert report.journey is None
    assert codes(report) == {code}
    assert report.cheapest_plan is None
    assert report.archive_notice is None
    assert {row.fits for row in report.plan_fit} == {"no"}
    assert report.diagnostics[0].pointer == "/automations/0/emails/0/delay/action"
    assert report.questions == ()
    assert not report.nothing_dropped


@pytest.mark.parametrize("action", SERIES)
def test_a_series_action_on_the_first_email_blocks(action: str) -> None:
    report = convert(entry(email(1, action, 1), email(2), trigger={"workflow_type": "emailSeries"}))
    assert report.level == "blocked"
    assert codes(report) == {"CJ306"}
    assert "emailSeries" in found(report, "CJ306")[0]


@pytest.mark.parametrize("nothing", [None, {}, {"action": ""}, {"action": None, "amount": 2}])
def test_no_action_on_the_first_email_blocks(nothing: object) -> None:
    report = convert(entry(email(1) | {"delay": nothing}, trigger={"workflow_type": "bestOnes"}))
    assert report.level == "blocked"
    assert "CJ306" in codes(report)
    assert "bestOnes" in found(report, "CJ306")[0]


@pytest.mark.parametrize(("action", "kind"), STARTS.items())
def test_another_event_on_a_later_email_becomes_a_wait(action: str, kind: str) -> None:
    first = "tag_add" if action == "signup" else "signup"
    report = convert(entry(email(1, first), email(2, action, 2)))
    waits_itself = action == "ecomm_not_bought_any"
    delay = [] if waits_itself else ["2 day"]
    assert kinds(report) == ["send_email", "wait_for_trigger", *delay, "send_email"]
    wait = point(report, "wait_for_trigger")
    assert wait.trigger == kind
    assert wait.email is None
    if waits_itself:
        assert wait.parameters == {"amount": 2, "unit": "day"}
    assert "CJ312" in codes(report)
    assert report.level == "converted_with_changes"
    hidden = action not in NOTHING_HIDDEN
    asked = [q.id for q in report.questions if q.id == "target:e2"]
    assert asked == (["target:e2"] if hidden else [])
    assert ("CJ309" in codes(report)) == (action in ("api", "manual"))


@pytest.mark.parametrize(("action", "code"), NO_COUNTERPART.items())
def test_a_later_action_without_counterpart_is_a_placeholder(action: str, code: str) -> None:
    report = convert(entry(email(1, "signup"), email(2, action, 2), email(3, SENT, 1)))
    assert report.level == "partial"
    assert kinds(report)[:2] == ["send_email", "placeholder"]
    assert kinds(report)[-3:] == ["send_email", "1 day", "send_email"]
    holder = point(report, "placeholder")
    assert holder.code == code
    assert [d.point for d in report.diagnostics if d.code == code] == [holder.id]


@pytest.mark.parametrize(
    ("action", "trigger"),
    [
        ("previous_campaign_opened", "opened_previous"),
        ("previous_campaign_clicked_any", "clicked_previous"),
        ("previous_campaign_specific_clicked", "clicked_link_previous"),
    ],
)
def test_opened_or_clicked_waits_before_the_delay(action: str, trigger: str) -> None:
    report = convert(entry(email(1, "signup"), email(2, action, 3), email(3, action)))
    assert kinds(report) == [
        "send_email",
        "wait_for_trigger",
        "3 day",
        "send_email",
        "wait_for_trigger",
        "send_email",
    ]
    assert [point(report, "wait_for_trigger", n).trigger for n in (0, 1)] == [trigger, trigger]
    sent = [point(report, "send_email", n).id for n in (0, 1)]
    assert [point(report, "wait_for_trigger", n).email for n in (0, 1)] == sent
    assert len(found(report, "CJ308")) == 2
    one_link = action.endswith("specific_clicked")
    assert ("target:e2" in {q.id for q in report.questions}) == one_link


@pytest.mark.parametrize(
    ("action", "kind"),
    [
        ("previous_campaign_not_opened", "not_opened"),
        ("previous_campaign_not_clicked_any", "not_clicked"),
    ],
)
def test_not_opened_or_not_clicked_splits_after_the_delay(action: str, kind: str) -> None:
    report = convert(entry(email(1, "signup"), email(2, action, 1), email(3, SENT, 1)))
    assert kinds(report) == [
        "send_email",
        "1 day",
        "conditional_split",
        "send_email",
        "1 day",
        "send_email",
    ]
    split = point(report, "conditional_split")
    assert [(c.kind, c.email) for c in split.conditions] == [(kind, point(report, "send_email").id)]
    assert split.yes == point(report, "send_email", 1).id
    assert split.no == point(report, "exit").id
    assert "CJ308" in codes(report)
    assert report.level == "converted_with_changes"


def test_the_workflow_type_is_only_a_hint() -> None:
    report = convert(entry(email(1, "tag_add"), trigger={"workflow_type": "categoryFollowup"}))
    assert report.journey is not None
    assert report.journey.starting_points[0].kind == "tag_added"


def test_a_store_that_is_known_is_not_asked_for() -> None:
    report = convert(entry(email(1, "ecomm_bought_any"), recipients={"store_id": "shop_3"}))
    assert report.journey is not None
    assert report.journey.starting_points[0].parameters == {"store": "shop_3"}
    assert "CJ307" not in codes(report)
    assert "starting_point" not in {q.id for q in report.questions}


@pytest.mark.parametrize(
    ("action", "field", "value"),
    [
        ("signup", "trigger_on_import", True),
        ("merge_changed", "merge_field_trigger", "CITY"),
        ("group_add", "group_id", "77"),
        ("ecomm_bought_product", "product_name", "Théière"),
        ("birthday", "merge_field_trigger", "BIRTHDAY"),
    ],
)
def test_fields_of_old_clients_answer_what_is_hidden(
    action: str, field: str, value: object
) -> None:
    report = convert(entry(email(1, action), trigger={field: value}))
    assert report.journey is not None
    assert report.journey.starting_points[0].parameters == {field: value}
    assert not {"CJ307", "CJ601"} & codes(report)


def test_fields_of_old_clients_about_purchases_stay_with_the_store() -> None:
    old = {"lifetime_purchase_value": 100, "purchase_orders": 3}
    made = entry(email(1, "ecomm_bought_any"), trigger=old, recipients={"store_id": "s"})
    report = convert(made)
    assert report.journey is not None
    assert report.journey.starting_points[0].parameters == {"store": "s", **old}


def test_a_field_of_an_old_client_that_says_nothing_here_is_named() -> None:
    report = convert(entry(email(1, "tag_add"), trigger={"group_id": "77"}), full_ledger=True)
    assert report.journey is not None
    assert report.journey.starting_points[0].parameters == {}
    assert "group_id" in found(report, "CJ601")[0]
    row = next(r for r in report.ledger.rows if r.pointer.endswith("/group_id"))
    assert (row.status, row.code) == ("dropped", "CJ601")
