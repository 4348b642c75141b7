"""Files made from the report and from nothing else: a page, tables, SARIF.

Each is given as pieces of text, in order, so that a large account is never held as one string.
"""

from converter.report.files.html import Part, PartTable, html
from converter.report.files.sarif import sarif
from converter.report.files.tables import automations_csv, findings_csv

__all__ = [
    "Part",
    "PartTable",
    "automations_csv",
    "findings_csv",
    "html",
    "sarif",
]
