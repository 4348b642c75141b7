"""Whatever an app or a page sends, the server answers: no call ends in an exception."""

from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.playground import api
from bot.playground.api.registry import METHODS
from bot.playground.driver import LocalSlack
from bot.playground.errors import ApiError
from bot.playground.limits import (
    Json,
    check_message_blocks,
    check_metadata,
    check_suggestions,
    check_view,
)
from bot.playground.limits.blocks import _BLOCKS
from bot.playground.limits.elements import _CHECKS
from bot.playground.limits.newer_blocks import NEWER_BLOCKS

TYPES = [*_BLOCKS, *NEWER_BLOCKS, *_CHECKS, "container", "plain_text", "mrkdwn", "modal", "home"]
KEYS = [
    *("type", "text", "elements", "element", "fields", "accessory", "options", "option_groups"),
    *("label", "blocks", "title", "rows", "value", "initial_option", "confirm", "child_blocks"),
    *("block_id", "action_id", "actions", "placeholder", "style", "caption", "tasks", "submit"),
]
scalars = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=5))
values: st.SearchStrategy[Any] = st.recursive(
    st.one_of(scalars, st.sampled_from(TYPES)),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(KEYS), inner, max_size=6)
    ),
    max_leaves=15,
)
typed = st.builds(
    lambda kind, rest: {**rest, "type": kind},
    st.sampled_from(TYPES),
    values.filter(lambda value: isinstance(value, dict)),
)
ARGUMENTS = [
    *("channel", "text", "blocks", "thread_ts", "ts", "user", "users", "view", "trigger_id"),
    *("view_id", "hash", "limit", "cursor", "oldest", "latest", "name", "timestamp", "files"),
    *("filename", "length", "channel_id", "metadata", "attachments", "types", "user_id"),
]
KNOWN = ["CMARKETING", "CGENERAL", "DANA", "UANA", "UJOURNEY", "1.0", "at:1", "x"]


@given(st.lists(st.one_of(typed, values), max_size=4))
def test_every_payload_gets_findings_or_none(blocks: list[Any]) -> None:
    check_message_blocks(blocks)
    for block in blocks:
        check_view(block)
        check_view({"type": "modal", "title": block, "blocks": blocks})
        check_suggestions(block)
        check_metadata(block)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    name=st.sampled_from(sorted(METHODS)),
    args=st.dictionaries(
        st.sampled_from(ARGUMENTS), st.one_of(st.sampled_from(KNOWN), typed, values), max_size=6
    ),
)
def test_every_call_gets_an_answer(slack: LocalSlack, name: str, args: Json) -> None:
    def call() -> str:
        try:
            return str(api.answer(slack.slack, name, slack.bot_token, args)["ok"])
        except ApiError as error:
            return str(error.body()["error"])

    assert slack.call(call)
