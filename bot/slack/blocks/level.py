"""The verdict in one line: an icon and a word, so that colour alone never tells."""

from bot.slack.texts import plain
from converter.report.model import AutomationReport, Language, Level, Severity

LEVEL_ICONS: dict[Level, str] = {
    "converted": "✅",
    "converted_with_changes": "⚠️",
    "partial": "🚧",
    "blocked": "⛔",
    "not_needed": "➖",
    "failed": "❗",
}
NOT_ON_THIS_PLAN = {"CJ101", "CJ102", "CJ103", "CJ104"}
"""Codes that stand in a report only for the plan that was given."""
SEVERITY_ICONS: dict[Severity, str] = {"error": "⛔", "warning": "⚠️", "note": "💡"}


def level_word(level: Level, language: Language) -> str:
    return plain(language, f"level_{level}")


def title_of(report: AutomationReport, language: Language) -> str:
    """“⚠️ Converts with changes · Welcome series”."""
    name = report.name.strip() or plain(language, "untitled")
    icon, word = LEVEL_ICONS[report.level], level_word(report.level, language)
    if too_large(report):
        icon = "🚧" if report.level == "partial" else "⚠️"
        word = plain(language, "plan_too_small", level=word)
    return f"{icon} {word} · {name}"


def too_large(report: AutomationReport) -> bool:
    """Whether the plan that was given does not take the journey."""
    return any(d.code in NOT_ON_THIS_PLAN for d in report.diagnostics)


def counted(report: AutomationReport, language: Language, *severities: Severity) -> str:
    """“3 warnings, 5 notes”; empty where there are none."""
    counts = {s: sum(1 for d in report.diagnostics if d.severity == s) for s in severities}
    return ", ".join(plain(language, f"count_{s}", n=n) for s, n in counts.items() if n)
