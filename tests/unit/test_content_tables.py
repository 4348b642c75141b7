"""The tables of triggers, starting points, targets and plans hold together."""

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import converter

ROOT = Path(converter.__file__).parent
LANGUAGES = ("en", "fr")
EVIDENCE = {"official", "inferred", "observed"}
Table = dict[str, Any]


def words(text: str) -> set[str]:
    return set(text.split())


def load(name: str) -> Table:
    return tomllib.loads((ROOT / name).read_text(encoding="utf-8"))


TEXTS = load("diagnostics/texts.toml")
TRIGGERS = load("tables/triggers.toml")
POINTS = load("tables/starting_points.toml")
TARGET_TEXTS = load("tables/targets.toml")
PLANS = load("plans.toml")

# delay.action as read (33 values), and the one that only the PATCH call names
ACTIONS = words(
    "previous_campaign_sent previous_campaign_opened previous_campaign_not_opened "
    "previous_campaign_clicked_any previous_campaign_not_clicked_any "
    "previous_campaign_specific_clicked ecomm_bought_any ecomm_bought_product "
    "ecomm_bought_category ecomm_not_bought_any ecomm_abandoned_cart campaign_sent opened_email "
    "not_opened_email clicked_email not_clicked_email campaign_specific_clicked manual signup "
    "merge_changed group_add group_remove mandrill_sent mandrill_opened mandrill_clicked "
    "mandrill_any api goal annual birthday date date_added tag_add ecomm_abandoned_browse"
)
STARTING_POINTS = words(
    "tag_added signs_up_email texts_keyword signs_up_sms joins_group leaves_group field_changes "
    "viewed_page clicked_link manual_add birthday recurring_date specific_date signup_date "
    "opens_email not_opens_email clicks_any clicks_specific not_clicks sent_email buys_any "
    "buys_product abandons_cart time_since_purchase back_in_stock churn_risk predicted_purchase "
    "order_notifications reviews journeys_api event_api buys_in_category"
)
TARGETS = words(
    "campaign campaign_link link imports field group tag store product category date_field "
    "birthday_field event url mandrill_tag"
)


def test_every_action_has_its_row() -> None:
    assert set(TRIGGERS) == ACTIONS
    assert len({row["id"] for row in TRIGGERS.values()}) == len(ACTIONS)


@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_a_trigger_points_only_at_what_exists(action: str) -> None:
    row = TRIGGERS[action]
    required = {"id", "rating", "series", "date", "cart", "refires", "workflow_types"}
    required |= {"evidence", "label"}
    assert required <= set(row) <= required | {"starting_point", "diagnostic", "target"}
    assert row["rating"] in {"exact", "approximate", "none", "unknown"}
    assert row["evidence"] in EVIDENCE
    assert all(isinstance(row[key], bool) for key in ("series", "date", "cart", "refires"))
    assert row["series"] == action.startswith("previous_campaign_")
    if "target" in row:
        assert row["target"] in TARGET_TEXTS
    if "starting_point" in row:
        assert row["starting_point"] in POINTS
        assert POINTS[row["starting_point"]]["evidence"] != "inferred"
        assert row["rating"] in {"exact", "approximate"}
        assert "diagnostic" not in row
    elif row["series"]:
        assert row["rating"] in {"exact", "approximate"}
        assert "diagnostic" not in row
    else:
        assert row["rating"] in {"none", "unknown"}
        assert row["diagnostic"] in {"CJ301", "CJ302", "CJ303", "CJ304", "CJ305"}
        assert row["diagnostic"] in TEXTS


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("action", sorted(ACTIONS))
def test_a_label_is_a_clause(action: str, language: str) -> None:
    label = TRIGGERS[action]["label"][language]
    assert label[0].islower()
    assert label[-1] not in ".!?"
    assert not re.search(r"[{|}]", label)


def test_what_the_2023_article_and_the_contract_refuse_stays_refused() -> None:
    refused = {a: r["diagnostic"] for a, r in TRIGGERS.items() if "diagnostic" in r}
    mandrill = {f"mandrill_{what}": "CJ303" for what in ("sent", "opened", "clicked", "any")}
    assert refused == mandrill | {
        "ecomm_bought_category": "CJ301",
        "campaign_sent": "CJ302",
        "goal": "CJ304",
        "ecomm_abandoned_browse": "CJ305",
    }


def test_dates_and_carts_are_marked() -> None:
    assert {a for a, r in TRIGGERS.items() if r["date"]} == {
        "annual",
        "birthday",
        "date",
        "date_added",
    }
    assert {a for a, r in TRIGGERS.items() if r["cart"]} == {"ecomm_abandoned_cart"}
    assert not TRIGGERS["signup"]["refires"]
    assert not TRIGGERS["date_added"]["refires"]


def test_every_starting_point_has_a_name() -> None:
    assert set(POINTS) == STARTING_POINTS
    for key, row in POINTS.items():
        assert {"name", "evidence"} <= set(row) <= {"name", "evidence", "requires"}, key
        assert row["evidence"] in EVIDENCE, key
    for language in LANGUAGES:
        assert len({row["name"][language] for row in POINTS.values()}) == len(POINTS)


def test_every_target_can_be_asked_for() -> None:
    assert set(TARGET_TEXTS) == TARGETS
    for key, row in TARGET_TEXTS.items():
        assert set(row) == {"en", "fr", "question", "legacy"}, key
        assert row["question"]["en"].endswith("?"), key
        assert row["question"]["fr"].endswith("\u00a0?"), key
        assert row["en"].startswith("the "), key
        assert re.match(r"(le |la |l'|les )", row["fr"]), key
    legacy = {name for row in TARGET_TEXTS.values() for name in row["legacy"]}
    assert legacy == words(
        "trigger_on_import merge_field_trigger group_id product_name category_name goal_url "
        "mandrill_tags"
    )


# ---- plans ----


def test_plans_stand_from_the_smallest_to_the_largest() -> None:
    plans = PLANS["plan"]
    assert [plan["id"] for plan in plans] == ["free", "essentials", "standard", "premium"]
    assert isinstance(PLANS["as_of"], date)
    for key in ("starting_points", "points", "journeys", "branching"):
        values = [plan[key] for plan in plans]
        assert values == sorted(values), key


def test_plan_limits_are_the_ones_of_the_help_article() -> None:
    limits = {p["id"]: (p["starting_points"], p["points"], p["branching"]) for p in PLANS["plan"]}
    assert limits == {
        "free": (0, 0, False),
        "essentials": (1, 3, False),
        "standard": (3, 200, True),
        "premium": (3, 200, True),
    }
    assert {p["id"]: p["points_observed"] for p in PLANS["plan"] if "points_observed" in p} == {
        "essentials": 4
    }
    assert (PLANS["hard_limits"]["wait_rules"], PLANS["hard_limits"]["split_conditions"]) == (10, 5)


def test_every_plan_has_its_source_and_its_own_words() -> None:
    names: list[str] = []
    for plan in PLANS["plan"]:
        assert plan["source"], plan["id"]
        assert plan["source_date"], plan["id"]
        assert plan["wait_rules"] in {"yes", "unconfirmed"}
        names += [plan["id"], *plan["aliases"]]
    assert len(names) == len(set(names))
    assert all(name == name.casefold().strip() for name in names)
    for limit in ("wait_rules", "split_conditions"):
        assert PLANS["hard_limits"][f"{limit}_source"]
