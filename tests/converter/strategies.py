"""Automations in the shape of the API: ordinary ones, and odd ones that no schema foresees."""

from copy import deepcopy
from typing import Any

from hypothesis import strategies as st

from tests.converter.build import SENT, Json, email, entry, runtime, segment, tracking
from tests.converter.test_triggers import NO_COUNTERPART, SERIES, STARTS

HOURS = {"now": 0, "hour": 1, "day": 24, "week": 168}
NAMES = st.text("abc éü'~/ -\n<>&*_`", max_size=12)
LENGTHS = st.tuples(st.integers(0, 9), st.sampled_from(["hour", "day", "week"]))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4)
    ),
    max_leaves=12,
)
WORDS = """
    automation emails queues removed_subscribers answers delay settings recipients tracking
    trigger_settings segment_opts conditions match runtime days hours type amount direction
    action position id title status total_items queue next_send saved_segment_id _links
    report_summary salesforce auto_fb_post re_entry starting_point post_send:e1 kind value
    unread reason
"""
KNOWN = """
    signup birthday previous_campaign_opened all any day before send_at paused rss now
    monday 2026-08-01T10:00:00+00:00
"""
API_SHAPED = st.recursive(
    st.none() | st.booleans() | st.integers(-2, 12) | st.floats() | st.sampled_from(KNOWN.split()),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(WORDS.split()) | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=20,
)
"""Any JSON, made of the words that the reader looks for."""


RUNTIMES = st.just(runtime()) | st.builds(
    runtime,
    st.lists(st.sampled_from(["monday", "friday", "sunday"]), min_size=1, unique=True),
    st.sampled_from(["send_asap", "send_between", "send_at", "automation"]),
)
SEGMENTS = st.none() | st.builds(segment, st.integers(0, 7), st.sampled_from(["all", "any"]))
SETTINGS = st.fixed_dictionaries(
    {
        "title": NAMES,
        "subject_line": NAMES,
        "to_name": st.sampled_from(["", "*|FNAME|*"]),
        "auto_tweet": st.booleans(),
        "auto_fb_post": st.lists(st.just("page"), max_size=2),
        "drag_and_drop": st.booleans(),
    }
)
TRACKING = st.builds(
    tracking,
    google_analytics=st.sampled_from(["", "slug"]),
    goal_tracking=st.booleans(),
    salesforce=st.sampled_from([{}, {"campaign": True, "notes": False}]),
)
EVENT = "the first e-mail's action"
FIRST, FIRST_BLOCKING = (st.sampled_from(a) for a in ([*STARTS], [*STARTS, *NO_COUNTERPART]))
LATER = st.sampled_from([SENT] * 8 + [EVENT] * 6 + [*SERIES] * 3 + [*STARTS, *NO_COUNTERPART])
PARTS = st.fixed_dictionaries(
    {
        "length": LENGTHS,
        "before": st.sampled_from([False, False, False, True]),
        "segment": SEGMENTS,
        "runtime": RUNTIMES,
        "status": st.sampled_from(["sending", "sending", "paused", "save"]),
        "settings": SETTINGS,
        "tracking": TRACKING,
        "needs_block_refresh": st.booleans(),
    }
)
ACTIONS = st.lists(
    st.sampled_from([{"kind": "tag", "value": "vip"}, {"kind": "unsubscribe"}, {"kind": "group"}]),
    max_size=2,
)
ARMS = st.sampled_from(["skip", "stop", "halt"])
ANSWERS = st.fixed_dictionaries(
    {},
    optional={
        "re_entry": st.sampled_from(["off", 30, "often"]),
        "starting_point": st.sampled_from(["x", {"a": "b"}, ""]),
        "typo": st.just(1),
        "post_send:e1": ACTIONS,
        "post_send:e2": ACTIONS,
        "segment_no_match:e2": ARMS,
        "segment_no_match:e3": ARMS,
    },
)
QUEUES = st.builds(
    lambda total: {"e1": {"queue": [{"email_address": "a@example.com"}], "total_items": total}},
    st.integers(0, 3),
)
BESIDE = st.fixed_dictionaries(
    {"status": st.sampled_from(["save", "paused", "sending"])},
    optional={
        "queues": QUEUES,
        "removed_subscribers": st.builds(dict, total_items=st.integers(0, 2)),
        "answers": ANSWERS,
        "recipients": st.builds(lambda s: {"store_id": "s", "segment_opts": s or {}}, SEGMENTS),
    },
)


