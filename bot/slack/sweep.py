"""What was said, edited or deleted while nobody listened: read from the channels' history, and
taken in under the same keys as if Slack had delivered it."""

import logging
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import count
from typing import Any

from bot.clock import utc_now
from bot.delivery.answers import Answer, Limited, Refused, Taken
from bot.delivery.history import next_cursor, reading_of
from bot.durable import Json, Steps, Transient
from bot.services.watched import Place, Stretch, Watched
from bot.slack.failures import SlackUnavailable
from bot.slack.keeping import RETRIES_END
from bot.slack.messages import PLAIN_SUBTYPES, TOMBSTONE, is_direct
from bot.slack.request import mentions_bot

KIND = "sweep"
DEEPEST = timedelta(hours=24)
"""Nobody wants an answer to an older question."""
MARGIN = timedelta(minutes=10)
"""What Slack tried again in vain is older than what came last."""
PAGE = 200
PAGES = 10
"""Of one channel or thread."""
TRIES = 20
"""As often as Slack may ask to wait."""

_TYPES = {"D": "im", "G": "group"}

log = logging.getLogger(__name__)

Ask = Callable[[str, str, Mapping[str, Any]], Answer]
Message = Mapping[str, Any]
Plan = Callable[[str, str, str, str], bool]
"""Has work done later: its id, kind, workspace and key. False when the id is known."""


def beginning(heard: datetime | None, now: datetime) -> datetime | None:
    """From when on to read, where something came last at ``heard`` and the process starts ``now``.
    None where nothing was missed: Slack still delivers it, or the bot has never heard anything."""
    if heard is None or now - heard <= RETRIES_END:
        return None
    return max(heard - MARGIN, now - DEEPEST)


