"""Writes ``report.json`` while automations pass by: memory does not grow with the account."""

import json
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from types import TracebackType
from typing import IO

from converter.convert import Options
from converter.report.brief import Brief, brief_of
from converter.report.build import Totals
from converter.report.model import FORMAT_VERSION, AutomationReport
from converter.report.source import StoredReport

KEPT_IN_MEMORY = 8 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class _Stored:
    """Automations that stand in a file, a line each."""

    lines: IO[str]

    def __iter__(self) -> Iterator[AutomationReport]:
        self.lines.seek(0)
        for line in self.lines:
            yield AutomationReport.model_validate_json(line.rstrip(",\n"))


class ReportWriter:
    """Collects automations (on disk above 8 MB) and writes the report, its summary first."""

    def __init__(self, options: Options) -> None:
        self.options = options
        self.totals = Totals(options.language)
        self._rows = tempfile.SpooledTemporaryFile(  # noqa: SIM115 - closed in __exit__
            max_size=KEPT_IN_MEMORY, mode="w+", encoding="utf-8", newline=""
        )
        self._empty = True

    def __enter__(self) -> "ReportWriter":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._rows.close()

    def add(self, row: AutomationReport) -> None:
        self.add_written(brief_of(row), row.model_dump_json())

    def add_written(self, brief: Brief, row: str) -> None:
        """``row`` is the automation's report as JSON."""
        self.totals.add(brief)
        self._rows.write("" if self._empty else ",\n")
        self._rows.write(row)
        self._empty = False

    def report(self) -> StoredReport:
        """The report of what was added until now; its automations are read anew for each pass."""
        return StoredReport(
            language=self.options.language,
            plan=self.options.plan,
            summary=self.totals.summary(),
            constructs=self.totals.constructs(),
            automations=_Stored(self._rows),
            unexpected=tuple(self.totals.unexpected),
        )

    def write_answers(self, out: IO[str]) -> None:
        """A file to fill in for ``--answers``: every open question of every automation."""
        template: dict[str, dict[str, None]] = {}
        hints: dict[str, dict[str, str]] = {}
        for row in self.report().automations:
            if row.questions:
                template.setdefault(row.id, {}).update({q.id: None for q in row.questions})
                hints.setdefault(row.id, {}).update({q.id: q.text for q in row.questions})
        json.dump({**template, "_questions": hints}, out, ensure_ascii=False, indent=2)
        out.write("\n")

    def write(self, out: IO[str]) -> None:
        head = {
            "format_version": FORMAT_VERSION,
            "language": self.options.language,
            "plan": self.options.plan.model_dump(),
            "summary": self.totals.summary().model_dump(),
            "constructs": [c.model_dump() for c in self.totals.constructs()],
            "unexpected": [u.model_dump() for u in self.totals.unexpected],
        }
        text = json.dumps(head, ensure_ascii=False)
        out.write(text[:-1] + ',"automations":[\n')
        self._rows.seek(0)
        shutil.copyfileobj(self._rows, out)
        out.write("\n]}\n")