def emails_of(event: str, actions: list[str], parts: list[Json]) -> list[Json]:
    made = []
    for n, (action, given) in enumerate(zip([event, *actions], parts, strict=True), 1):
        part = dict(given)
        amount, unit = part.pop("length")
        kind = unit if amount else None
        made.append(email(n, event if action == EVENT else action, amount, kind, **part))
    return made


@st.composite
def ordinary(draw: st.DrawFn, most: int = 5, blocking: bool = False) -> Json:
    """An automation that keeps to the published schema; it converts unless ``blocking``."""
    event = draw(FIRST_BLOCKING if blocking else FIRST)
    actions = draw(st.lists(LATER, max_size=most - 1))
    parts = [draw(PARTS) for _ in range(len(actions) + 1)]
    return entry(*emails_of(event, actions, parts), **draw(BESIDE))


@st.composite
def known_times(draw: st.DrawFn) -> Json:
    """A series whose every send is a known time after the event; ``expected`` (a top-level key)
    holds the hours, by position."""
    event = draw(st.sampled_from(["signup", "tag_add", "birthday", "date", "ecomm_not_bought_any"]))
    amount, unit = draw(LENGTHS)
    before = event in ("birthday", "date") and draw(st.booleans())
    made = [email(1, event, amount, unit if amount else None, before=before)]
    clock = (-1 if before else 1) * amount * HOURS[unit]
    expected = {1: clock}
    tests = ["previous_campaign_not_opened", "previous_campaign_not_clicked_any"]
    for n in range(2, draw(st.integers(2, 6)) + 1):
        amount, unit = draw(LENGTHS)
        if draw(st.booleans()):
            action, back = draw(st.sampled_from([SENT, SENT, *tests])), False
            clock += amount * HOURS[unit]
        else:
            action = event
            target = clock + amount * HOURS[unit]
            back = target < 0
            amount, unit = abs(target), "hour"
            clock = target
        chosen = draw(st.none() | st.builds(segment, st.integers(1, 3)))
        kind = unit if amount else None
        made.append(email(n, action, amount, kind, before=back, segment=chosen))
        expected[n] = clock
    return entry(*made) | {"expected": expected}


@st.composite
def odd(draw: st.DrawFn) -> Any:
    """An ordinary automation in which some places hold any JSON, miss, or have a new key."""
    made = deepcopy(draw(ordinary(3, blocking=True)))  # parts of it are shared by all examples
    for _ in range(draw(st.integers(1, 4))):
        holder: Any = made
        while True:
            key = draw(st.sampled_from(sorted(holder) if isinstance(holder, dict) else [0]))
            inner = holder[key]
            if not (isinstance(inner, dict | list) and inner) or draw(st.integers(0, 3)) == 0:
                break
            holder = inner
        change = draw(st.sampled_from(["replace", "replace", "remove", "add"]))
        if change == "replace" or isinstance(holder, list):
            holder[key] = draw(JSON | API_SHAPED)
        elif change == "remove" and len(holder) > 1:
            del holder[key]
        else:
            holder[draw(st.text(max_size=6))] = draw(JSON)
    return made


def bundles() -> st.SearchStrategy[Any]:
    """What a person might save as a bundle, and what nobody would."""
    listed = st.lists(ordinary(2) | odd() | JSON, max_size=3)
    whole = st.fixed_dictionaries(
        {"automations": listed},
        optional={
            "bundle_version": st.just("1"),
            "plan": st.sampled_from(["free", "payg", None, 3]),
            "account": JSON | st.just({"pricing_plan_type": "pay_as_you_go"}),
            "campaigns": st.lists(st.just({"id": "c", "type": "rss"}) | JSON, max_size=2),
        },
    )
    return whole | listed | ordinary(2) | JSON | API_SHAPED
