"""Slack's limits: what just fits is taken, one more is refused, and the reason says where."""

from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.limits import (
    Json,
    check_message_blocks,
    check_metadata,
    check_suggestions,
    check_view,
)

from .block_kit import (
    actions,
    button,
    card,
    confirm,
    data_table,
    divider,
    form,
    image,
    mrkdwn,
    numbered_buttons,
    option,
    options,
    plain,
    section,
    select,
    table,
    view,
)

Make = Callable[[int], Json]


MOST: list[tuple[str, int, str, Make]] = [
    # name, the largest size that fits, pointer below /blocks/0, how to make the block
    ("section text", 3000, "/text/text", lambda n: {"type": "section", "text": mrkdwn(n)}),
    ("field", 2000, "/fields/0/text", lambda n: {"type": "section", "fields": [mrkdwn(n)]}),
    ("fields", 10, "/fields", lambda n: {"type": "section", "fields": [mrkdwn()] * n}),
    ("header", 150, "/text/text", lambda n: {"type": "header", "text": plain(n)}),
    ("context", 10, "/elements", lambda n: {"type": "context", "elements": [mrkdwn()] * n}),
    ("actions", 25, "/elements", lambda n: actions(*numbered_buttons(n))),
    (
        "context actions",
        5,
        "/elements",
        lambda n: {
            "type": "context_actions",
            "elements": [
                {"type": "icon_button", "icon": "trash", "text": plain(), "action_id": str(i)}
                for i in range(n)
            ],
        },
    ),
    ("button text", 75, "/elements/0/text/text", lambda n: actions(button(text=plain(n)))),
    ("button value", 2000, "/elements/0/value", lambda n: actions(button(value="v" * n))),
    ("button url", 3000, "/elements/0/url", lambda n: actions(button(url="u" * n))),
    ("action_id", 255, "/elements/0/action_id", lambda n: actions(button(action_id="a" * n))),
    ("block_id", 255, "/block_id", lambda n: divider() | {"block_id": "b" * n}),
    (
        "placeholder",
        150,
        "/elements/0/placeholder/text",
        lambda n: actions(select(placeholder=plain(n))),
    ),
    ("options", 100, "/elements/0/options", lambda n: actions(select(options=options(n)))),
    (
        "option text",
        75,
        "/elements/0/options/0/text/text",
        lambda n: actions(select(options=[option(n)])),
    ),
    (
        "option value",
        150,
        "/elements/0/options/0/value",
        lambda n: actions(select(options=[option(1, n)])),
    ),
    (
        "option groups",
        100,
        "/elements/0/option_groups",
        lambda n: actions(
            {
                "type": "static_select",
                "option_groups": [{"label": plain(), "options": options(1)}] * n,
            }
        ),
    ),
    (
        "overflow",
        5,
        "/accessory/options",
        lambda n: section(accessory={"type": "overflow", "options": options(n)}),
    ),
    (
        "radio",
        10,
        "/accessory/options",
        lambda n: section(accessory={"type": "radio_buttons", "options": options(n)}),
    ),
    (
        "checkboxes",
        10,
        "/accessory/options",
        lambda n: section(accessory={"type": "checkboxes", "options": options(n)}),
    ),
    ("confirm title", 100, "/elements/0/confirm/title/text", lambda n: confirm(title=plain(n))),
    ("confirm text", 300, "/elements/0/confirm/text/text", lambda n: confirm(text=plain(n))),
    ("confirm yes", 30, "/elements/0/confirm/confirm/text", lambda n: confirm(confirm=plain(n))),
    ("confirm no", 30, "/elements/0/confirm/deny/text", lambda n: confirm(deny=plain(n))),
    ("image url", 3000, "/image_url", lambda n: image(image_url="u" * n)),
    ("image alt", 2000, "/alt_text", lambda n: image(alt_text="a" * n)),
    ("image title", 2000, "/title/text", lambda n: image(title=plain(n))),
    ("input label", 2000, "/label/text", lambda n: form(select(), label=plain(n))),
    ("input hint", 2000, "/hint/text", lambda n: form(select(), hint=plain(n))),
    (
        "input length",
        3000,
        "/element/max_length",
        lambda n: form({"type": "plain_text_input", "max_length": n}),
    ),
    ("markdown", 12_000, "/text", lambda n: {"type": "markdown", "text": "x" * n}),
    ("table rows", 100, "/rows", table),
    ("table columns", 20, "/rows/0", lambda n: table(1, n)),
    ("data table rows", 101, "/rows", data_table),
    ("page size", 100, "/page_size", lambda n: data_table(2, page_size=n)),
    ("card title", 150, "/title/text", lambda n: card(title=plain(n))),
    ("card body", 200, "/body/text", lambda n: card(body=plain(n))),
    (
        "container",
        10,
        "/child_blocks",
        lambda n: {"type": "container", "title": plain(), "child_blocks": [divider()] * n},
    ),
    ("carousel", 10, "/elements", lambda n: {"type": "carousel", "elements": [card()] * n}),
]


