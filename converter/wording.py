"""From a finding to a diagnostic a person reads, and the page that explains a code."""

from converter.catalog import CODES
from converter.findings import Finding
from converter.frozen import Frozen
from converter.language import fill
from converter.report.model import Diagnostic, Effort, Evidence, Language, Severity

ORDER: dict[Severity, int] = {"error": 0, "warning": 1, "note": 2}


class CodePage(Frozen):
    """What a code means, in one language. ``message`` and ``fix`` keep their {parameters}."""

    code: str
    name: str
    severity: Severity
    effort: Effort
    evidence: Evidence
    source: str
    title: str
    message: str
    fix: str
    page: str


def codes() -> tuple[str, ...]:
    """Every code, in order. Codes are never re-used."""
    return tuple(sorted(CODES))


def explain(code: str, language: Language) -> CodePage:
    """The page of a code. Raises KeyError for a code that does not exist."""
    known = CODES[code.strip().upper()]
    words = known.words(language)
    return CodePage(
        code=code.strip().upper(),
        name=known.name,
        severity=known.severity,
        effort=known.effort,
        evidence=known.evidence,
        source=known.cited(language),
        title=words["title"],
        message=words["message"],
        fix=words["fix"],
        page=words["page"],
    )


def worded(finding: Finding, language: Language) -> Diagnostic:
    code = CODES[finding.code]
    words = code.words(language)
    series = finding.in_series and "message_in_series" in words
    message, fix = (
        (words["message_in_series"], words["fix_in_series"])
        if series
        else (words["message"], words["fix"])
    )
    return Diagnostic(
        code=finding.code,
        name=code.name,
        severity=code.severity,
        title=words["title"],
        message=_sentence(fill(message, language, finding.params)),
        fix=_sentence(fill(fix, language, finding.params)),
        pointer=finding.pointer,
        point=finding.point,
        effort=code.effort,
        source=code.cited(language),
        evidence=code.evidence,
    )


def _sentence(text: str) -> str:
    """A template may start with a parameter (“email 2 …”): a sentence starts with a capital."""
    return text[:1].upper() + text[1:]
