"""What the reply always shows: what needs a decision, which email, and no promise of 100 %."""

from typing import Any

import pytest

from bot.slack.blocks.elements import texts_of
from bot.slack.blocks.emails import Emails
from bot.slack.blocks.findings import needing_a_decision
from bot.slack.blocks.pages import page_view
from bot.slack.blocks.report import private_reply, shared_reply
from bot.slack.reference import Ref
from converter import Options, convert_automation
from converter.report.model import AutomationReport, Language
from tests.scenarios.account import automation, delay

BOTH: tuple[Language, ...] = ("en", "fr")


def contradicting(language: Language) -> AutomationReport:
    """Email 3 is due before email 2, so a placeholder stands in front of it, with a warning."""
    emails = [
        ("Bonjour", delay("signup")),
        ("Conseils", delay("signup", 9, "day")),
        ("Trop tôt", delay("signup", 2, "day")),
    ]
    bundle: dict[str, Any] = automation("71ad000099", "Ordre", emails, "welcomeSeries")
    return convert_automation(bundle, Options(language=language))


def shown(blocks: object) -> str:
    return "\n".join(texts_of(blocks))


@pytest.mark.parametrize("language", BOTH)
def test_a_placeholder_is_always_shown_with_what_to_decide(language: Language) -> None:
    report = contradicting(language)
    assert report.level == "partial"
    assert all(d.severity != "error" for d in report.diagnostics)
    (finding,) = needing_a_decision(report)
    assert finding.code == "CJ605"
    ref = Ref(key=1, language=language, share=True)
    private = private_reply(report, ref)
    for reply in (private, shared_reply(report, ref, "UANA")):
        assert finding.message in shown(reply.blocks)
        assert "CJ605" in shown(reply.blocks)
    explained = [b["accessory"]["value"] for b in private.blocks if "accessory" in b]
    assert ref.about("CJ605").encode() in explained


def test_an_assumption_that_stops_nobody_stays_folded() -> None:
    report = contradicting("en")
    free = report.model_copy(
        update={
            "diagnostics": tuple(d.model_copy(update={"point": None}) for d in report.diagnostics)
        }
    )
    assert needing_a_decision(free) == []


@pytest.mark.parametrize(
    ("language", "name"),
    [("en", "email 3 “Trop tôt”"), ("fr", "l'e-mail 3 «\u00a0Trop tôt\u00a0»")],
)
def test_a_finding_names_its_email_and_no_place_in_a_file(language: Language, name: str) -> None:
    report = contradicting(language)
    (finding,) = needing_a_decision(report)
    assert Emails(report, language).named(finding) == name
    elsewhere = finding.model_copy(update={"pointer": "/automations/0/queues"})
    assert Emails(report, language).named(elsewhere) is None
    page = page_view(report, Ref(key=1, language=language).at("findings"))
    text = shown(page["blocks"])
    assert {"en": f"About {name}", "fr": f"À propos de {name}"}[language] in text
    assert not any(d.pointer in text for d in report.diagnostics if len(d.pointer) > 1)


@pytest.mark.parametrize(
    ("coverage", "told"), [(1.0, None), (0.9999, "99"), (0.5, "50"), (0.0, "0")]
)
@pytest.mark.parametrize("language", BOTH)
def test_a_hundred_percent_is_never_promised(
    language: Language, coverage: float, told: str | None
) -> None:
    report = contradicting(language).model_copy(
        update={"coverage": coverage, "nothing_dropped": False}
    )
    facts = shown(private_reply(report, Ref(key=1, language=language)).blocks)
    assert "100%" not in facts
    assert "100\u00a0%" not in facts
    sentence = {"en": "of the settings carry over", "fr": "des réglages sont repris"}[language]
    assert (sentence in facts) == (told is not None)
    if told is not None:
        percent = {"en": f"{told}% of", "fr": f"{told}\u00a0% des"}[language]
        assert percent in facts
