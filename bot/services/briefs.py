"""A stored automation as an audit, and the files of an account, need it."""

import json
import logging

from bot.store.repositories import StoredAutomation
from converter import AutomationReport, Entry, Options
from converter.audit import AuditBrief, audit_entry, brief_of_report
from converter.convert import error_id_of
from converter.findings import Finding
from converter.report.assemble import failed_report

log = logging.getLogger(__name__)


Audited = tuple[AutomationReport, AuditBrief]


def audited(stored: StoredAutomation, options: Options) -> Audited | None:
    """Its report and its brief; None for a campaign that needs none. Never raises: one automation
    stops no audit, and is ``failed`` with an id that the log tells more under."""
    try:
        return _audited(stored, options)
    except Exception as error:
        error_id = error_id_of(error)
        log.exception("internal error %s in the audit of %s", error_id, stored.pointer)
        found = Finding("CJ901", stored.pointer, {"error_id": error_id})
        index, identity = stored.entry_index, stored.automation_id
        report = failed_report(index, identity, stored.name, (found,), None, options.language)
        return report, brief_of_report(report)


def _audited(stored: StoredAutomation, options: Options) -> Audited | None:
    value = json.loads(stored.payload)
    if stored.kind == "broken":
        report = AutomationReport.model_validate(value[options.language])
        return report, brief_of_report(report)
    kind = "campaign" if stored.kind == "campaign" else "automation"
    entry = Entry(kind, stored.entry_index, stored.pointer, value=value)  # type: ignore[arg-type]
    return audit_entry(entry, options)
