"""What does not carry over: errors in full, warnings and notes counted."""

from bot.slack.blocks.elements import Block, Run, button, context, paragraph, rich, section
from bot.slack.blocks.level import SEVERITY_ICONS, counted
from bot.slack.mrkdwn import neutral, shorten
from bot.slack.reference import Ref
from bot.slack.texts import mrkdwn, plain
from converter.report.model import AutomationReport, Diagnostic, Language

SHOWN_ERRORS = 3
MESSAGE = 500
FIX = 300


def blocking(report: AutomationReport, language: Language, ref: Ref | None) -> list[Block]:
    """Every error with its message and what to do, and an Explain button where ``ref`` is given."""
    errors = [d for d in report.diagnostics if d.severity == "error"]
    blocks = [block for d in errors[:SHOWN_ERRORS] for block in _error(d, language, ref)]
    if len(errors) > SHOWN_ERRORS:
        blocks.append(context(mrkdwn(language, "more_errors", n=len(errors) - SHOWN_ERRORS)))
    return blocks


def folded(report: AutomationReport, language: Language, ref: Ref | None) -> list[Block]:
    """Warnings and notes as counts, with the titles of the first warnings."""
    counts = counted(report, language, "warning", "note")
    if not counts:
        return []
    titles = list(dict.fromkeys(d.title for d in report.diagnostics if d.severity == "warning"))
    text = f"{SEVERITY_ICONS['warning' if titles else 'note']} *{neutral(counts)}*"
    text += "".join(f"\n• {neutral(shorten(title, 150))}" for title in titles[:3])
    if len(titles) > 3:
        text += "\n" + mrkdwn(language, "more_titles", n=len(titles) - 3)
    accessory = None
    if ref is not None:
        label = plain(language, "button_findings")
        accessory = button(label, "open_findings_here", ref.at("findings").encode())
    return [section(text, accessory)]


def finding_heading(finding: Diagnostic) -> str:
    return f"{SEVERITY_ICONS[finding.severity]} {finding.code} · {finding.title}"


def _error(finding: Diagnostic, language: Language, ref: Ref | None) -> list[Block]:
    accessory = None
    if ref is not None:
        label = plain(language, "button_explain")
        accessory = button(label, "explain", ref.about(finding.code).encode())
    heading = f"{SEVERITY_ICONS['error']} *{finding.code}* {neutral(shorten(finding.title, 200))}"
    parts = [paragraph(shorten(finding.message, MESSAGE))]
    if finding.fix:
        fix = [Run(plain(language, "what_to_do") + " ", bold=True), Run(shorten(finding.fix, FIX))]
        parts.append(paragraph(fix))
    return [section(heading, accessory), rich(*parts)]
