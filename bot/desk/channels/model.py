"""What goes out to people outside of Slack, and what comes back from them."""

from typing import Literal, Protocol

from pydantic import AwareDatetime, Field

from bot.words import texts
from converter.frozen import Frozen
from converter.language import Param
from converter.report.model import Language

Event = Literal["opened", "message", "resolved", "reopened", "cancelled"]
"""What happened to the case; a private note never goes out."""


Name = Literal["email", "webhook"]
"""Of a channel."""


class Outgoing(Frozen):
    """One event of a case. ``key`` is the same whenever it is tried again (``{work id}:{n}``), and
    differs from that of everything else. ``requester`` is a name to display, ``summary`` the
    packet's lines, ``text`` is plain."""

    case_id: int = Field(gt=0)
    workspace_id: str = Field(pattern=r"^[A-Z0-9]+$")
    event: Event
    language: Language
    subject: str
    text: str
    requester: str
    summary: tuple[str, ...] = ()
    key: str = Field(pattern=r"^[!-~]{1,250}$")
    at: AwareDatetime


class Incoming(Frozen):
    """What somebody outside wrote to a case. ``channel`` is how it came, ``author`` a name, else an
    address, ``message_id`` the same whenever it is sent again. ``files``: names of what was
    attached and did not come along. ``resolve``: the help desk holds the case to be solved."""

    workspace_id: str
    case_id: int
    channel: Name
    author: str
    text: str
    message_id: str
    files: tuple[str, ...] = ()
    resolve: bool = False


class Sent(Frozen):
    """``reference``: how the other side names what it took: a Message-ID, a ticket."""

    reference: str


class Refused(Exception):
    """It will not be taken however often it is sent; ``key`` names the sentence that says why."""

    def __init__(self, key: str, **params: Param) -> None:
        super().__init__(texts("desk_channels").say(key, "en", **params))
        self.key = key
        self.params = params

    def sentence(self, language: Language) -> str:
        return texts("desk_channels").say(self.key, language, **self.params)


class Channel(Protocol):
    def send(self, outgoing: Outgoing) -> Sent:
        """Raises bot.durable.Transient for trouble that passes, Refused for what does not."""


class Refusal(Frozen):
    """What came in is not for a case. ``status`` is that of the HTTP answer: 200 where all is well
    and there is nothing to relay, such as an automatic reply."""

    status: int
    error: str


class NoSuchCase(LookupError):
    """It was addressed to a case that is not kept (any more)."""
