"""Which email a finding is about, as a person would name it."""

from converter.findings import the_email
from converter.journey import SendEmail
from converter.report.model import AutomationReport, Diagnostic, Language


class Emails:
    """The emails of a report's journey, by their place in the input."""

    def __init__(self, report: AutomationReport, language: Language) -> None:
        points = report.journey.points if report.journey is not None else ()
        self._at = {p.source: p for p in points if isinstance(p, SendEmail)}
        self._language: Language = language

    def named(self, finding: Diagnostic) -> str | None:
        """“email 2 “Nos conseils””, with its article in French; None where it is about none, or
        the journey does not hold it."""
        place = finding.pointer
        while place:
            email = self._at.get(place)
            if email is not None:
                name = the_email(email.position, email.title or email.subject)
                return name.say(self._language)
            place = place.rpartition("/")[0]
        return None
