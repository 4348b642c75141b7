"""Finding the interactive elements of a message or view, and the values people give them."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.playground.errors import Refused
from bot.playground.limits import Json, as_json, check_suggestions
from bot.playground.records import Values

# What Slack calls the value of each stateful element, in `state` and in the action itself.
_VALUE_KEYS = {
    "static_select": "selected_option",
    "external_select": "selected_option",
    "radio_buttons": "selected_option",
    "overflow": "selected_option",
    "users_select": "selected_user",
    "conversations_select": "selected_conversation",
    "channels_select": "selected_channel",
    "multi_static_select": "selected_options",
    "multi_external_select": "selected_options",
    "checkboxes": "selected_options",
    "multi_users_select": "selected_users",
    "multi_conversations_select": "selected_conversations",
    "multi_channels_select": "selected_channels",
    "datepicker": "selected_date",
    "timepicker": "selected_time",
    "datetimepicker": "selected_date_time",
    "plain_text_input": "value",
    "email_text_input": "value",
    "url_text_input": "value",
    "number_input": "value",
    "rich_text_input": "rich_text_value",
    "file_input": "files",
}
_INITIAL = {
    "selected_option": "initial_option",
    "selected_options": "initial_options",
    "selected_user": "initial_user",
    "selected_users": "initial_users",
    "selected_conversation": "initial_conversation",
    "selected_conversations": "initial_conversations",
    "selected_channel": "initial_channel",
    "selected_channels": "initial_channels",
    "selected_date": "initial_date",
    "selected_time": "initial_time",
    "selected_date_time": "initial_date_time",
    "value": "initial_value",
    "rich_text_value": "initial_value",
}


@dataclass(frozen=True, slots=True)
class Element:
    """An interactive element and the block that it stands in."""

    block: Json
    json: Json

    @property
    def block_id(self) -> str:
        return str(self.block["block_id"])

    @property
    def action_id(self) -> str:
        return str(self.json["action_id"])

    @property
    def kind(self) -> str:
        return str(self.json["type"])

    @property
    def value_key(self) -> str | None:
        """The key of its value; None for buttons, which hold none."""
        return _VALUE_KEYS.get(self.kind)

    @property
    def is_input(self) -> bool:
        return bool(self.block["type"] == "input")

    @property
    def dispatches(self) -> bool:
        """Does a change reach the bot at once, or only with the form?"""
        return not self.is_input or self.block.get("dispatch_action") is True

    @property
    def label(self) -> str:
        """The words on it: a button's text, a select's placeholder, an input's label."""
        source = self.block if self.is_input else self.json
        for key in ("label", "text", "placeholder"):
            if isinstance(source.get(key), dict):
                return str(source[key]["text"])
        return ""

    def options(self) -> list[Json]:
        """The options it offers; selects that load theirs from the bot offer none here."""
        groups = [group["options"] for group in self.json.get("option_groups", [])]
        return [*self.json.get("options", []), *(option for group in groups for option in group)]

    def initial(self) -> Json:
        """Its state value before anybody touched it."""
        key = self.value_key
        if key is None:
            return {}
        empty: Any = [] if key.endswith("s") else None
        return {"type": self.kind, key: self.json.get(_INITIAL.get(key, ""), empty)}

    def state(self, given: Json) -> Json:
        """The state value for what a person chose; raises Refused("invalid_choice").

        `given` holds the value under Slack's key, such as {"selected_option": {…}}; options may
        be given by their value alone.
        """
        key = self.value_key
        if key is None:
            return {}
        value = given.get(key)
        if value in (None, "", []):
            return {"type": self.kind, key: [] if isinstance(self.initial()[key], list) else None}
        if key == "selected_option":
            value = self._option(value)
        elif key == "selected_options":
            if not isinstance(value, list):
                raise Refused("invalid_choice")
            value = [self._option(item) for item in value]
            most = self.json.get("max_selected_items")
            if most is not None and len(value) > most:
                raise Refused("invalid_choice")
        elif not _fits(key, value):
            raise Refused("invalid_choice")
        return {"type": self.kind, key: value}

    def _option(self, given: Any) -> Json:
        wanted = given.get("value") if isinstance(given, dict) else given
        offered = self.options()
        for option in offered:
            if option["value"] == wanted:
                return option
        if self.kind.endswith("external_select") and not check_suggestions({"options": [given]}):
            return as_json(given)
        raise Refused("invalid_choice")


def _fits(key: str, value: Any) -> bool:
    """Is the value of the type that Slack has under this key?"""
    if key == "selected_date_time":
        return isinstance(value, int)
    if key == "rich_text_value":
        return isinstance(value, dict)
    if key.endswith("s"):
        return isinstance(value, list) and all(isinstance(item, str) for item in value)
    return isinstance(value, str)


def elements_of(blocks: Iterable[Json] | None) -> Iterator[Element]:
    """Every interactive element in `blocks`, in the order in which they are shown."""
    for block in blocks or []:
        kind = block["type"]
        if kind == "container":
            yield from elements_of(block["child_blocks"])
        elif kind in ("actions", "context_actions"):
            yield from (Element(block, element) for element in block["elements"])
        elif kind == "section" and block.get("accessory", {}).get("type") not in (None, "image"):
            yield Element(block, block["accessory"])
        elif kind == "input":
            yield Element(block, block["element"])
        elif kind in ("card", "carousel"):
            for card in block["elements"] if kind == "carousel" else [block]:
                yield from (Element(block, element) for element in card.get("actions", []))


def find_element(blocks: Iterable[Json] | None, block_id: str, action_id: str) -> Element:
    """The element with these ids; raises Refused("element_not_found")."""
    for element in elements_of(blocks):
        if element.block_id == block_id and element.action_id == action_id:
            return element
    raise Refused("element_not_found")


def state_values(blocks: Iterable[Json] | None, given: Values) -> Values:
    """Slack's `state.values`: every stateful element, with its initial value where untouched."""
    values: Values = {}
    for element in elements_of(blocks):
        if element.value_key is None or element.kind == "overflow":
            continue
        value = given.get(element.block_id, {}).get(element.action_id)
        values.setdefault(element.block_id, {})[element.action_id] = (
            element.initial() if value is None else value
        )
    return values
