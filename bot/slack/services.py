"""What every listener is given; Bolt hands it over as the argument ``services``."""

from dataclasses import dataclass

from bot.slack.people import People
from bot.slack.ports import Automations, Events, Talk
from converter.report.model import Language


@dataclass(frozen=True)
class Services:
    """``channels``: ids of those in which top-level messages are questions. ``plain``: only
    buttons that every Slack client draws."""

    automations: Automations
    events: Events
    people: People
    talk: Talk
    default_language: Language
    channels: frozenset[str] = frozenset()
    plain: bool = False
