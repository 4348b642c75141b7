"""How a workspace has its desk: where cases go, when it is open, what it promises."""

import re
from typing import Annotated, Self

from pydantic import BeforeValidator, Field

from bot.desk.channels.settings import Hook, Mailbox
from bot.desk.due import Policy
from bot.desk.hours import Hours
from bot.desk.values import problem
from converter.frozen import Frozen


def _channel(value: object) -> object:
    if not isinstance(value, str) or not re.fullmatch(r"[CG][A-Z0-9]{2,20}", value.strip()):
        raise problem("channel", value=str(value))
    return value.strip()


ChannelId = Annotated[str, BeforeValidator(_channel)]


class DeskSettings(Frozen):
    """``routes`` lead cases of a topic (the id of a FAQ entry) to another channel than the
    ``triage_channel``. ``official_support``: whether people are told of the official support that
    their plan has."""

    triage_channel: ChannelId
    routes: dict[str, ChannelId] = Field(default_factory=dict)
    hours: Hours = Hours.always()
    policy: Policy = Policy()
    email: Mailbox | None = None
    webhook: Hook | None = None
    official_support: bool = True

    @classmethod
    def from_channel(cls, channel: str) -> Self:
        """The simplest desk: one channel, always open. Raises ValidationError for no channel."""
        return cls(triage_channel=channel)

    def channel_for(self, topic: str | None) -> str:
        return self.routes.get(topic or "", self.triage_channel)
