"""One workspace, as everything that happens to its cut-overs needs it."""

from dataclasses import dataclass

from slack_sdk import WebClient

from bot.cutover.due import next_due
from bot.services.cutovers import Cutovers
from bot.slack.cutover.parts import CutoverParts
from bot.slack.people import Person
from bot.slack.services import Services
from converter.cutover import Cutover, Facts, facts_of
from converter.report.model import AutomationReport, Language


@dataclass(frozen=True)
class CutoverScene:
    """``client`` is for what is written there."""

    parts: CutoverParts
    services: Services
    client: WebClient
    workspace_id: str

    @property
    def cutovers(self) -> Cutovers:
        return self.parts.cutovers

    def report(self, cutover: Cutover, language: Language) -> AutomationReport | None:
        """What the automation converts to now; None where it is in no file any more, or cannot be
        read: that says nothing about it."""
        automations = self.services.automations
        found = automations.find(self.workspace_id, cutover.automation_id).match
        if found is None or found.automation_id != cutover.automation_id:
            return None
        report = automations.convert(self.workspace_id, found.key, language, cutover.plan)
        return report if report.level != "failed" else None

    def facts(self, cutover: Cutover) -> Facts | None:
        report = self.report(cutover, self.services.default_language)
        return facts_of(report) if report is not None else None

    def person(self, user: str) -> Person:
        return self.services.people.of(self.client, self.workspace_id, user)

    def arm(self, cutover: Cutover, after: str = "") -> None:
        """Set the clock for what is due next, when people are awake."""
        due = next_due(cutover)
        if due is not None:
            at = self.parts.awake(self.workspace_id, due.at)
            self.parts.arm(self.workspace_id, cutover, due._replace(at=at), after)


def stage(services: Services, client: WebClient, workspace_id: str) -> CutoverScene | None:
    """None where cut-overs are not kept."""
    if services.cutovers is None:
        return None
    return CutoverScene(services.cutovers, services, client, workspace_id)
