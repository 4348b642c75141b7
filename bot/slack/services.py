"""What every listener is given; Bolt hands it over as the argument ``services``."""

from dataclasses import dataclass, field

from bot.slack.account.parts import AccountParts
from bot.slack.audit.parts import AuditParts
from bot.slack.cutover.parts import CutoverParts
from bot.slack.desk.parts import DeskParts
from bot.slack.maps.parts import MapParts
from bot.slack.people import People
from bot.slack.ports import Allowance, Automations, Events, Maps, Questions, Talk, Uploads
from converter.report.model import Language


@dataclass(frozen=True)
class Services:
    """``channels``: ids of those in which top-level messages are questions. ``plain``: only
    buttons that every Slack client draws. ``desk``: how to reach a person, where there is a way.
    ``audit``: how to look at the whole account. ``cutovers``: how far the move of each automation
    is, where that is kept. ``sending``: how maps come with replies, where they do."""

    automations: Automations
    questions: Questions
    uploads: Uploads
    events: Events
    people: People
    talk: Talk
    default_language: Language
    allowance: Allowance
    account: AccountParts
    channels: frozenset[str] = frozenset()
    plain: bool = False
    desk: DeskParts | None = None
    audit: AuditParts | None = None
    cutovers: CutoverParts | None = None
    maps: Maps = field(default_factory=Maps)
    sending: MapParts | None = None
