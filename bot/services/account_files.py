"""The files of an account: every automation converted anew, written as ``audit --out`` does.

An audit keeps no reports. A page with the summary of then and the automations of now would
contradict itself, so everything in the files is of one moment, which they name.
"""

import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Literal

from bot.audit_record import StoredAudit
from bot.clock import utc_now
from bot.report_folder import write_files
from bot.services.audits import AnswersGiven, Audits, Result
from bot.services.automations import Automations
from bot.words import texts
from converter import Limits, Options, ReportWriter
from converter.audit import Audit, Auditor, compare, for_totals
from converter.audit.parts import parts_of
from converter.frozen import Frozen
from converter.language import moment
from converter.plans import BUILT_IN
from converter.report.files import Part
from converter.report.model import AutomationReport, Language
from converter.report.source import StoredReport

PREFIX = "files-"
LEFT_SECONDS = 3600
"""What a process that was killed left of them is removed after this: no sending takes as long."""
READ = "account.json"
"""What SARIF calls the file that was read: the account may come from several, or from none."""

Since = Literal["same", "changed", "alone"]
"""What an account came to since an audit; ``alone`` where that is not kept any more."""


class Written(Frozen):
    """``at``: when the account was read, for all files. ``automations``: how many they hold."""

    at: datetime
    automations: int
    since: Since


class AccountFiles:
    """Made once per process; safe to share between threads. ``folder`` is where they lie until
    they are sent. ``give`` is called before each automation, whenever the automations are gone
    through: what somebody waits for goes first."""

    def __init__(
        self,
        automations: Automations,
        audits: Audits,
        folder: Path,
        now: Callable[[], datetime] = utc_now,
        give: Callable[[], None] = lambda: None,
        answers: Callable[[str], AnswersGiven] = lambda _workspace_id: {},
        limits: Limits = BUILT_IN,
    ) -> None:
        self._automations = automations
        self._audits = audits
        self._folder = folder
        self._now = now
        self._give = give
        self._answers = answers
        self._limits = limits

    @contextmanager
    def place(self) -> Iterator[Path]:
        """A folder to write into for the block; it is gone at its end. Raises OSError."""
        self._folder.mkdir(parents=True, exist_ok=True)
        self._sweep()
        with tempfile.TemporaryDirectory(dir=self._folder, prefix=PREFIX) as made:
            yield Path(made)

    def _sweep(self) -> None:
        for left in self._folder.glob(f"{PREFIX}*"):
            # Another process may be quicker.
            with suppress(OSError):
                if time.time() - left.stat().st_mtime > LEFT_SECONDS:
                    shutil.rmtree(left, ignore_errors=True)

    def write(
        self, workspace_id: str, asked: StoredAudit, language: Language, folder: Path
    ) -> Written:
        """Into ``folder``, for the plan that the audit was ``asked`` for: ``report.html``,
        ``automations.csv``, ``findings.csv``, ``report.sarif``, ``report.json``, ``audit.json``,
        ``answers.template.json``. Memory does not grow with the account's reports. Raises OSError
        and what SQLAlchemy raises.
        """
        at, terms = self._now(), self._automations.terms(workspace_id, asked.plan)
        options = Options(language, terms.plan, limits=self._limits, timezone=terms.timezone)
        auditor = Auditor(options)
        with ExitStack() as stack:
            writer = stack.enter_context(_Giving(options, self._give))
            self._convert(workspace_id, asked, writer, auditor)
            audit, since = self._compared(workspace_id, asked, language, auditor.finish())
            about = _about(audit, at, since, asked)
            write_files(folder, writer, file=READ, parts=(about, *parts_of(audit)))
            (folder / "audit.json").write_text(audit.model_dump_json() + "\n", encoding="utf-8")
        return Written(at=at, automations=len(audit.automations), since=since)

    def _convert(
        self, workspace_id: str, asked: StoredAudit, writer: ReportWriter, auditor: Auditor
    ) -> None:
        answers = self._answers(workspace_id)
        language = writer.options.language
        for key in self._automations.keys(workspace_id):
            self._give()
            made = self._automations.audited(workspace_id, key, language, asked.plan, answers)
            if made is not None:
                report, brief = made
                auditor.add(brief)
                writer.add_written(for_totals(brief), report.model_dump_json())

    def _compared(
        self, workspace_id: str, asked: StoredAudit, language: Language, now: Audit
    ) -> tuple[Audit, Since]:
        """Where nothing changed, it is the audit that people saw, with its own comparison."""
        found = self._of(workspace_id, asked, language)
        if found is None:
            return now, "alone"
        before = found.audit.model_copy(update={"comparison": None})
        if now == before:
            return found.audit, "same"
        return now.model_copy(update={"comparison": compare(before, now)}), "changed"

    def _of(self, workspace_id: str, asked: StoredAudit, language: Language) -> Result | None:
        found = self._audits.result(workspace_id, asked.id, language)
        # The number of one that was forgotten may be given again.
        same = found is not None and found.stored.asked_at == asked.asked_at
        return found if same else None


def _about(audit: Audit, at: datetime, since: Since, asked: StoredAudit) -> Part:
    said, language = texts("account_files"), audit.language
    when = moment(language, at, audit.timezone)
    before = moment(language, asked.ended_at or asked.asked_at, audit.timezone)
    compared = {} if since == "alone" else {"audit": before}
    return Part(
        key="made",
        title=said.say("title", language),
        paragraphs=(
            said.say("made", language, when=when, n=len(audit.automations)),
            said.say(since, language, **compared),
        ),
    )


@dataclass(frozen=True, slots=True)
class _InTurn:
    """Reports, each read when nobody waits for something else."""

    rows: Iterable[AutomationReport]
    give: Callable[[], None]

    def __iter__(self) -> Iterator[AutomationReport]:
        for row in self.rows:
            self.give()
            yield row


class _Giving(ReportWriter):
    def __init__(self, options: Options, give: Callable[[], None]) -> None:
        super().__init__(options)
        self._give = give

    def report(self) -> StoredReport:
        report = super().report()
        return replace(report, automations=_InTurn(report.automations, self._give))
