"""The work of sending an account's files: written, handed to Slack, posted in one message."""

import logging
import secrets
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from slack_sdk.errors import SlackApiError

from bot.audit_record import StoredAudit
from bot.delivery.run import Deliveries, outside_of_runs
from bot.durable import Json, StepFailed, Steps
from bot.services.account_files import AccountFiles, Written
from bot.services.audits import Audits
from bot.slack import delivery, direct
from bot.slack.audit.files_order import FilesOrder
from bot.slack.blocks.desk.moments import said
from bot.slack.blocks.sentences import sentence
from bot.slack.failures import SLACK_FAILURES
from bot.slack.outgoing import OutgoingClient
from converter.frozen import Frozen

log = logging.getLogger(__name__)
T = TypeVar("T")

FILES = (
    "report.html",
    "automations.csv",
    "findings.csv",
    "report.sarif",
    "report.json",
    "audit.json",
    "answers.template.json",
)
"""In the order in which they stand in the message."""
PAUSES = (1.0, 2.0, 4.0, 8.0, 15.0, 30.0, 60.0, 60.0)
"""Seconds before the files are handed to Slack again."""


class _HandedOver(Frozen):
    """What Slack has: the files' ids in the order of ``FILES``, none where it ``refused``."""

    written: Written
    ids: tuple[str, ...] = ()
    refused: str | None = None


class FilesSending:
    """Safe to share between threads. ``client`` writes what people read."""

    def __init__(
        self,
        files: AccountFiles,
        audits: Audits,
        client: OutgoingClient,
        deliveries: Deliveries,
        passes: Callable[[Exception], bool],
    ) -> None:
        self._files = files
        self._audits = audits
        self._client = client
        self._deliveries = deliveries
        self._passes = passes

    def handle(self, steps: Steps, workspace_id: str, key: str) -> Json:
        """How it ended. Raises what it failed with, of which the person is told; trouble that
        passes is left to the engine."""
        order = FilesOrder.decode(key)
        with self._deliveries.during(steps, workspace_id):
            try:
                return self._through(steps, workspace_id, order)
            except Exception as error:
                if isinstance(error, StepFailed) or not self._passes(error):
                    self._failed(steps, order, error)
                raise

    def _through(self, steps: Steps, workspace_id: str, order: FilesOrder) -> Json:
        channel = direct.patiently(self._client, order.user_id)
        if channel is None:
            log.warning("files of an account were not sent: no direct conversation")
            return "unreachable"
        asked = _alone(lambda: self._audits.get(workspace_id, order.audit))
        if asked is None:
            self._tell(order, channel, "audit_gone")
            return "gone"
        with self._files.place() as folder:
            # No step: it may take minutes where others go first, and after a crash all is of one
            # moment again. What was handed over then already counts.
            written = _alone(lambda: self._files.write(workspace_id, asked, order.language, folder))
            given = self._hand_over(steps, folder, written)
        if given is None or given.refused is not None:
            log.warning("files of an account were not taken: %s", given and given.refused)
            self._tell(order, channel, "files_refused")
            return "refused"
        return self._post(order, channel, asked, given)

    def _hand_over(self, steps: Steps, folder: Path, written: Written) -> _HandedOver | None:
        """Until Slack has all of them; None where it did not take them in minutes. They are all of
        one step, so that all are of one moment."""
        for number, seconds in enumerate((*PAUSES, None), 1):
            result = steps.run(
                f"files:{number}", lambda: _alone(lambda: self._handed(folder, written))
            )
            if result is not None:
                return _HandedOver.model_validate(result)
            if seconds is not None:
                steps.sleep(seconds)
        return None

    def _handed(self, folder: Path, written: Written) -> Json:
        ids = []
        for name in FILES:
            try:
                one = self._client.hand_over(named(name, written.at), (folder / name).read_bytes())
            except SlackApiError as error:
                refused = str(error.response.get("error"))
                return _HandedOver(written=written, refused=refused).model_dump(mode="json")
            if one is None:
                return None
            ids.append(one)
        return _HandedOver(written=written, ids=tuple(ids)).model_dump(mode="json")

    def _post(
        self, order: FilesOrder, channel: str, asked: StoredAudit, given: _HandedOver
    ) -> Json:
        at, since = given.written.at, given.written.since
        about = said(order.language, "audit_files_sent", when=at, n=given.written.automations)
        compared = said(order.language, f"since_{since}", when=asked.ended_at)
        files: list[dict[str, str | None]] = [
            {"id": one, "title": named(name, at)}
            for name, one in zip(FILES, given.ids, strict=True)
        ]
        try:
            self._client.files_completeUploadExternal(
                files=files, channel_id=channel, initial_comment=f"{about} {compared}"
            )
        except SLACK_FAILURES as error:
            log.warning("files of an account were not sent: %s", error)
            self._tell(order, channel, "files_refused")
            return "refused"
        return "sent"

    def _failed(self, steps: Steps, order: FilesOrder, error: Exception) -> None:
        """Tell the person, with the id that stands in the log."""
        error_id = str(steps.run("files:error_id", lambda: secrets.token_hex(4)))
        log.error("files of an account failed, id %s", error_id, exc_info=error)
        channel = direct.patiently(self._client, order.user_id)
        if channel is not None:
            self._tell(order, channel, "audit_files_failed", id=error_id)

    def _tell(self, order: FilesOrder, channel: str, key: str, **params: str) -> None:
        try:
            delivery.post(self._client, channel, sentence(order.language, key, **params))
        except SLACK_FAILURES as error:
            log.warning("the person could not be told: %s", type(error).__name__)


def named(name: str, at: datetime) -> str:
    """With the day, so that those of several days can stand in one folder."""
    stem, dot, end = name.partition(".")
    return f"{stem}-{at:%Y-%m-%d}{dot}{end}"


def _alone(do: Callable[[], T]) -> T:
    """What it calls makes no steps of its own."""
    with outside_of_runs():
        return do()