@pytest.mark.parametrize(
    ("most", "pointer", "make"), [row[1:] for row in MOST], ids=[row[0] for row in MOST]
)
def test_the_largest_size_fits_and_one_more_does_not(most: int, pointer: str, make: Make) -> None:
    assert check_message_blocks([make(most)]) == []

    findings = check_message_blocks([make(most + 1)])

    assert f"/blocks/0{pointer}" in [finding.pointer for finding in findings]


def test_a_message_holds_50_blocks_and_a_view_100() -> None:
    assert check_message_blocks([divider()] * 50) == []
    assert check_message_blocks([divider()] * 51)[0].pointer == "/blocks"
    for kind in ("modal", "home"):
        assert check_view(view(kind, blocks=[divider()] * 100)) == []
        assert check_view(view(kind, blocks=[divider()] * 101))[0].pointer == "/view/blocks"


def test_markdown_blocks_are_counted_together() -> None:
    half = {"type": "markdown", "text": "x" * 6000}

    assert check_message_blocks([half, half]) == []
    assert check_message_blocks([half, half, {"type": "markdown", "text": "x"}])


def test_ids_are_unique_where_slack_wants_them_to_be() -> None:
    twice = divider() | {"block_id": "same"}
    buttons = actions(button(action_id="same"), button(action_id="same"))
    apart = [actions(button(action_id="same")), actions(button(action_id="same"))]

    assert check_message_blocks([twice, twice])[0].pointer == "/blocks/1/block_id"
    assert check_message_blocks([buttons])[0].pointer == "/blocks/0/elements/1/action_id"
    assert check_message_blocks(apart) == []


def test_a_message_holds_one_table() -> None:
    assert check_message_blocks([table(1), table(1)])[0].reason == "only one table allowed"


VIEW_MOST: list[tuple[str, int, Make]] = [
    ("title/text", 24, lambda n: view(title=plain(n))),
    ("submit/text", 24, lambda n: view(submit=plain(n))),
    ("close/text", 24, lambda n: view(close=plain(n))),
    ("callback_id", 255, lambda n: view(callback_id="c" * n)),
    ("external_id", 255, lambda n: view(external_id="e" * n)),
    ("private_metadata", 3000, lambda n: view(private_metadata="p" * n)),
]


@pytest.mark.parametrize(("key", "most", "make"), VIEW_MOST, ids=[row[0] for row in VIEW_MOST])
def test_limits_of_views(key: str, most: int, make: Make) -> None:
    assert check_view(make(most)) == []
    assert [finding.pointer for finding in check_view(make(most + 1))] == [f"/view/{key}"]


@pytest.mark.parametrize(
    "bad",
    [
        {"type": "dialog", "blocks": []},
        {"type": "modal", "blocks": []},
        {"type": "modal", "title": plain()},
        view(blocks=[form({"type": "plain_text_input"})]),
        view(blocks=[table(1)]),
        view(colour="red"),
        view("home", title=plain()),
        view(
            submit=plain(),
            blocks=[
                form({"type": "plain_text_input", "focus_on_load": True}),
                form({"type": "email_text_input", "focus_on_load": True}),
            ],
        ),
        "no object",
    ],
    ids=[
        "unknown type",
        "no title",
        "no blocks",
        "input without submit",
        "a table in a modal",
        "unknown key",
        "a title on Home",
        "two focused",
        "no object",
    ],
)
def test_views_that_slack_refuses(bad: Any) -> None:
    assert check_view(bad)


def test_an_alert_stands_in_modals_only() -> None:
    alert = {"type": "alert", "level": "warning", "text": plain(200)}

    assert check_view(view(blocks=[alert])) == []
    assert check_view(view("home", blocks=[alert]))
    assert check_view(view(blocks=[alert | {"level": "fatal"}]))
    assert check_view(view(blocks=[alert | {"text": plain(201)}]))


def test_options_for_a_select() -> None:
    assert check_suggestions({"options": options(100)}) == []
    assert check_suggestions({"options": []}) == []
    assert check_suggestions({"option_groups": [{"label": plain(), "options": options(1)}]}) == []
    assert check_suggestions({"options": options(101)})
    assert check_suggestions({"options": [option(76)]})
    assert check_suggestions({})
    assert check_suggestions([])


def test_metadata_has_a_type_and_a_payload() -> None:
    assert check_metadata({"event_type": "case", "event_payload": {"id": 1}}) == []
    assert check_metadata({"event_type": "case"})
    assert check_metadata({"event_type": "", "event_payload": {}})
    assert check_metadata("case")


def test_a_finding_reads_as_slack_writes_it() -> None:
    finding = check_message_blocks([{"type": "header", "text": plain(151)}])[0]

    assert str(finding) == "must be less than 151 characters [json-pointer:/blocks/0/text/text]"
