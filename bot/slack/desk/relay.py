"""What one side of a case writes is passed on to the other, with its files, edits and deletions.

The requester's side is the thread (or direct conversation) in which the case was opened; the
agents' side is the thread of its card. There, what begins with ``note:`` stays.
"""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from bot.desk.case import Case, Deed, reopens
from bot.desk.record import Card, Message, Side
from bot.desk.thanks import only_thanks
from bot.slack import delivery
from bot.slack.blocks.desk import thread
from bot.slack.blocks.desk.relayed import readable, relayed
from bot.slack.desk import announcing, cards, copies
from bot.slack.desk.reaching import Unreachable
from bot.slack.desk.scene import Scene
from bot.slack.mrkdwn import escape
from bot.slack.people import Person
from converter.report.model import Language

_NOTE = re.compile(r"(?:[\s*_~`]|&gt;)*note[\s*_~`]*[:\uff1a]", re.IGNORECASE)
"""Also where the word is formatted: what was meant to stay must not get out."""
FILE = ("id", "name", "size", "permalink", "url_private_download", "file_access")
PASSED_ON, KEPT = "white_check_mark", "lock"

Event = Mapping[str, Any]
"""A message of a person, as Slack delivered it."""


def from_requester(scene: Scene, case: Case, event: Event) -> None:
    """The requester wrote in their thread; after the end that opens the case again."""
    if not case.unfinished:
        closed = not scene.settings.hours.is_open(scene.parts.now())
        case = announcing.do(scene, case, Deed(kind="reopen", by=case.requester, closed=closed))
    _replied(scene, case, _kept(scene, case, "requester", event))


def added(scene: Scene, case: Case, requester: Person, words: str, form: str) -> Case:
    """What the requester of an open case wrote in a form. The case as it is then."""
    raw, workspace = escape(words), scene.workspace_id
    place = (case.channel, form)
    said = scene.desk.said(workspace, case.id, "requester", requester.user_id, *place, raw)
    return _replied(scene, case, _message(scene, said.id))


def opens_again(scene: Scene, case: Case, event: Event) -> bool:
    """Whether a message of the requester where their case was resolved opens it again: a word of
    thanks does not, and what comes long after is a new question."""
    raw = str(event.get("text") or "")
    thanks = only_thanks(readable(raw)) and not event.get("files")
    return reopens(case, scene.parts.now()) and not thanks


def from_agent(scene: Scene, case: Case, event: Event) -> None:
    """Somebody wrote in the thread of the card."""
    author, raw = str(event.get("user")), str(event.get("text") or "")
    channel, ts = str(event.get("channel")), str(event.get("ts"))
    if _NOTE.match(raw):
        _kept(scene, case, "note", event)
        delivery.react(scene.client, channel, ts, KEPT)
        return
    case = announcing.do(scene, case, Deed(kind="answer", by=author))
    if not case.unfinished:
        reply = thread.not_passed_on(case, scene.person(author).language)
        delivery.whisper(scene.client, channel, author, reply, str(event.get("thread_ts")))
        return
    said = _kept(scene, case, "agent", event)
    try:
        copies.to_requester(scene, case, said, Card(channel=channel, ts=str(event["thread_ts"])))
    except Unreachable:
        announcing.lost(scene, case)
    else:
        delivery.react(scene.client, channel, ts, PASSED_ON)


def asked(scene: Scene, case: Case, agent: Person, words: str, form: str) -> None:
    """An agent's question from a form: to the requester, and under the card, for the others."""
    raw, workspace = escape(words), scene.workspace_id
    said = scene.desk.said(workspace, case.id, "agent", agent.user_id, case.channel, form, raw)
    reply = relayed(agent.name, raw, case.language)
    ts = announcing.to_requester(scene, case, reply)
    if ts is not None:
        scene.desk.copied(workspace, said.id, case.channel, ts)
    cards.under(scene, case, relayed(agent.name, raw, scene.services.default_language))


def edited(scene: Scene, said: Message, event: Event, at: datetime) -> None:
    """Its copy follows. A note stays one; an answer that becomes one is taken back."""
    raw = str(event.get("text") or "")
    if not scene.desk.edited(scene.workspace_id, said.id, raw, at):
        return
    if said.copy_channel is None or said.copy_ts is None:
        return
    if said.side == "agent" and _NOTE.match(raw):
        delivery.remove(scene.client, said.copy_channel, said.copy_ts)
        return
    reply = relayed(_name(scene, said), scene.named(raw), _language(scene, said), edited=True)
    delivery.update(scene.client, said.copy_channel, said.copy_ts, reply)


def deleted(scene: Scene, said: Message) -> None:
    """Its copy goes, too."""
    gone = scene.desk.deleted(scene.workspace_id, said.id)
    if gone and said.copy_channel is not None and said.copy_ts is not None:
        delivery.remove(scene.client, said.copy_channel, said.copy_ts)


def _kept(scene: Scene, case: Case, side: Side, event: Event) -> Message:
    files = [{key: one[key] for key in FILE if key in one} for one in event.get("files") or ()]
    workspace = scene.workspace_id
    place = (str(event.get("channel")), str(event.get("ts")))
    text = str(event.get("text") or "")
    said = scene.desk.said(workspace, case.id, side, str(event.get("user")), *place, text, files)
    return _message(scene, said.id)


def _message(scene: Scene, message_id: int) -> Message:
    message = scene.desk.message(scene.workspace_id, message_id)
    if message is None:
        raise LookupError("a message that was just kept is gone")
    return message


def _replied(scene: Scene, case: Case, said: Message) -> Case:
    """The requester said that: agents see it, now or with the card, once the desk opens."""
    case = announcing.do(scene, case, Deed(kind="reply", by=case.requester))
    if not case.unfinished:
        return case
    scene.parts.outside(scene.workspace_id, case.id, "message", said.id)
    card = scene.desk.card(scene.workspace_id, case.id)
    if card is None:
        return case
    try:
        copies.to_agents(scene, case, said, card)
    except Unreachable as problem:
        announcing.fail(scene, case, problem)
        return scene.desk.get(scene.workspace_id, case.id) or case
    return case


def _name(scene: Scene, said: Message) -> str:
    return scene.person(said.author).name


def _language(scene: Scene, said: Message) -> Language:
    """Of whoever reads the copy."""
    case = scene.desk.get(scene.workspace_id, said.case_id)
    if said.side != "agent" or case is None:
        return scene.services.default_language
    return case.language
