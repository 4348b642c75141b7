"""Builds classic automations in the shape of the API, and shortcuts to read their reports."""

from collections.abc import Iterable, Mapping
from typing import Any

from converter import AutomationReport, Options, PlanGiven, convert_automation
from converter.report.model import Language, PlanId

Json = dict[str, Any]
WEEK = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]
SENT = "previous_campaign_sent"


def runtime(days: Iterable[str] = WEEK, hours: str = "send_asap") -> Json:
    return {"days": list(days), "hours": {"type": hours}}


def delay(action: str, amount: int = 0, unit: str | None = None, before: bool = False) -> Json:
    kind = unit or ("day" if amount else "now")
    direction = "before" if before else "after"
    return {"amount": amount, "type": kind, "direction": direction, "action": action}


def condition(value: int) -> Json:
    return {
        "condition_type": "StaticSegment",
        "field": "static_segment",
        "op": "static_is",
        "value": value,
    }


def segment(conditions: int = 1, match: str = "all") -> Json:
    return {"match": match, "conditions": [condition(n) for n in range(1, conditions + 1)]}


def email(
    position: int,
    action: str = SENT,
    amount: int = 0,
    unit: str | None = None,
    *,
    before: bool = False,
    **changes: Any,
) -> Json:
    """One item of GET /automations/{id}/emails. ``segment`` and ``runtime`` go to their places;
    other keyword arguments replace a top-level key."""
    wanted = changes.pop("segment", None)
    when = changes.pop("runtime", None) or runtime()
    made: Json = {
        "id": f"e{position}",
        "web_id": 40000 + position,
        "workflow_id": "w1",
        "position": position,
        "delay": delay(action, amount, unit, before),
        "create_time": "2022-05-10T08:00:00+00:00",
        "start_time": "2022-05-11T08:00:00+00:00",
        "archive_url": "http://example.com/archive",
        "status": "sending",
        "emails_sent": 12,
        "send_time": "",
        "content_type": "template",
        "needs_block_refresh": False,
        "has_logo_merge_tag": False,
        "recipients": {"list_id": "l1", "list_is_active": True, "list_name": "Amis"},
        "settings": {
            "subject_line": f"Subject {position}",
            "preview_text": "",
            "title": f"Letter {position}",
            "from_name": "Atelier Mirabelle",
            "reply_to": "hello@example.com",
            "authenticate": True,
            "auto_footer": False,
            "inline_css": False,
            "auto_tweet": False,
            "auto_fb_post": [],
            "fb_comments": False,
            "template_id": 7,
            "drag_and_drop": True,
        },
        "tracking": tracking(),
        "trigger_settings": {"workflow_type": "emailSeries", "runtime": when},
        "_links": [],
    }
    if wanted is not None:
        made["recipients"]["segment_opts"] = wanted
    return made | changes


def tracking(**changes: Any) -> Json:
    return {
        "opens": True,
        "html_clicks": True,
        "text_clicks": True,
        "goal_tracking": False,
        "ecomm360": False,
        "google_analytics": "",
        "clicktale": "",
    } | changes


def automation(emails: int, **changes: Any) -> Json:
    """GET /automations/{id}. ``trigger`` and ``recipients`` are merged into their parts."""
    trigger = {
        "workflow_type": "emailSeries",
        "workflow_title": "Series",
        "runtime": runtime(),
        "workflow_emails_count": emails,
    } | changes.pop("trigger", {})
    recipients = {"list_id": "l1", "list_is_active": True, "list_name": "Amis"}
    return {
        "id": "w1",
        "create_time": "2022-05-10T08:00:00+00:00",
        "start_time": "2022-05-11T08:00:00+00:00",
        "status": "sending",
        "emails_sent": 24,
        "recipients": recipients | changes.pop("recipients", {}),
        "settings": {
            "title": "Letters",
            "from_name": "Atelier Mirabelle",
            "reply_to": "hello@example.com",
            "use_conversation": False,
            "authenticate": True,
            "auto_footer": False,
            "inline_css": False,
        },
        "tracking": tracking(),
        "trigger_settings": trigger,
        "_links": [],
    } | changes


def entry(*emails: Json, **changes: Any) -> Json:
    """One element of a bundle's ``automations``. ``queues``, ``removed_subscribers`` and
    ``answers`` go beside the automation; other keyword arguments into it."""
    beside: Json = {
        key: changes.pop(key)
        for key in ("queues", "removed_subscribers", "answers")
        if key in changes
    }
    return {"automation": automation(len(emails), **changes), "emails": list(emails), **beside}


def series(
    length: int,
    *,
    first: str = "signup",
    first_amount: int = 0,
    then: str = SENT,
    amount: int = 1,
    **changes: Any,
) -> Json:
    """``length`` e-mails, all after the first with the same action and delay in days."""
    later = [email(n, then, amount) for n in range(2, length + 1)]
    return entry(email(1, first, first_amount), *later, **changes)


def options(
    plan: PlanId | None = "standard", language: Language = "en", full_ledger: bool = False
) -> Options:
    given = PlanGiven(plan=plan, source="option" if plan else "none")
    return Options(language=language, plan=given, full_ledger=full_ledger)


def convert(made: object, plan: PlanId | None = "standard", **more: Any) -> AutomationReport:
    return convert_automation(made, options(plan, **more))


def codes(report: AutomationReport) -> set[str]:
    return {d.code for d in report.diagnostics}


def found(report: AutomationReport, code: str) -> list[str]:
    """The messages of one code."""
    return [d.message for d in report.diagnostics if d.code == code]


def kinds(report: AutomationReport) -> list[str]:
    """The kinds of the points in path order, delays with their length."""
    assert report.journey is not None
    return [
        f"{p.amount} {p.unit}" if p.kind == "delay" else p.kind
        for p in report.journey.points
        if p.kind != "exit"
    ]


def point(report: AutomationReport, kind: str, number: int = 0) -> Any:
    """The point of a kind, by its place among them."""
    assert report.journey is not None
    return [p for p in report.journey.points if p.kind == kind][number]


def letter(report: AutomationReport, position: int) -> Any:
    """The send_email point of a classic e-mail."""
    assert report.journey is not None
    return next(
        p for p in report.journey.points if p.kind == "send_email" and p.position == position
    )


def fits(report: AutomationReport) -> dict[str, str]:
    return {row.plan: row.fits for row in report.plan_fit}


def rows(report: AutomationReport) -> Mapping[str, tuple[str, str | None]]:
    """Status and code of each ledger row that is kept, by pointer."""
    return {r.pointer: (r.status, r.code) for r in report.ledger.rows}
