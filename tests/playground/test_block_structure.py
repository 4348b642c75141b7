"""Blocks that Slack refuses for their structure, and well-formed ones that it takes."""

import pytest

from bot.playground.limits import Json, check_message_blocks

from .block_kit import (
    actions,
    button,
    card,
    data_table,
    divider,
    form,
    image,
    mrkdwn,
    option,
    options,
    plain,
    raw,
    section,
    select,
)

REFUSED: list[tuple[str, str, Json]] = [
    ("unknown type", "/type", {"type": "sections"}),
    ("no type", "/type", {}),
    ("unknown key", "", section(colour="red")),
    ("null", "/accessory", section(accessory=None)),
    ("section without text", "/type", {"type": "section"}),
    ("empty text", "/text/text", {"type": "section", "text": plain(0)}),
    (
        "text of the wrong type",
        "/text/text",
        {"type": "section", "text": {"type": "mrkdwn", "text": 7}},
    ),
    ("mrkdwn header", "/text/type", {"type": "header", "text": mrkdwn()}),
    ("mrkdwn on a button", "/elements/0/text/type", actions(button(text=mrkdwn()))),
    ("mrkdwn with emoji", "/text", {"type": "section", "text": mrkdwn() | {"emoji": True}}),
    ("verbatim plain text", "/text", {"type": "section", "text": plain() | {"verbatim": True}}),
    ("empty actions", "/elements", actions()),
    ("input in actions", "/elements/0/type", actions({"type": "plain_text_input"})),
    ("button as input", "/element/type", form(button())),
    (
        "datetime picker as accessory",
        "/accessory/type",
        section(accessory={"type": "datetimepicker"}),
    ),
    ("style", "/elements/0/style", actions(button(style="default"))),
    ("no options", "/elements/0/options", actions(select(options=[]))),
    (
        "options and groups",
        "/elements/0",
        actions(select(option_groups=[{"label": plain(), "options": options(1)}])),
    ),
    (
        "mrkdwn option in a menu",
        "/elements/0/options/0/text/type",
        actions(select(options=[{"text": mrkdwn(), "value": "v"}])),
    ),
    (
        "option url outside overflow",
        "/elements/0/options/0",
        actions(select(options=[option() | {"url": "https://x.test"}])),
    ),
    (
        "initial option not offered",
        "/elements/0/initial_option",
        actions(select(initial_option=option(2))),
    ),
    (
        "date",
        "/elements/0/initial_date",
        actions({"type": "datepicker", "initial_date": "2026-13-01"}),
    ),
    ("time", "/elements/0/initial_time", actions({"type": "timepicker", "initial_time": "24:00"})),
    (
        "confirm without title",
        "/elements/0/confirm",
        actions(button(confirm={"text": plain(), "confirm": plain(), "deny": plain()})),
    ),
    ("image without alt", "", {"type": "image", "image_url": "https://x.test/a.png"}),
    ("image with two sources", "", image(slack_file={"id": "F1"})),
    ("number input without decimals", "/element", form({"type": "number_input"})),
    (
        "min over max",
        "/element/min_length",
        form({"type": "plain_text_input", "min_length": 3, "max_length": 2}),
    ),
    ("alert in a message", "/type", {"type": "alert", "text": plain()}),
    ("data table without caption", "", {"type": "data_table", "rows": [[raw()]] * 2}),
    ("data table without rows", "/rows", data_table(1)),
    ("ragged data table", "/rows", data_table(2) | {"rows": [[raw()], [raw(), raw()]]}),
    ("empty cell", "/rows/0/0/text", {"type": "table", "rows": [[raw("")]]}),
    ("empty card", "", {"type": "card"}),
    (
        "container in a container",
        "/child_blocks/0/type",
        {
            "type": "container",
            "title": plain(),
            "child_blocks": [{"type": "container", "title": plain(), "child_blocks": [divider()]}],
        },
    ),
    ("status", "/status", {"type": "task_card", "task_id": "t", "title": "t", "status": "done"}),
    (
        "feedback without value",
        "/elements/0/positive_button",
        {
            "type": "context_actions",
            "elements": [
                {
                    "type": "feedback_buttons",
                    "positive_button": {"text": plain()},
                    "negative_button": {"text": plain(), "value": "no"},
                }
            ],
        },
    ),
    ("rich text without elements", "", {"type": "rich_text"}),
    (
        "rich text with a stray text",
        "/elements/0/type",
        {"type": "rich_text", "elements": [{"type": "text", "text": "x"}]},
    ),
    (
        "rich text, empty",
        "/elements/0/elements/0/text",
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": ""}]}],
        },
    ),
    (
        "rich text list style",
        "/elements/0/style",
        {
            "type": "rich_text",
            "elements": [
                {
                    "type": "rich_text_list",
                    "style": "dash",
                    "elements": [{"type": "rich_text_section", "elements": []}],
                }
            ],
        },
    ),
]


@pytest.mark.parametrize(
    ("pointer", "block"), [row[1:] for row in REFUSED], ids=[row[0] for row in REFUSED]
)
def test_what_slack_refuses(pointer: str, block: Json) -> None:
    findings = check_message_blocks([block])

    assert f"/blocks/0{pointer}" in [finding.pointer for finding in findings]


TAKEN: list[Json] = [
    section(accessory=image()),
    actions(button(style="danger"), {"type": "datepicker"}, {"type": "datetimepicker"}),
    actions(select(options=options(2), initial_option=options(2)[1])),
    actions({"type": "external_select", "min_query_length": 0, "placeholder": plain()}),
    actions({"type": "multi_users_select", "initial_users": ["U1"], "max_selected_items": 2}),
    section(
        accessory={
            "type": "checkboxes",
            "options": [{"text": mrkdwn(), "value": "v", "description": mrkdwn()}],
        }
    ),
    form({"type": "number_input", "is_decimal_allowed": False, "min_value": "1"}),
    form({"type": "plain_text_input", "multiline": True, "initial_value": ""}, optional=True),
    {"type": "context", "elements": [image(), mrkdwn()]},
    {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "f",
                "positive_button": {"text": plain(), "value": "yes"},
                "negative_button": {"text": plain(), "value": "no"},
            }
        ],
    },
    {
        "type": "rich_text",
        "elements": [
            {
                "type": "rich_text_section",
                "elements": [
                    {"type": "text", "text": "x", "style": {"bold": True}},
                    {"type": "link", "url": "https://x.test"},
                    {"type": "user", "user_id": "U1"},
                    {"type": "date", "timestamp": 1, "format": "{date}", "fallback": "x"},
                ],
            },
            {
                "type": "rich_text_list",
                "style": "ordered",
                "indent": 1,
                "elements": [
                    {"type": "rich_text_section", "elements": [{"type": "emoji", "name": "wave"}]}
                ],
            },
            {"type": "rich_text_preformatted", "elements": [{"type": "text", "text": "x"}]},
        ],
    },
    {"type": "task_card", "task_id": "t", "title": "t", "status": "complete"},
    card(actions=[button()], hero_image=image()),
]


@pytest.mark.parametrize("block", TAKEN, ids=[str(block["type"]) for block in TAKEN])
def test_what_slack_takes(block: Json) -> None:
    assert check_message_blocks([block]) == []
