"""Whether a message belongs to a case: then it is passed on, and the bot is silent."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from slack_sdk import WebClient

from bot.desk.case import Case
from bot.desk.record import Message
from bot.slack.desk import relay
from bot.slack.desk.scene import Scene, stage
from bot.slack.services import Services

Event = Mapping[str, Any]


def belongs(
    services: Services, client: WebClient, workspace_id: str, event: Event, *, mentioned: bool
) -> bool:
    """Whether a message of a person is for the other side of a case. An agent who mentions the bot
    (``mentioned``) asks it."""
    scene = stage(services, client, workspace_id)
    found = _case_of(scene, event) if scene is not None else None
    if scene is None or found is None:
        return False
    case, of_agents = found
    if of_agents:
        return not mentioned
    return case.unfinished or relay.opens_again(scene, case, event)


def pass_on(services: Services, client: WebClient, workspace_id: str, event: Event) -> None:
    """Once: what ``belongs``."""
    scene = stage(services, client, workspace_id)
    found = _case_of(scene, event) if scene is not None else None
    if scene is None or found is None:
        return
    case, of_agents = found
    if not of_agents:
        relay.from_requester(scene, case, event)
    elif scene.person(str(event.get("user"))).standing in ("member", "guest"):
        relay.from_agent(scene, case, event)


def _case_of(scene: Scene, event: Event) -> tuple[Case, bool] | None:
    """The case, and whether it was written among agents."""
    channel, user = str(event.get("channel")), str(event.get("user"))
    thread = str(event.get("thread_ts") or "")
    if thread:
        case = scene.desk.by_card(scene.workspace_id, channel, thread)
        if case is not None:
            return case, True
    # In a channel, what stands at the top level begins a thread of its own.
    if not thread and event.get("channel_type") != "im":
        return None
    case = scene.desk.last_at(scene.workspace_id, channel, thread, user)
    if case is None and thread and event.get("channel_type") == "im":
        # A reply to one message of the conversation is a word in it.
        case = scene.desk.last_at(scene.workspace_id, channel, "", user)
    return (case, False) if case is not None else None


def edited(
    services: Services,
    client: WebClient,
    workspace_id: str,
    channel: str,
    message: Mapping[str, Any],
    at: datetime,
) -> bool:
    """True for a message of a case, whose copy now follows."""
    scene = stage(services, client, workspace_id)
    said = _kept(scene, workspace_id, channel, str(message.get("ts")))
    if scene is None or said is None:
        return False
    relay.edited(scene, said, message, at)
    return True


def deleted(
    services: Services, client: WebClient, workspace_id: str, channel: str, ts: str
) -> bool:
    """True for a message of a case, whose copy is gone now."""
    scene = stage(services, client, workspace_id)
    said = _kept(scene, workspace_id, channel, ts)
    if scene is None or said is None:
        return False
    relay.deleted(scene, said)
    return True


def _kept(scene: Scene | None, workspace_id: str, channel: str, ts: str) -> Message | None:
    return scene.desk.message_at(workspace_id, channel, ts) if scene is not None else None
