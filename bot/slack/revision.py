"""A question that its asker edited or deleted: the answer follows."""

from datetime import UTC, datetime
from typing import Any

from slack_sdk import WebClient

from bot.slack import delivery, exchange
from bot.slack.blocks.answer import noted
from bot.slack.blocks.elements import Reply
from bot.slack.exchange import Incoming
from bot.slack.people import Person
from bot.slack.ports import Asked
from bot.slack.services import Services
from bot.slack.showing import shown
from bot.talk import hearing
from converter.report.model import Language


def edited_at(message: dict[str, Any]) -> datetime | None:
    """When a message was edited last, as Slack says; None for one that was not."""
    return moment((message.get("edited") or {}).get("ts"))


def moment(ts: object) -> datetime | None:
    """A timestamp of Slack's as a moment."""
    try:
        return datetime.fromtimestamp(float(str(ts)), UTC)
    except (ValueError, OverflowError, OSError):
        return None


def is_new(incoming: Incoming, when: datetime) -> bool:
    """Whether an edited message that was never answered may be taken for a new question."""
    said_at = moment(incoming.spoken.ts)
    addressed = incoming.spoken.direct or incoming.spoken.mentioned
    return addressed and said_at is not None and hearing.is_recent(said_at, when)


def revise(incoming: Incoming, before: Asked, when: datetime) -> None:
    """Match the new words, and put the new answer in place of the old one."""
    spoken, person = incoming.spoken, incoming.person()
    talk = incoming.services.talk
    unasked = _was_unasked(incoming, before)
    reply, otherwise = (None, None) if unasked else exchange.stated(incoming, person)
    if reply is not None:
        if talk.close(spoken.workspace_id, before, "superseded", spoken.text, when):
            _replace(incoming, before, reply, person.language, private=not spoken.direct)
        return
    question = incoming.question(person, unasked=unasked)
    after, speaks = talk.edit(question, before, when)
    if after is None:
        return
    if not speaks:
        _withdraw(incoming, before)
        return
    unsure = after.turn.view.shape in ("rephrase", "person")
    shows = otherwise if otherwise is not None and unsure else _shown(incoming, person, after)
    if before.answered:
        _replace(incoming, before, shows, after.turn.language, private=after.private)
    elif unasked:
        exchange.deliver(incoming, after, shows)


def withdraw(services: Services, client: WebClient, workspace_id: str, before: Asked) -> None:
    """The question was deleted: so is its answer, where Slack lets an app delete it."""
    services.talk.close(workspace_id, before, "deleted")
    if before.answer_ts is not None:
        delivery.remove(client, before.channel, before.answer_ts)


def _withdraw(incoming: Incoming, before: Asked) -> None:
    if before.answer_ts is not None:
        delivery.remove(incoming.client, before.channel, before.answer_ts)
    incoming.services.talk.withdrawn(incoming.spoken.workspace_id, before.id)


def _shown(incoming: Incoming, person: Person, after: Asked) -> Reply:
    public = after.answer_ts is not None and not incoming.spoken.direct
    return shown(incoming.services, person, after, closed=public)


def _replace(
    incoming: Incoming, before: Asked, reply: Reply, language: Language, *, private: bool
) -> None:
    spoken, client = incoming.spoken, incoming.client
    if before.answer_ts is None:
        told = noted(reply, language, "edited_note")
        delivery.whisper(client, spoken.channel, spoken.user, told, spoken.thread_ts)
    elif private:
        # What was a question to all is a conversion now, and those are private.
        delivery.remove(client, before.channel, before.answer_ts)
        delivery.whisper(client, spoken.channel, spoken.user, reply, spoken.thread_ts)
    else:
        delivery.update(client, before.channel, before.answer_ts, reply)


def _was_unasked(incoming: Incoming, before: Asked) -> bool:
    spoken = incoming.spoken
    top_level = before.thread_ts == before.question_ts
    return spoken.agreed and top_level and not spoken.mentioned
