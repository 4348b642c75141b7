"""Where the bot listens: what it has to read when it could not be told."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from sqlalchemy import Engine

from bot.clock import utc_now
from bot.store.desk import CaseRepository
from bot.store.engine import reading
from bot.store.talk import ConversationRepository, TurnRepository
from converter.frozen import Frozen

CHANNELS_DAYS = 14
"""A channel in which nobody spoke to the bot for so long is not looked at."""
THREADS_DAYS = 3
MOST_QUESTIONS = 1000
MOST = 200
"""Channels, and threads: each costs a call of Slack's at least, of which it takes 50 a minute."""


class Place(Frozen):
    """A channel, or one thread of it."""

    channel: str
    thread_ts: str | None = None


class Stretch(Frozen):
    """A part of a place: ``questions`` are the messages in it that the bot knows, by their ts, the
    oldest first."""

    place: Place
    questions: tuple[str, ...]


class Watched:
    """``agreed``: the channels in which every message is a question."""

    def __init__(
        self,
        engine: Engine,
        agreed: Collection[str],
        now: Callable[[], datetime] = utc_now,
    ) -> None:
        self._engine = engine
        self._agreed = sorted(agreed)
        self._now = now

    def places(self, workspace_id: str) -> tuple[Place, ...]:
        """Agreed channels, direct conversations and channels in which the bot was spoken to, then
        open threads and those of unfinished cases; raises what SQLAlchemy raises."""
        now = self._now()
        with reading(self._engine) as session:
            known = ConversationRepository(session, workspace_id)
            channels = known.channels(now - timedelta(days=CHANNELS_DAYS), MOST)
            threads = (
                *known.threads(now - timedelta(days=THREADS_DAYS), MOST),
                *CaseRepository(session, workspace_id).threads(MOST),
            )
        wanted = [Place(channel=channel) for channel in dict.fromkeys((*self._agreed, *channels))]
        wanted += [Place(channel=channel, thread_ts=ts) for channel, ts in dict.fromkeys(threads)]
        return tuple(wanted)

    def asked(self, workspace_id: str, after: datetime) -> tuple[Stretch, ...]:
        """Where the newest questions stand that were asked ``after``; raises what SQLAlchemy
        raises."""
        with reading(self._engine) as session:
            found = TurnRepository(session, workspace_id).questions(after, MOST_QUESTIONS)
        known: dict[Place, list[str]] = {}
        for channel, thread_ts, ts in found:
            # The first message of a thread stands in the channel, too.
            inside = thread_ts if thread_ts and thread_ts != ts else None
            known.setdefault(Place(channel=channel, thread_ts=inside), []).append(ts)
        return tuple(
            Stretch(place=place, questions=tuple(sorted(questions)))
            for place, questions in list(known.items())[:MOST]
        )
