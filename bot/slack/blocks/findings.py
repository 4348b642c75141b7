"""What does not carry over: what needs a decision in full, warnings and notes counted."""

from bot.slack.blocks.elements import Block, Run, button, context, paragraph, rich, section
from bot.slack.blocks.level import SEVERITY_ICONS, counted
from bot.slack.mrkdwn import neutral, shorten
from bot.slack.reference import Ref
from bot.slack.texts import mrkdwn, plain
from converter.journey import Placeholder
from converter.report.model import AutomationReport, Diagnostic, Language

SHOWN_ERRORS = 3
MESSAGE = 500
FIX = 300


def blocking(report: AutomationReport, language: Language, ref: Ref | None) -> list[Block]:
    """Every error with its message and what to do, and an Explain button where ``ref`` is given."""
    errors = needing_a_decision(report)
    blocks = [block for d in errors[:SHOWN_ERRORS] for block in _error(d, language, ref)]
    if len(errors) > SHOWN_ERRORS:
        blocks.append(context(mrkdwn(language, "more_errors", n=len(errors) - SHOWN_ERRORS)))
    return blocks


def needing_a_decision(report: AutomationReport) -> list[Diagnostic]:
    """Errors, then what made a placeholder all the same: nobody passes that before a decision."""
    points = report.journey.points if report.journey is not None else ()
    waiting = {p.id for p in points if isinstance(p, Placeholder)}
    errors = [d for d in report.diagnostics if d.severity == "error"]
    others = [d for d in report.diagnostics if d.code == "CJ605" and d.severity != "error"]
    return errors + [d for d in others if d.point in waiting]


def folded(report: AutomationReport, language: Language, ref: Ref | None) -> list[Block]:
    """Warnings and notes as counts, with the titles of the first warnings not shown in full."""
    counts = counted(report, language, "warning", "note")
    if not counts:
        return []
    warnings = [d for d in report.diagnostics if d.severity == "warning"]
    told = {id(d) for d in needing_a_decision(report)}
    titles = list(dict.fromkeys(d.title for d in warnings if id(d) not in told))
    text = f"{SEVERITY_ICONS['warning' if warnings else 'note']} *{neutral(counts)}*"
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
    icon, title = SEVERITY_ICONS[finding.severity], neutral(shorten(finding.title, 200))
    heading = f"{icon} *{finding.code}* {title}"
    parts = [paragraph(shorten(finding.message, MESSAGE))]
    if finding.fix:
        fix = [Run(plain(language, "what_to_do") + " ", bold=True), Run(shorten(finding.fix, FIX))]
        parts.append(paragraph(fix))
    return [section(heading, accessory), rich(*parts)]
