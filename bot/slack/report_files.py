"""The report on an automation as files in somebody's direct messages."""

import logging
import re
from collections.abc import Sequence
from typing import NamedTuple

from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.failures import SLACK_FAILURES
from converter import Options, build_report
from converter.report.files import findings_csv, html
from converter.report.model import AutomationReport, Language, PlanGiven, PlanId

log = logging.getLogger(__name__)

_NAME = re.compile(r"[^A-Za-z0-9_-]+")


class File(NamedTuple):
    name: str
    content: str


def page_and_findings(
    row: AutomationReport, language: Language, plan: PlanId | None
) -> tuple[File, ...]:
    """The files of one automation, with its id in their names. ``plan`` is the one asked for."""
    stem = _NAME.sub("-", row.id)[:60].strip("-") or "report"
    given = PlanGiven(plan=plan, source="option" if plan is not None else "none")
    report = build_report([row], Options(language=language, plan=given))
    return (
        File(f"report-{stem}.html", "".join(html(report))),
        File(f"findings-{stem}.csv", "".join(findings_csv(report))),
    )


def as_uploads(files: Sequence[File]) -> list[dict[str, object]]:
    """As ``files_upload_v2`` wants them."""
    return [{"content": file.content, "filename": file.name, "title": file.name} for file in files]


def send(client: WebClient, user_id: str, files: Sequence[File], comment: str) -> bool:
    """Puts the files into our direct conversation with ``user_id``, in one message with
    ``comment`` (mrkdwn). False where Slack does not take them."""
    try:
        client.files_upload_v2(
            file_uploads=as_uploads(files),
            channel=delivery.direct(client, user_id),
            initial_comment=comment,
        )
    except SLACK_FAILURES as error:
        log.warning("a report could not be sent as files: %s", type(error).__name__)
        return False
    return True
