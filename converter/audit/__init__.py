"""The account as a whole: what converts, what it costs, who waits, and in which order to move."""

from converter.audit.auditor import Auditor, audit_of, for_totals
from converter.audit.brief import AuditBrief, audit_automation, audit_entry, brief_of_report
from converter.audit.compare import compare
from converter.audit.earlier import EarlierUnusable, read_earlier
from converter.audit.model import Audit, Comparison

__all__ = [
    "Audit",
    "AuditBrief",
    "Auditor",
    "Comparison",
    "EarlierUnusable",
    "audit_automation",
    "audit_entry",
    "audit_of",
    "brief_of_report",
    "compare",
    "for_totals",
    "read_earlier",
]
