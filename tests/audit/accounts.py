"""Accounts of a few automations, audited as a file of them would be."""

import json
from pathlib import Path
from typing import Any

from converter import Options, PlanGiven, plan_of, read_bundle
from converter.audit import Audit, AuditBrief, audit_automation, audit_entry, audit_of
from converter.report.model import Language, PlanId
from tests.converter.build import Json, email, entry, segment

SAMPLE = Path(__file__).parents[2] / "bot" / "demo" / "sample-account.json"
PARIS = "Europe/Paris"


def given(language: Language = "en", plan: PlanId | None = None) -> Options:
    source: Any = "option" if plan else "none"
    return Options(language=language, plan=PlanGiven(plan=plan, source=source), timezone=PARIS)


def one(
    name: str,
    action: str = "signup",
    *,
    audience: str = "l1",
    amount: int = 0,
    queued: int | None = 0,
    last: str | None = None,
    answers: Json | None = None,
    store: str | None = None,
    segmented: bool = False,
    emails: tuple[Json, ...] = (),
    **changes: Any,
) -> Json:
    """One automation, called ``name`` and with that id, whose first e-mail has this action."""
    first = email(1, action, amount, segment=segment() if segmented else None)
    beside: Json = {"answers": answers} if answers is not None else {}
    if queued is not None:
        waiting = [{"email_address": "a@example.com", "next_send": last}] if last else []
        beside["queues"] = {"e1": {"queue": waiting, "total_items": queued}}
    recipients: Json = {"list_id": audience, "list_name": f"Audience {audience}"}
    if store is not None:
        recipients["store_id"] = store
    made = entry(first, *emails, recipients=recipients, **beside, **changes)
    made["automation"]["id"] = name
    made["automation"]["settings"]["title"] = name
    return made


def briefs(account: list[Json], options: Options | None = None) -> list[AuditBrief]:
    used = options or given()
    return [
        audit_automation(made, used, place, f"/automations/{place}")[1]
        for place, made in enumerate(account)
    ]


def audited(
    account: list[Json], options: Options | None = None, before: Audit | None = None
) -> Audit:
    used = options or given()
    return audit_of(briefs(account, used), used, before)


def sample(language: Language = "en") -> Audit:
    bundle = read_bundle(SAMPLE)
    options = Options(language=language, plan=plan_of(bundle), timezone=bundle.timezone)
    made = [audit_entry(one, options) for one in bundle.entries()]
    return audit_of([brief for found in made if found for brief in [found[1]]], options)


def raw_sample() -> Any:
    return json.loads(SAMPLE.read_text(encoding="utf-8"))


def members(found: Any) -> set[str]:
    """The ids of a set of double sends."""
    groups = [group.automations for group in found.known]
    return {named.id for group in (*groups, found.any_target, found.unknown) for named in group}


def sets(audit: Audit) -> list[set[str]]:
    return [members(found) for found in audit.double_sends]


def stages(audit: Audit) -> list[tuple[str, str]]:
    return [(turn.id, turn.stage) for turn in audit.order]
