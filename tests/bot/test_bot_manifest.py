"""The manifest asks Slack for what the listeners need, and for nothing else."""

import re
from pathlib import Path

from bot.playground.world import SCOPES, default_world

MANIFEST = (Path(__file__).parents[2] / "slack-manifest.yaml").read_text(encoding="utf-8")
SCOPE_OF_EVENT = {
    "app_home_opened": None,
    "app_mention": "app_mentions:read",
    "message.channels": "channels:history",
    "message.groups": "groups:history",
    "message.im": "im:history",
    "message.mpim": "mpim:history",
}
SCOPE_OF_CALL = {"commands", "chat:write", "users:read"}
# Who is an agent (members of the desk's channel), what is passed on, and the mark on it.
SCOPE_OF_DESK = {
    "channels:read",
    "files:read",
    "files:write",
    "groups:read",
    "im:write",
    "reactions:write",
}


def listed(key: str) -> list[str]:
    block = re.search(rf"^( *){key}:\n((?:\1  +- .*\n)+)", MANIFEST, flags=re.MULTILINE)
    assert block is not None
    return re.findall(r"- (\S+)", block[2])


def test_every_event_has_its_scope_and_no_scope_is_idle() -> None:
    assert set(listed("bot_events")) == set(SCOPE_OF_EVENT)
    needed = {scope for scope in SCOPE_OF_EVENT.values() if scope}
    needed |= SCOPE_OF_CALL | SCOPE_OF_DESK
    assert set(listed("bot")) == needed


def test_every_address_is_the_one_that_is_served() -> None:
    addresses = re.findall(r"^\s*(?:\w*url): (\S+)", MANIFEST, flags=re.MULTILINE)
    assert len(addresses) == 6
    assert set(addresses) == {"https://YOUR-SERVER/slack/events"}


def test_the_local_slack_knows_the_same_commands_shortcuts_and_scopes() -> None:
    world = default_world()
    commands = re.findall(r"^ +- command: (\S+)", MANIFEST, flags=re.MULTILINE)
    shortcuts = re.findall(
        r"^ +- name: (.+)\n +type: message\n +callback_id: (\S+)", MANIFEST, flags=re.MULTILINE
    )
    assert commands == [command.name for command in world.commands]
    assert shortcuts == [(each.name, each.callback_id) for each in world.shortcuts]
    assert set(listed("bot")) <= set(SCOPES)
