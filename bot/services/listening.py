"""What to do about a message: by what is known of its thread, which remembers it."""

from datetime import datetime

from sqlalchemy import Engine

from bot.services.spoken import Spoken
from bot.store.engine import reading, writing
from bot.store.repositories import WorkspaceRepository
from bot.store.talk import ConversationRepository, Thread, TurnRepository
from bot.talk import hearing
from bot.talk.hearing import Hearing, Said


def heard(engine: Engine, spoken: Spoken, now: datetime) -> Hearing:
    """Quiet and addressing are remembered."""
    with reading(engine) as session:
        thread = ConversationRepository(session, spoken.workspace_id).get(
            spoken.channel, spoken.thread
        )
        answered = thread is not None and TurnRepository(session, spoken.workspace_id).answered(
            thread.id, spoken.user
        )
    found = hearing.hear(
        Said(
            text=spoken.text,
            direct=spoken.direct,
            mentioned=spoken.mentioned,
            mentions_others=spoken.mentions_others,
            agreed=spoken.agreed,
            in_thread=spoken.thread_ts is not None,
            known=thread is not None,
            asker=thread is not None and thread.asker == spoken.user,
            answered=answered,
            quiet=thread is not None and thread.quiet,
        )
    )
    _remember(engine, spoken, found, thread, now)
    return found


def _remember(
    engine: Engine, spoken: Spoken, found: Hearing, thread: Thread | None, now: datetime
) -> None:
    changes = (found == "mute" and not spoken.direct) or (
        found == "other_person" and thread is not None and not thread.quiet
    )
    addressed = found == "unasked" or (found == "answer" and spoken.mentioned)
    if not changes and not addressed and not (found == "answer" and thread is None):
        return
    with writing(engine) as session:
        WorkspaceRepository(session, spoken.workspace_id).ensure()
        threads = ConversationRepository(session, spoken.workspace_id)
        known = threads.ensure(spoken.channel, spoken.thread, now)
        if changes:
            threads.mute(known.id, "asked" if found == "mute" else "person", now)
        else:
            threads.addressed(known.id, spoken.user)
