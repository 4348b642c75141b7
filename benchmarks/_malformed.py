"""Requests that Slack never sends: from a seed, as many as one likes.

The payloads that they are made of are well-formed, and their ids are those of the local Slack.
"""

import json
import random
from typing import Any, NamedTuple
from urllib.parse import quote_plus

from bot.web.shape import Malformed as NotSlack
from bot.web.shape import payload_of

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"

MARK = "Nightingale"
"""Stands in what people could have written; no log may know it."""

WHO: dict[str, Any] = {"user": {"id": "UBEN", "team_id": "TLAVANDE"}, "team": {"id": "TLAVANDE"}}
COMMAND = {
    "command": "/convert",
    "text": f"Welcome {MARK}",
    "team_id": "TLAVANDE",
    "user_id": "UBEN",
    "channel_id": "CMARKETING",
    "response_url": "http://127.0.0.1:9/",
    "trigger_id": "1.2",
}


def _event(**event: Any) -> dict[str, Any]:
    return {
        "type": "event_callback",
        "team_id": "TLAVANDE",
        "event_id": "Ev1",
        "authorizations": [{"team_id": "TLAVANDE", "user_id": "UBEN", "is_bot": True}],
        "event": event,
    }


_SAID = {
    "user": "UBEN",
    "channel": "DBEN",
    "channel_type": "im",
    "ts": "1.1",
    "text": f"hello {MARK}",
}
_VIEW = {
    "id": "V1",
    "type": "modal",
    "callback_id": "v",
    "private_metadata": "{}",
    "state": {"values": {"b": {"a": {"type": "plain_text_input", "value": MARK}}}},
}
EVENTS: tuple[dict[str, Any], ...] = (
    {"type": "url_verification", "challenge": "c"},
    {
        "type": "app_rate_limited",
        "team_id": "TLAVANDE",
        "minute_rate_limited": 1,
        "api_app_id": "AJOURNEY",
    },
    _event(type="message", **_SAID, blocks=[{"type": "section"}]),
    _event(type="app_mention", **_SAID, thread_ts="1.0"),
    _event(
        type="message",
        subtype="message_changed",
        channel="DBEN",
        channel_type="im",
        ts="1.2",
        message={**_SAID, "edited": {"user": "UBEN", "ts": "1.2"}},
        previous_message=_SAID,
    ),
    _event(
        type="message",
        subtype="message_deleted",
        channel="DBEN",
        channel_type="im",
        ts="1.2",
        deleted_ts="1.1",
        previous_message=_SAID,
    ),
    _event(type="app_home_opened", user="UBEN", channel="DBEN", tab="home", view=_VIEW),
    _event(
        type="member_joined_channel",
        user="UBEN",
        channel="CMARKETING",
        channel_type="C",
        team="TLAVANDE",
    ),
)
"""Bodies in JSON, one of every kind."""

INTERACTIONS: tuple[dict[str, Any], ...] = (
    {
        "type": "block_actions",
        **WHO,
        "channel": {"id": "CMARKETING"},
        "container": {"type": "message"},
        "response_url": "http://127.0.0.1:9/",
        "trigger_id": "1.1",
        "actions": [{"type": "button", "action_id": "a", "block_id": "b", "value": MARK}],
        "message": {"ts": "1.1", "user": "UJOURNEY"},
    },
    {"type": "view_submission", **WHO, "view": _VIEW},
    {"type": "view_closed", **WHO, "view": _VIEW, "is_cleared": False},
    {"type": "block_suggestion", **WHO, "action_id": "a", "block_id": "b", "value": MARK},
    {"type": "shortcut", **WHO, "callback_id": "s", "trigger_id": "1.1"},
    {
        "type": "message_action",
        **WHO,
        "callback_id": "answer_message",
        "trigger_id": "1.1",
        "response_url": "http://127.0.0.1:9/",
        "channel": {"id": "CMARKETING"},
        "message": {"ts": "1.1", "user": "UBEN", "text": f"hello {MARK}", "type": "message"},
        "message_ts": "1.1",
    },
)
"""Bodies in the form field ``payload``, one of every kind."""

ODD: tuple[Any, ...] = (
    None, True, 0, -1, 1e300, "", "x", "\x00", "é🙂", "/convert", [], {}, [[]], [None], {"id": 5},
    {"id": None}, {"type": []}, "x" * 3000, "<!channel>", [{"id": "UBEN"}], {"a": {"b": {"c": 1}}},
    MARK, [MARK], {MARK: MARK},
)  # fmt: skip


class Malformed(NamedTuple):
    """A request as it is to be sent. ``sign``: with the right signature, or with ``signature``."""

    body: bytes
    content_type: str
    sign: bool
    signature: str


def malformed(random_: random.Random) -> Malformed:
    """The next request. What came out well-formed is not signed by Slack."""
    body, content_type = _body(random_)
    signature = random_.choice(("", "v0=", "v1=x", "v0=" + "0" * 64, "x" * 500))
    sign = random_.random() < 0.7 and not _well_formed(body, content_type)
    return Malformed(body, content_type, sign, signature)


def _well_formed(body: bytes, content_type: str) -> bool:
    try:
        payload_of(body, content_type.encode())
    except NotSlack:
        return False
    return True


def _body(random_: random.Random) -> tuple[bytes, str]:
    kind = random_.randrange(6)
    if kind == 0:
        return random_.randbytes(random_.randrange(200)), random_.choice((JSON, FORM, "", "x"))
    if kind == 1:
        fields = {**COMMAND, random_.choice(list(COMMAND)): random_.choice(("", "\x00", "%", "é"))}
        body = "&".join(f"{k}={quote_plus(v)}" for k, v in fields.items()).encode()
        return (body, FORM) if random_.random() < 0.5 else (_cut(random_, body), FORM)
    if kind < 4:
        text = json.dumps(_spoiled(random_, random_.choice(EVENTS)))
        return (text.encode() if kind == 2 else _cut(random_, text.encode())), JSON
    text = json.dumps(_spoiled(random_, random_.choice(INTERACTIONS)))
    return f"payload={quote_plus(text)}".encode(), FORM


def _spoiled(random_: random.Random, value: Any) -> Any:
    for _ in range(random_.randrange(1, 4)):
        value = _spoil(random_, value)
    return value


def _spoil(random_: random.Random, value: Any) -> Any:
    """The value with one thing changed somewhere inside it."""
    if isinstance(value, dict) and value and random_.random() < 0.85:
        key = random_.choice(list(value))
        changed = dict(value)
        if random_.random() < 0.2:
            del changed[key]
        else:
            changed[key] = _spoil(random_, value[key])
        return changed
    if isinstance(value, list) and value and random_.random() < 0.7:
        return [_spoil(random_, value[0]), *value[1:]]
    return random_.choice(ODD)


def _cut(random_: random.Random, body: bytes) -> bytes:
    at = random_.randrange(len(body) + 1)
    return body[:at] + random_.randbytes(random_.randrange(3)) + body[at + random_.randrange(3) :]
