"""A click on something of an audit: who it is, which audit, may they."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.audit_record import StoredAudit
from bot.slack import delivery
from bot.slack.audit.parts import AuditParts
from bot.slack.audit.reference import AuditRef
from bot.slack.blocks.sentences import sentence
from bot.slack.listeners.click import entered, full_member
from bot.slack.people import Person
from bot.slack.services import Services


@dataclass(frozen=True)
class Click:
    """``audit`` is one of the person's workspace."""

    parts: AuditParts
    person: Person
    ref: AuditRef
    audit: StoredAudit


def clicked(
    ack: Ack,
    body: dict[str, Any],
    context: BoltContext,
    client: WebClient,
    services: Services,
    may: Callable[[Person], bool] = full_member,
) -> Click | None:
    """The click on an audit that is kept, or None after telling the person why nothing happens."""
    found = entered(ack, body, context, client, services, AuditRef.decode, may)
    parts = services.audit
    if found is None or parts is None:
        return None
    person, ref = found
    audit = parts.audits.get(person.workspace_id, ref.audit)
    if audit is None:
        delivery.tell(client, body, sentence(ref.language, "audit_gone"), ref.language)
        return None
    return Click(parts, person, ref, audit)
