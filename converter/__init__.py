"""Classic automations to customer journeys: pure, from data to data."""

from converter.bundle import Bundle, Entry, read_bundle
from converter.convert import Options, convert_automation, convert_campaign, ledger_rows
from converter.plans import Limits, Plan, load_limits, plan_named, plans
from converter.report.build import build_report, convert_bundle, convert_entry, plan_of
from converter.report.model import AutomationReport, PlanGiven, Report
from converter.report.writer import ReportWriter
from converter.wording import CodePage, codes, explain

__all__ = [
    "AutomationReport",
    "Bundle",
    "CodePage",
    "Entry",
    "Limits",
    "Options",
    "Plan",
    "PlanGiven",
    "Report",
    "ReportWriter",
    "build_report",
    "codes",
    "convert_automation",
    "convert_bundle",
    "convert_campaign",
    "convert_entry",
    "explain",
    "ledger_rows",
    "load_limits",
    "plan_named",
    "plan_of",
    "plans",
    "read_bundle",
]
