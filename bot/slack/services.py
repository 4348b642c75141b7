"""What every listener is given; Bolt hands it over as the argument ``services``."""

from dataclasses import dataclass

from bot.slack.people import People
from bot.slack.ports import Automations, Events
from converter.report.model import Language


@dataclass(frozen=True)
class Services:
    automations: Automations
    events: Events
    people: People
    default_language: Language
