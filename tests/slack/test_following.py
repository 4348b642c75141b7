"""What has to wait for what came before it, and what need not."""

from typing import Any

import pytest

from bot.slack.intake import followed, follows, key_of

Payload = dict[str, Any]


def said(ts: str, channel: str = "C1", **more: Any) -> Payload:
    event = {"type": "message", "channel": channel, "channel_type": "channel", "ts": ts, **more}
    return {"type": "event_callback", "event": event}


def told(ts: str, **more: Any) -> Payload:
    return said(ts, "D1", channel_type="im", **more)


def edited(ts: str, channel: str = "C1") -> Payload:
    return said("9.9", channel, subtype="message_changed", message={"ts": ts})


def deleted(ts: str, channel: str = "C1") -> Payload:
    return said("9.9", channel, subtype="message_deleted", deleted_ts=ts)


MENTION = {"type": "event_callback", "event": {"type": "app_mention", "channel": "C1", "ts": "1.1"}}
CLICK = {"type": "block_actions", "trigger_id": "1.2"}


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        (edited("1.1"), said("1.1")),
        (edited("1.1"), MENTION),
        (edited("1.1"), edited("1.1")),
        (deleted("1.1"), edited("1.1")),
        (said("1.3", thread_ts="1.1"), said("1.1")),
        (said("1.3", thread_ts="1.1"), MENTION),
        (said("1.4", thread_ts="1.1"), said("1.3", thread_ts="1.1")),
        (told("1.2"), told("1.1")),
    ],
)
def test_it_waits_for_what_it_is_about_and_knows_under_which_keys_that_is(
    later: Payload, earlier: Payload
) -> None:
    assert follows(later, earlier)
    key = key_of({"event_id": "Ev1", **earlier}, {"C1"})
    assert key is not None
    assert key.startswith(followed(later))


@pytest.mark.parametrize(
    ("later", "earlier"),
    [
        (said("1.2"), said("1.1")),
        (said("1.2", thread_ts="1.0"), said("1.1")),
        (told("1.2", thread_ts="1.0"), told("1.1")),
        (edited("1.2"), said("1.1")),
        (edited("1.1"), said("1.1", "C2")),
        (said("1.2", thread_ts="1.1"), edited("1.1")),
        (CLICK, said("1.1")),
        (said("1.1"), CLICK),
        (CLICK, CLICK),
    ],
)
def test_nothing_else_waits(later: Payload, earlier: Payload) -> None:
    assert not follows(later, earlier)


def test_what_follows_nothing_looks_for_nothing() -> None:
    assert followed(CLICK) == ()
