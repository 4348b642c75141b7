"""The manifest asks Slack for what the listeners need, and for nothing else."""

import re
from pathlib import Path

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


def listed(key: str) -> list[str]:
    block = re.search(rf"^( *){key}:\n((?:\1  +- .*\n)+)", MANIFEST, flags=re.MULTILINE)
    assert block is not None
    return re.findall(r"- (\S+)", block[2])


def test_every_event_has_its_scope_and_no_scope_is_idle() -> None:
    assert set(listed("bot_events")) == set(SCOPE_OF_EVENT)
    needed = {scope for scope in SCOPE_OF_EVENT.values() if scope} | SCOPE_OF_CALL
    assert set(listed("bot")) == needed


def test_every_address_is_the_one_that_is_served() -> None:
    addresses = re.findall(r"^\s*(?:\w*url): (\S+)", MANIFEST, flags=re.MULTILINE)
    assert len(addresses) == 5
    assert set(addresses) == {"https://YOUR-SERVER/slack/events"}
