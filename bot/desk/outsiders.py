"""People outside of Slack who act in cases: instead of an id of Slack's, a channel and a name."""

from typing import NamedTuple, get_args

from bot.desk.channels.model import Name


class Outsider(NamedTuple):
    channel: Name
    name: str

    @property
    def id(self) -> str:
        """Stands where the id of somebody in Slack would; no such id has a colon."""
        return f"{self.channel}:{self.name}"


def outsider(who: str) -> Outsider | None:
    """None for somebody in Slack."""
    channel, colon, name = who.partition(":")
    return Outsider(channel, name) if colon and channel in get_args(Name) else None  # type: ignore[arg-type]
