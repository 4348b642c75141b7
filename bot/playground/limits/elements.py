"""Block elements: what each may hold, and in which blocks it may stand."""

import re
from collections.abc import Callable

from bot.playground.limits.composition import (
    IDENTIFIER,
    PLACEHOLDER,
    URL,
    check_confirm,
    check_dispatch_config,
    check_image_source,
    check_initial,
    check_menu_options,
    check_options,
)
from bot.playground.limits.findings import Node

_DATE = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")
_TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
_STYLES = ("primary", "danger")
_COMMON = ("type", "action_id", "confirm", "focus_on_load")


def _button(node: Node) -> None:
    node.only(
        "type", "action_id", "text", "url", "value", "style", "confirm", "accessibility_label"
    )
    node.text("text", 75, required=True, plain=True)
    node.string("url", URL)
    node.string("value", 2000)
    node.one_of("style", _STYLES)
    node.string("accessibility_label", 75)


def _icon_button(node: Node) -> None:
    node.only(
        "type",
        "action_id",
        "icon",
        "text",
        "value",
        "visible_to_user_ids",
        "confirm",
        "accessibility_label",
    )
    node.one_of("icon", ["trash"], required=True)
    node.text("text", 75, required=True, plain=True)
    node.string("value", 2000)
    node.array("visible_to_user_ids", 0, 10, required=False)
    node.string("accessibility_label", 75)


def _feedback_buttons(node: Node) -> None:
    node.only("type", "action_id", "positive_button", "negative_button")
    for key in ("positive_button", "negative_button"):
        button = node.child(key, required=True)
        if button is not None:
            button.only("text", "value", "accessibility_label")
            button.text("text", 75, required=True, plain=True)
            button.string("value", 2000, required=True)
            button.string("accessibility_label", 75)


def _overflow(node: Node) -> None:
    node.only("type", "action_id", "options", "confirm")
    check_options(node, 1, 5, url=True)


def _static(node: Node) -> None:
    many = node.value.get("type") == "multi_static_select"
    initial = ("initial_options", "max_selected_items") if many else ("initial_option",)
    node.only(*_COMMON, "placeholder", "options", "option_groups", *initial)
    node.text("placeholder", PLACEHOLDER, plain=True)
    options = check_menu_options(node)
    check_initial(node, options, many=many)
    node.integer("max_selected_items", 1)


def _external(node: Node) -> None:
    many = node.value.get("type") == "multi_external_select"
    initial = ("initial_options", "max_selected_items") if many else ("initial_option",)
    node.only(*_COMMON, "placeholder", "min_query_length", *initial)
    node.text("placeholder", PLACEHOLDER, plain=True)
    node.integer("min_query_length", 0)
    check_initial(node, None, many=many)
    node.integer("max_selected_items", 1)


def _entity(noun: str) -> Callable[[Node], None]:
    """Selects that Slack fills itself: users, conversations, channels."""

    def check(node: Node) -> None:
        many = str(node.value.get("type")).startswith("multi_")
        initial = f"initial_{noun}s" if many else f"initial_{noun}"
        extra = ["max_selected_items"] if many else []
        if noun == "conversation":
            extra += ["default_to_current_conversation", "filter"]
        if noun != "user" and not many:
            extra += ["response_url_enabled"]
        node.only(*_COMMON, "placeholder", initial, *extra)
        node.text("placeholder", PLACEHOLDER, plain=True)
        if many:
            node.array(initial, 0, None, required=False)
        else:
            node.string(initial)
        node.integer("max_selected_items", 1)

    return check


def _choices(node: Node) -> None:
    many = node.value.get("type") == "checkboxes"
    node.only(*_COMMON, "options", "initial_options" if many else "initial_option")
    options = check_options(node, 1, 10, plain=False)
    check_initial(node, options, many=many)


def _date(node: Node) -> None:
    node.only(*_COMMON, "placeholder", "initial_date")
    node.text("placeholder", PLACEHOLDER, plain=True)
    _matches(node, "initial_date", _DATE, "must be a date as YYYY-MM-DD")


def _time(node: Node) -> None:
    node.only(*_COMMON, "placeholder", "initial_time", "timezone")
    node.text("placeholder", PLACEHOLDER, plain=True)
    _matches(node, "initial_time", _TIME, "must be a time as HH:mm")
    node.string("timezone")


def _datetime(node: Node) -> None:
    node.only(*_COMMON, "initial_date_time")
    node.integer("initial_date_time", 1_000_000_000, 9_999_999_999)


