"""Example payloads keep to the published schema and convert as their files say."""

import json
from typing import Any

import pytest

from converter import convert_campaign
from tests.converter import api_schema, build
from tests.converter.api_schema import DATA, SCHEMA

PAYLOADS: dict[str, dict[str, Any]] = {
    path.stem: json.loads(path.read_text("utf-8"))
    for path in sorted((DATA / "payloads").glob("*.json"))
}
AUTOMATIONS = [name for name, payload in PAYLOADS.items() if "entry" in payload]


@pytest.mark.parametrize("name", AUTOMATIONS)
def test_a_payload_keeps_to_the_published_schema(name: str) -> None:
    payload = PAYLOADS[name]
    assert api_schema.entry_breaks(payload["entry"]) == payload.get("outside_the_schema", [])


@pytest.mark.parametrize("name", AUTOMATIONS)
def test_a_payload_has_no_key_the_schema_lacks(name: str) -> None:
    entry = PAYLOADS[name]["entry"]
    found = api_schema.unknown_keys(entry["automation"], SCHEMA["automation"])
    for email in entry["emails"]:
        found += api_schema.unknown_keys(email, SCHEMA["email"])
    legacy = ["/trigger_settings/category_name"] if name.endswith("_old_client") else []
    assert found == legacy


@pytest.mark.parametrize("name", AUTOMATIONS)
@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_payload_converts_as_expected(name: str, language: Any) -> None:
    payload = PAYLOADS[name]
    expected = payload["expected"]
    report = build.convert(payload["entry"], language=language)
    assert report.level == expected["level"]
    assert build.codes(report) == set(expected["codes"])
    assert build.fits(report) == expected["fits"]
    assert (report.journey is None) == (expected["points"] is None)
    if report.journey is not None:
        assert build.kinds(report) == expected["points"]
        assert report.journey.point_count == len(expected["points"])
        assert report.journey.starting_points[0].kind == expected["starting_point"]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_an_rss_campaign_needs_no_conversion(language: Any) -> None:
    payload = PAYLOADS["rss_campaign"]
    campaign = payload["campaign"]
    report = convert_campaign(campaign, build.options(language=language, full_ledger=True), 4)
    assert report is not None
    assert (report.id, report.name) == ("c90", "Le journal")
    assert report.level == payload["expected"]["level"]
    assert build.codes(report) == set(payload["expected"]["codes"])
    assert {status for status, _ in build.rows(report).values()} == {"not_applicable"}
    assert "/campaigns/4/rss_opts/feed_url" in build.rows(report)


@pytest.mark.parametrize("kind", ["regular", "plaintext", "automation", None, 7])
def test_other_campaigns_are_passed_over(kind: object) -> None:
    assert convert_campaign({"id": "c1", "type": kind}, build.options()) is None
    assert convert_campaign(["rss"], build.options()) is None


def test_what_the_builders_make_keeps_to_the_schema() -> None:
    made = build.entry(
        build.email(1, "signup", segment=build.segment(2)),
        build.email(2, "tag_add", 3, runtime=build.runtime(["monday"], "send_at")),
        recipients={"store_id": "s"},
    )
    assert api_schema.entry_breaks(made) == []
    assert api_schema.unknown_keys(made["automation"], SCHEMA["automation"]) == []
    for email in made["emails"]:
        assert api_schema.unknown_keys(email, SCHEMA["email"]) == []
