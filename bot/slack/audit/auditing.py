"""The work of an audit: reads the account batch by batch, shows how far it is, tells the result."""

import logging
import secrets
from collections.abc import Callable

from slack_sdk import WebClient

from bot.audit_record import StoredAudit
from bot.delivery.run import Deliveries, outside_of_runs
from bot.durable import Json, StepFailed, Steps
from bot.services.audits import Audits, Batch
from bot.slack import delivery, direct
from bot.slack.blocks.audit import progress, result
from bot.slack.blocks.elements import Reply
from bot.slack.failures import SLACK_FAILURES

log = logging.getLogger(__name__)

KIND = "audit"
BATCH = 20
EDIT_SECONDS = 3.0
"""The message that shows how far it is changes at most this often."""


def work_id_of(workspace_id: str, audit: StoredAudit) -> str:
    """With the moment: the number of one that was forgotten may be given again."""
    return f"{KIND}:{workspace_id}:{audit.id}:{audit.asked_at.timestamp():.3f}"


class Auditing:
    """Safe to share between threads. ``client`` writes what people read."""

    def __init__(
        self,
        audits: Audits,
        client: WebClient,
        deliveries: Deliveries,
        passes: Callable[[Exception], bool],
    ) -> None:
        self._audits = audits
        self._client = client
        self._deliveries = deliveries
        self._passes = passes

    def handle(self, steps: Steps, workspace_id: str, key: str) -> Json:
        """How the audit ``key`` ended. Raises what it failed with, of which the person is told;
        trouble that passes is left to the engine."""
        with self._deliveries.during(steps, workspace_id):
            run = _Run(self._audits, self._client, steps, workspace_id, int(key))
            try:
                return run.through()
            except Exception as error:
                if isinstance(error, StepFailed) or not self._passes(error):
                    run.failed(error)
                raise


class _Run:
    """One audit. Its steps are the same ones in the same order whenever it runs again: what they
    depend on is recorded, the time included."""

    def __init__(
        self, audits: Audits, client: WebClient, steps: Steps, workspace_id: str, audit_id: int
    ) -> None:
        self._audits = audits
        self._client = client
        self._steps = steps
        self._workspace_id = workspace_id
        self._audit_id = audit_id
        self._channel: str | None = None
        self._ts: str | None = None

    def through(self) -> Json:
        audit = self._audits.get(self._workspace_id, self._audit_id)
        keys = self._step("plan", lambda: self._audits.plan(self._workspace_id, self._audit_id))
        if audit is None or keys is None:
            return None
        audit = audit.model_copy(update={"total": len(keys)})
        self._begin(audit)
        self._read(audit, keys)
        state = self._step("end", lambda: self._audits.end(self._workspace_id, self._audit_id))
        self._tell_end()
        return state

    def failed(self, error: Exception) -> None:
        """Tell the person, with the id that stands in the log."""
        error_id = self._step("error_id", lambda: secrets.token_hex(4))
        log.error("audit %s failed, id %s", self._audit_id, error_id, exc_info=error)
        self._step("fail", lambda: self._audits.fail(self._workspace_id, self._audit_id, error_id))
        audit = self._audits.get(self._workspace_id, self._audit_id)
        if audit is not None:
            self._edit(progress.over(audit))
        if audit is not None and audit.state == "done":
            self._post(progress.unreadable(audit, error_id))

    def _begin(self, audit: StoredAudit) -> None:
        self._channel = direct.patiently(self._client, audit.asked_by)
        self._ts = self._post(progress.progress(audit, 0))
        channel, ts = self._channel, self._ts
        if channel is not None and ts is not None:
            self._step(
                "shown",
                lambda: self._audits.shown(self._workspace_id, self._audit_id, channel, ts),
            )

    def _read(self, audit: StoredAudit, keys: list[int]) -> None:
        shown: float | None = None
        for start in range(0, len(keys), BATCH):
            batch = self._batch(keys[start : start + BATCH], start)
            if not batch.running:
                return
            # What was shown was shown before this batch began.
            shown = batch.began if shown is None else shown
            if batch.ended - shown >= EDIT_SECONDS and batch.done < len(keys):
                self._edit(progress.progress(audit, batch.done))
                shown = None

    def _batch(self, keys: list[int], start: int) -> Batch:
        def read() -> Json:
            done = self._audits.read(self._workspace_id, self._audit_id, keys, start)
            return done.model_dump(mode="json")

        return Batch.model_validate(self._step(f"read:{start}", read))

    def _tell_end(self) -> None:
        audit = self._audits.get(self._workspace_id, self._audit_id)
        if audit is None or audit.running:
            return
        self._edit(progress.over(audit))
        if audit.state != "done":
            return
        found = self._audits.result(self._workspace_id, audit.id, audit.language)
        if found is not None:
            self._post(result.reply(found.audit, found.stored, found.earlier))

    def _step(self, name: str, do: Callable[[], Json]) -> Json:
        def alone() -> Json:
            with outside_of_runs():
                return do()

        return self._steps.run(f"audit:{name}", alone)

    def _post(self, reply: Reply) -> str | None:
        if self._channel is None:
            return None
        try:
            return delivery.post(self._client, self._channel, reply)
        except SLACK_FAILURES as error:
            log.info("a message of an audit was not posted: %s", type(error).__name__)
            return None

    def _edit(self, reply: Reply) -> None:
        if self._channel is None or self._ts is None:
            return
        try:
            delivery.update(self._client, self._channel, self._ts, reply)
        except SLACK_FAILURES as error:
            log.info("a message of an audit was not changed: %s", type(error).__name__)