def _text_input(node: Node) -> None:
    node.only(
        *_COMMON[:2],
        "focus_on_load",
        "placeholder",
        "initial_value",
        "multiline",
        "min_length",
        "max_length",
        "dispatch_action_config",
    )
    node.text("placeholder", PLACEHOLDER, plain=True)
    node.boolean("multiline")
    least = node.integer("min_length", 0, 3000) or 0
    most = node.integer("max_length", 1, 3000) or 3000
    if least > most:
        node.fail("min_length must not be greater than max_length", "min_length")
    node.string("initial_value", most, least=0)
    check_dispatch_config(node)


def _line_input(node: Node) -> None:
    node.only(
        *_COMMON[:2], "focus_on_load", "placeholder", "initial_value", "dispatch_action_config"
    )
    node.text("placeholder", PLACEHOLDER, plain=True)
    node.string("initial_value", least=0)
    check_dispatch_config(node)


def _number_input(node: Node) -> None:
    node.only(
        *_COMMON[:2],
        "focus_on_load",
        "placeholder",
        "initial_value",
        "dispatch_action_config",
        "is_decimal_allowed",
        "min_value",
        "max_value",
    )
    node.required("is_decimal_allowed")
    node.boolean("is_decimal_allowed")
    for key in ("initial_value", "min_value", "max_value"):
        value = node.string(key)
        if value is not None:
            try:
                float(value)
            except ValueError:
                node.fail("must be a number written as a string", key)
    node.text("placeholder", PLACEHOLDER, plain=True)
    check_dispatch_config(node)


def _rich_text_input(node: Node) -> None:
    node.only(
        *_COMMON[:2], "focus_on_load", "placeholder", "initial_value", "dispatch_action_config"
    )
    node.text("placeholder", PLACEHOLDER, plain=True)
    node.child("initial_value")
    check_dispatch_config(node)


def _file_input(node: Node) -> None:
    node.only("type", "action_id", "filetypes", "max_files")
    node.array("filetypes", 1, None, required=False)
    node.integer("max_files", 1, 10)


def _image(node: Node) -> None:
    node.only("type", "image_url", "slack_file", "alt_text")
    check_image_source(node)


def _matches(node: Node, key: str, pattern: re.Pattern[str], reason: str) -> None:
    value = node.string(key)
    if value is not None and not pattern.fullmatch(value):
        node.fail(reason, key)


_CHECKS: dict[str, Callable[[Node], None]] = {
    "button": _button,
    "icon_button": _icon_button,
    "feedback_buttons": _feedback_buttons,
    "overflow": _overflow,
    "static_select": _static,
    "multi_static_select": _static,
    "external_select": _external,
    "multi_external_select": _external,
    "checkboxes": _choices,
    "radio_buttons": _choices,
    "datepicker": _date,
    "timepicker": _time,
    "datetimepicker": _datetime,
    "plain_text_input": _text_input,
    "email_text_input": _line_input,
    "url_text_input": _line_input,
    "number_input": _number_input,
    "rich_text_input": _rich_text_input,
    "file_input": _file_input,
    "image": _image,
} | {
    f"{prefix}{noun}s_select": _entity(noun)
    for noun in ("user", "conversation", "channel")
    for prefix in ("", "multi_")
}

SELECTS = frozenset(kind for kind in _CHECKS if kind.endswith("_select"))
_PICKERS = frozenset({"checkboxes", "radio_buttons", "datepicker", "timepicker", "datetimepicker"})
ACTIONS = SELECTS | _PICKERS | {"button", "overflow", "rich_text_input"}
ACCESSORIES = SELECTS | (_PICKERS - {"datetimepicker"}) | {"button", "overflow", "image"}
INPUTS = (
    SELECTS
    | _PICKERS
    | {
        "plain_text_input",
        "email_text_input",
        "url_text_input",
        "number_input",
        "rich_text_input",
        "file_input",
    }
)
CONTEXT_ACTIONS = frozenset({"feedback_buttons", "icon_button"})


def check_element(node: Node, allowed: frozenset[str]) -> None:
    """Check one element that stands in a block which takes the types in `allowed`."""
    kind = node.value.get("type")
    if not isinstance(kind, str) or kind not in _CHECKS:
        node.fail(f"unsupported type: {kind}", "type")
        return
    if kind not in allowed:
        node.fail(f"element type {kind} is not allowed here", "type")
    node.string("action_id", IDENTIFIER)
    node.boolean("focus_on_load")
    check_confirm(node)
    _CHECKS[kind](node)
