"""The report as SARIF 2.1.0, the format in which analysis tools exchange what they found."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping
from hashlib import sha256
from typing import Any
from urllib.parse import quote

from converter.journey import SendEmail
from converter.pointer import below
from converter.report.files.words import say
from converter.report.model import AutomationReport, Construct, Diagnostic, Language
from converter.report.source import Source
from converter.wording import explain

VERSION = "2.1.0"
SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
FINGERPRINT = "journeydesk/v1"

Json = dict[str, Any]


def sarif(report: Source, *, file: str, version: str | None = None) -> Iterator[str]:
    """One run with a rule for each code that was found and a result for each finding.

    ``file`` is the name of the file that was read, ``version`` that of this program.
    """
    rules = sorted(report.constructs, key=lambda construct: construct.code)
    driver: Json = {
        "name": "journeydesk",
        "language": report.language,
        "rules": [_rule(one, report.language) for one in rules],
    }
    if version is not None:
        driver["version"] = version
    run: Json = {
        "tool": {"driver": driver},
        "language": report.language,
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {"executionSuccessful": all(one.code != "CJ901" for one in report.constructs)}
        ],
        "artifacts": [{"location": {"uri": quote(file)}, "mimeType": "application/json"}],
        "properties": {
            "grade": report.summary.grade,
            "coverage": report.summary.coverage,
            "plan": report.plan.plan,
            "automations": report.summary.automations,
        },
    }
    head = json.dumps({"$schema": SCHEMA, "version": VERSION}, ensure_ascii=False)
    yield head[:-1] + ', "runs": [' + json.dumps(run, ensure_ascii=False)[:-1] + ', "results": ['
    places = {one.code: place for place, one in enumerate(rules)}
    first = True
    for result in _results(report, quote(file), places):
        yield ("\n" if first else ",\n") + json.dumps(result, ensure_ascii=False)
        first = False
    yield "\n]}]}\n"


def _rule(construct: Construct, language: Language) -> Json:
    page = explain(construct.code, language)
    return {
        "id": page.code,
        "name": "".join(word.capitalize() for word in page.name.split("-")),
        "shortDescription": {"text": page.title},
        "fullDescription": {"text": page.page.split("\n\n")[0]},
        "help": {"text": page.page, "markdown": page.page},
        "defaultConfiguration": {"level": page.severity},
        "properties": {
            "effort": page.effort,
            "evidence": page.evidence,
            "source": page.source,
        },
    }


def _results(report: Source, uri: str, rules: Mapping[str, int]) -> Iterator[Json]:
    seen: Counter[str] = Counter()
    for row in report.automations:
        emails = _emails(row)
        for found in row.diagnostics:
            place = f"{row.id}\n{found.code}\n{_lasting(found.pointer, emails)}"
            seen[place] += 1
            yield _result(
                row,
                found,
                rules[found.code],
                f"{place}\n{seen[place]}",
                uri=uri,
                language=report.language,
            )


def _result(
    row: AutomationReport,
    found: Diagnostic,
    rule: int,
    place: str,
    *,
    uri: str,
    language: Language,
) -> Json:
    location: Json = {"physicalLocation": {"artifactLocation": {"uri": uri, "index": 0}}}
    if found.pointer:
        name = found.pointer.rsplit("/", 1)[-1]
        location["logicalLocations"] = [{"name": name, "fullyQualifiedName": found.pointer}]
    text = say(language, "finding_of", name=row.name, message=found.message, fix=found.fix)
    return {
        "ruleId": found.code,
        "ruleIndex": rule,
        "level": found.severity,
        "message": {"text": _message(text)},
        "locations": [location],
        "partialFingerprints": {FINGERPRINT: sha256(place.encode()).hexdigest()},
        "properties": {
            "automation": row.id,
            "name": row.name,
            "outcome": row.level,
            "effort": found.effort,
            "evidence": found.evidence,
        },
    }


def _message(text: str) -> str:
    """Braces and links mean something in a SARIF message (sections 3.11.5 and 3.11.6), and an
    account's text must not make them."""
    return text.replace("{", "{{").replace("}", "}}").replace("](", "] (")


def _emails(row: AutomationReport) -> dict[str, str]:
    """The id of each email by its place in the automation."""
    points = row.journey.points if row.journey is not None else ()
    return {below(p.source): p.email_id for p in points if isinstance(p, SendEmail)}


def _lasting(pointer: str, emails: Mapping[str, str]) -> str:
    """A place that stays the same when automations or emails before it come or go."""
    place = below(pointer)
    parts = place.split("/", 3)
    email = emails.get("/".join(parts[:3]))
    return place if email is None else "/".join(["", "emails", email, *parts[3:]])
