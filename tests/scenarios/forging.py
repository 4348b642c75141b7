"""Requests that Slack's client would not make: any value, under no message and in no form."""

import json
from collections.abc import Mapping

from bot.playground.driver import LocalSlack
from bot.playground.payloads import interaction
from bot.playground.player import Player


def forges(
    slack: LocalSlack,
    player: Player,
    action_id: str,
    value: str,
    action: Mapping[str, object] | None = None,
    more: Mapping[str, object] | None = None,
) -> None:
    """A click on a button, or on what ``action`` says; ``more`` is what else comes with it."""
    room = slack.channel(None, player.id)
    url = slack.slack.workspace.new_response_url(room.id, player.id, "")
    _sends(
        slack,
        player,
        "block_actions",
        {
            "response_url": f"{slack.slack.base_url}/response/{url}",
            "channel": {"id": room.id, "name": "directmessage"},
            "container": {"type": "message", "channel_id": room.id},
            "actions": [
                {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
                | dict(action or {})
            ],
        }
        | dict(more or {}),
    )


def forges_form(
    slack: LocalSlack,
    player: Player,
    callback_id: str,
    metadata: str,
    values: Mapping[str, object],
) -> None:
    """A form that was never opened, sent."""
    view = {
        "id": "VFORGED",
        "type": "modal",
        "callback_id": callback_id,
        "private_metadata": metadata,
        "state": {"values": values},
    }
    _sends(slack, player, "view_submission", {"view": view, "response_urls": []})


def _sends(slack: LocalSlack, player: Player, kind: str, more: dict[str, object]) -> None:
    workspace = slack.slack.workspace
    payload = interaction(workspace, kind, player.id) | more
    payload["trigger_id"] = workspace.new_trigger(player.id)
    form = {"payload": json.dumps(payload)}
    slack.act(slack.slack.dispatcher.form("interaction", "forged", form))
