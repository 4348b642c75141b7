"""An account to ask about: classic automations as Mailchimp's API describes them."""

import json
from pathlib import Path
from typing import Any

Json = dict[str, Any]
EVERY_DAY = ["sunday", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday"]


def runtime() -> Json:
    return {"days": EVERY_DAY, "hours": {"type": "send_asap"}}


def delay(action: str, amount: int = 0, unit: str = "now") -> Json:
    words = "after" if amount else "immediately after"
    return {
        "amount": amount,
        "type": unit,
        "direction": "after",
        "action": action,
        "action_description": action.replace("_", " "),
        "full_description": f"{amount} {unit} {words} {action.replace('_', ' ')}",
    }


def email(position: int, subject: str, timing: Json, automation: str) -> Json:
    return {
        "id": f"e{automation[-4:]}{position}",
        "workflow_id": automation,
        "position": position,
        "delay": timing,
        "create_time": "2022-05-03T08:00:00+00:00",
        "start_time": "2022-05-03T09:00:00+00:00",
        "archive_url": "",
        "status": "sending",
        "emails_sent": 10,
        "content_type": "template",
        "needs_block_refresh": False,
        "has_logo_merge_tag": False,
        "recipients": recipients(),
        "settings": {
            "subject_line": subject,
            "title": subject,
            "from_name": "Maison Lavande",
            "reply_to": "bonjour@maison-lavande.example",
        },
    }


def recipients() -> Json:
    return {"list_id": "a1b2c3d4e5", "list_is_active": True, "list_name": "Clients"}


def automation(identity: str, title: str, emails: list[tuple[str, Json]], kind: str) -> Json:
    """One element of a bundle: `emails` holds a subject and a delay each."""
    first = emails[0][1]["action"] if emails else ""
    return {
        "automation": {
            "id": identity,
            "create_time": "2022-05-03T08:00:00+00:00",
            "start_time": "2022-05-03T09:00:00+00:00",
            "status": "sending",
            "emails_sent": 100,
            "recipients": recipients(),
            "settings": {
                "title": title,
                "from_name": "Maison Lavande",
                "reply_to": "bonjour@maison-lavande.example",
            },
            "trigger_settings": {
                "workflow_type": kind,
                "workflow_title": title,
                "workflow_emails_count": len(emails),
                "runtime": runtime(),
                "send_immediately": first == "signup",
            },
        },
        "emails": [
            email(position, subject, timing, identity)
            for position, (subject, timing) in enumerate(emails, 1)
        ],
    }


def series(identity: str, title: str, count: int) -> Json:
    """A welcome series of `count` e-mails, a day between them: 2 × count - 1 points."""
    later = delay("previous_campaign_sent", 1, "day")
    emails = [(f"E-mail {n}", delay("signup") if n == 1 else later) for n in range(1, count + 1)]
    return automation(identity, title, emails, "welcomeSeries")


def account() -> Json:
    welcome = series("71ad000001", "Bienvenue newsletter", 3)
    welcome["queues"] = {
        welcome["emails"][1]["id"]: {
            "workflow_id": "71ad000001",
            "total_items": 1,
            "queue": [
                {
                    "email_address": "lea@client.example",
                    "next_send": "2026-12-01T09:00:00+00:00",
                }
            ],
        }
    }
    category = delay("ecomm_bought_category", 3, "day")
    contact = ("Écrivez à bob@corp.example", delay("previous_campaign_sent", 2, "day"))
    return {
        "bundle_version": "1",
        "automations": [
            welcome,
            automation(
                "71ad000002", "Suivi bougies", [("Entretien", category)], "categoryFollowup"
            ),
            series("71ad000003", "<!channel>", 2),
            series("71ad000004", "Relance panier", 1),
            series("71ad000005", "Relance client", 1),
            series("71ad000006", "Soldes", 1),
            series("71ad000007", "Soldes", 2),
            series("71ad000008", "help", 1),
            series("71ad000009", "Two hundred points", 100),
            automation(
                "71ad000010",
                "Contact bob@corp.example",
                [("Bonjour", delay("signup")), contact],
                "welcomeSeries",
            ),
            {"automation": {"id": "71ad000011", "settings": {"title": "Vide"}}, "emails": []},
        ],
        "campaigns": [
            {"id": "c0ffee0001", "type": "rss", "status": "sending", "settings": {"title": "Blog"}}
        ],
    }


def write(bundle: Json, path: Path) -> Path:
    path.write_text(json.dumps(bundle), encoding="utf-8")
    return path
