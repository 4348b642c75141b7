"""Which findings say the same of several emails, so that the terminal tells it once."""

import re
from collections.abc import Iterable

from bot.slack.blocks.emails import Emails
from converter.report.model import AutomationReport, Diagnostic, Language

NEVER_FOLDED = {"CJ601", "CJ605"}
"""Each names a value of its own, which a person has to look at."""


def groups(
    row: AutomationReport, found: Iterable[Diagnostic], language: Language
) -> list[list[Diagnostic]]:
    """The findings in their order; those of one group differ by the email they name only."""
    emails = Emails(row, language)
    kept: dict[tuple[object, ...], list[Diagnostic]] = {}
    for place, finding in enumerate(found):
        key: tuple[object, ...] = (place,)
        if finding.code not in NEVER_FOLDED:
            email = emails.named(finding)
            key = (finding.code, _unnamed(finding.message, email), _unnamed(finding.fix, email))
        kept.setdefault(key, []).append(finding)
    return list(kept.values())


def _unnamed(text: str, email: str | None) -> str:
    if email is None:
        return text
    # Its first letter is a capital where it begins a sentence; “email 1” does not begin “email 12”.
    return re.sub(re.escape(email[1:]) + r"(?!\d)", "", text)
