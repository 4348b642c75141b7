"""One workspace that has a desk, as everything that happens there needs it."""

import re
from dataclasses import dataclass
from datetime import datetime

from slack_sdk import WebClient

from bot.desk.case import Case
from bot.desk.due import What, dues
from bot.desk.outsiders import outsider
from bot.desk.settings import DeskSettings
from bot.services.desk import Desk
from bot.slack.desk.parts import DeskParts
from bot.slack.mrkdwn import escape
from bot.slack.people import Person
from bot.slack.services import Services

_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^<>]*)?>")


@dataclass(frozen=True)
class Scene:
    """``client`` is for what is written there."""

    parts: DeskParts
    services: Services
    client: WebClient
    workspace_id: str
    settings: DeskSettings

    @property
    def desk(self) -> Desk:
        return self.parts.desk

    def due_at(self, case: Case, what: What) -> datetime | None:
        """When that is due, unless it was said or does not count any more."""
        found = dues(case, self.settings.policy, self.settings.hours)
        return next((due.at for due in found if due.what == what), None)

    def named(self, raw: str) -> str:
        """What somebody wrote, with the people that it mentions by name: the other side's reader
        knows no ids."""
        return _MENTION.sub(lambda found: "@" + escape(self.person(found[1]).name), raw)

    def person(self, user: str) -> Person:
        """Somebody in Slack, or outside of it."""
        outside = outsider(user)
        if outside is not None:
            return Person(
                user_id=user,
                workspace_id=self.workspace_id,
                language=self.services.default_language,
                standing="unknown",
                name=outside.name,
            )
        return self.services.people.of(self.client, self.workspace_id, user)


def stage(services: Services, client: WebClient, workspace_id: str) -> Scene | None:
    """None for a workspace that has no desk."""
    parts = services.desk
    settings = parts.settings(workspace_id) if parts is not None else None
    if parts is None or settings is None:
        return None
    return Scene(parts, services, client, workspace_id, settings)