class Sweep:
    """``missed`` takes in a delivery and tells whether it was new; ``bot_user`` is the bot's own
    id. ``plan`` has the work done later."""

    def __init__(
        self,
        ask: Ask,
        missed: Callable[[dict[str, Any]], bool],
        watched: Watched,
        bot_user: Callable[[], str | None],
        plan: Plan,
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._ask = ask
        self._missed = missed
        self._watched = watched
        self._bot_user = bot_user
        self._plan = plan
        self._now = now

    def after(self, workspace_id: str, heard: datetime | None) -> bool:
        """Have it done, if anything can have been missed since ``heard``. Processes that start in
        the same minute do it once. Raises what SQLAlchemy raises."""
        now = self._now()
        since = beginning(heard, now)
        if since is None:
            return False
        work_id = f"sweep:{workspace_id}:{since:%Y-%m-%dT%H:%M:%S}:{now:%Y-%m-%dT%H:%M}"
        log.info("nothing was heard since %s: the channels' history is read", since)
        return self._plan(work_id, KIND, workspace_id, f"{since.timestamp():.6f}")

    def handle(self, steps: Steps, workspace_id: str, key: str) -> Json:
        """``key`` is the moment from which on to read, as a ts. Raises Transient where Slack does
        not answer."""
        numbers = count(1)
        places = steps.run("places", lambda: self._places(workspace_id))
        found = sum(
            _read_through(partial(self._read, workspace_id, one, key), steps, numbers)
            for one in map(Place.model_validate, places)
        )
        asked = steps.run("asked", lambda: self._asked(workspace_id, key))
        changed = sum(
            _read_through(partial(self._compare, workspace_id, one, key), steps, numbers)
            for one in map(Stretch.model_validate, asked)
        )
        log.info("%d messages and %d changes that nobody had delivered were found", found, changed)
        return {"places": len(places), "found": found, "changed": changed}

    def _places(self, workspace_id: str) -> Json:
        return [place.model_dump(mode="json") for place in self._watched.places(workspace_id)]

    def _asked(self, workspace_id: str, since: str) -> Json:
        after = datetime.fromtimestamp(float(since), UTC) - DEEPEST
        return [one.model_dump(mode="json") for one in self._watched.asked(workspace_id, after)]

    def _read(self, workspace_id: str, place: Place, since: str, cursor: str | None) -> Json:
        """What was said in a place since then."""
        bot_user = self._known()
        return self._page(
            workspace_id,
            place,
            {"oldest": since},
            cursor,
            lambda message: delivery_of(message, place, since, workspace_id, bot_user),
        )

    def _compare(self, workspace_id: str, stretch: Stretch, since: str, cursor: str | None) -> Json:
        """What became since then of questions that are known."""
        known, place = stretch.questions, stretch.place
        return self._page(
            workspace_id,
            place,
            {"oldest": known[0], "latest": known[-1], "inclusive": True},
            cursor,
            lambda message: (
                change_of(message, place, since, workspace_id)
                if message.get("ts") in known
                else None
            ),
        )

    def _page(
        self,
        workspace_id: str,
        place: Place,
        part: dict[str, Any],
        cursor: str | None,
        delivery: Callable[[Message], dict[str, Any] | None],
    ) -> Json:
        method, wanted = reading_of(place.channel, place.thread_ts, limit=PAGE, **part)
        if cursor is not None:
            wanted["cursor"] = cursor
        answer = self._ask(workspace_id, method, {"params": wanted})
        if isinstance(answer, Limited):
            return {"wait": answer.seconds}
        if isinstance(answer, Refused):
            log.info("what was missed in %s cannot be read: %s", place.channel, answer.error)
            return {"new": 0, "next": None}
        if not isinstance(answer, Taken):
            raise Transient("Slack did not answer")
        messages = [one for one in answer.response.get("messages") or () if isinstance(one, dict)]
        new = 0
        for message in sorted(messages, key=lambda one: str(one.get("ts"))):
            found = delivery(message)
            new += found is not None and self._missed(found)
        return {"new": new, "next": next_cursor(answer.response)}

    def _known(self) -> str | None:
        try:
            return self._bot_user()
        except SlackUnavailable as error:
            raise Transient("Slack did not say who we are") from error


def _read_through(read: Callable[[str | None], Json], steps: Steps, numbers: Iterator[int]) -> int:
    """Page after page of one place, each a step; how many messages were new."""
    found = pages = tries = 0
    cursor: str | None = None
    while pages < PAGES and tries < TRIES:
        page = steps.run(f"read:{next(numbers)}", partial(read, cursor))
        if "wait" in page:
            tries += 1
            steps.sleep(page["wait"])
            continue
        pages, found, cursor = pages + 1, found + page["new"], page["next"]
        if not cursor:
            break
    return found


def delivery_of(
    message: Message, place: Place, since: str, workspace_id: str, bot_user: str | None
) -> dict[str, Any] | None:
    """The delivery that Slack would have made of a message in the history; None for what is no
    question: older than ``since``, of a bot, a join, or already answered by somebody."""
    ts = message.get("ts")
    if not isinstance(ts, str) or not _later(ts, since):
        return None
    if message.get("subtype") not in PLAIN_SUBTYPES or not message.get("user"):
        return None
    direct = is_direct(place.channel)
    mentioned = mentions_bot(str(message.get("text") or ""), bot_user)
    if not direct and not mentioned and _others(message):
        return None
    event = {
        **message,
        "type": "app_mention" if mentioned and not direct else "message",
        "event_ts": ts,
    }
    # An edit arrives as an event of its own, so what carries its mark is passed over.
    event.pop("edited", None)
    if event.get("thread_ts") == ts:
        # So the history marks a message that has replies by now; it had none when it was said.
        del event["thread_ts"]
    return _delivered(event, place, workspace_id, ts)


def change_of(
    message: Message, place: Place, since: str, workspace_id: str
) -> dict[str, Any] | None:
    """The delivery of an edit or a deletion of a message in the history; None where there was none
    after ``since``. Of a deleted message only one with replies leaves a trace."""
    gone = message.get("subtype") == TOMBSTONE
    edited = (message.get("edited") or {}).get("ts")
    if not gone and not (isinstance(edited, str) and _later(edited, since)):
        return None
    ts = str(message.get("ts"))
    event = {"type": "message", "subtype": "message_changed", "message": dict(message), "ts": ts}
    return _delivered(event, place, workspace_id, f"{ts}:{TOMBSTONE if gone else edited}")


def _delivered(event: dict[str, Any], place: Place, workspace_id: str, name: str) -> dict[str, Any]:
    where = {"channel": place.channel, "channel_type": _TYPES.get(place.channel[:1], "channel")}
    return {
        "type": "event_callback",
        "team_id": workspace_id,
        "event_id": f"missed:{place.channel}:{name}",
        "event": event | where,
        "authorizations": [{"team_id": workspace_id}],
    }


def _others(message: Message) -> bool:
    """Whether somebody else has replied to it."""
    repliers = message.get("reply_users")
    return isinstance(repliers, list) and any(one != message.get("user") for one in repliers)


def _later(ts: str, since: str) -> bool:
    try:
        return float(ts) > float(since)
    except ValueError:
        return False
