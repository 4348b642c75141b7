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
SEVERITY_ICONS: dict[Severity, str] = {"error": "⛔", "warning": "⚠️", "note": "💡"}


def level_word(level: Level, language: Language) -> str:
    return plain(language, f"level_{level}")


def title_of(report: AutomationReport, language: Language) -> str:
    """“⚠️ Converts with changes · Welcome series”."""
    name = report.name.strip() or plain(language, "untitled")
    return f"{LEVEL_ICONS[report.level]} {level_word(report.level, language)} · {name}"


def counted(report: AutomationReport, language: Language, *severities: Severity) -> str:
    """“3 warnings, 5 notes”; empty where there are none."""
    counts = {s: sum(1 for d in report.diagnostics if d.severity == s) for s in severities}
    return ", ".join(plain(language, f"count_{s}", n=n) for s, n in counts.items() if n)
