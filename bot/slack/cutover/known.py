"""The cut-over of an automation that somebody looks at."""

from bot.slack.services import Services
from converter.cutover import with_cutover
from converter.report.model import AutomationReport, Language


def with_known(
    services: Services, workspace_id: str, report: AutomationReport, language: Language
) -> AutomationReport:
    """The report with its cut-over, where one was begun. ``language`` is that of the report."""
    if services.cutovers is None:
        return report
    found = services.cutovers.cutovers.of(workspace_id, report.id)
    return with_cutover(report, found, language) if found is not None else report
