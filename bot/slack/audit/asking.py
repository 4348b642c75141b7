"""Somebody asks for an audit of the whole account: it begins, or they are pointed to the one that
runs."""

from dataclasses import dataclass

from bot.services.audits import Begun
from bot.slack.audit.parts import AuditParts
from bot.slack.blocks.audit import progress
from bot.slack.blocks.elements import Reply
from bot.slack.blocks.sentences import sentence
from bot.slack.people import Person
from bot.slack.request import Request
from bot.slack.services import Services
from converter.report.model import Language, PlanId

LOST = "lost"
"""Instead of an id in the log: its work ended and told nobody."""


@dataclass(frozen=True)
class Answer:
    """``begun``: the message that shows how far it is comes in the direct conversation. Whoever
    asked there needs no ``reply`` beside it."""

    reply: Reply
    begun: bool


def in_words(services: Services, person: Person, request: Request) -> Answer | None:
    """None for a message that asks for something else, or that is to be refused."""
    if request.wish != "all" or request.problem is not None or not person.may_see:
        return None
    return ask(services, person, request.language or person.language, request.plan)


def ask(services: Services, person: Person, language: Language, plan: PlanId | None) -> Answer:
    """The person may see the account."""
    parts = services.audit
    if parts is None or services.automations.count(person.workspace_id) == 0:
        return Answer(sentence(language, "nothing_loaded"), begun=False)
    begun = parts.audits.begin(person.workspace_id, person.user_id, language, plan)
    if not parts.start(person.workspace_id, begun.audit):
        begun = _instead(parts, person, begun.audit.id, language, plan)
    if begun.new:
        return Answer(progress.begun(begun.audit, language), begun=True)
    return Answer(progress.running(begun.audit, language, person.user_id), begun=False)


def _instead(
    parts: AuditParts, person: Person, lost: int, language: Language, plan: PlanId | None
) -> Begun:
    parts.audits.fail(person.workspace_id, lost, LOST)
    begun = parts.audits.begin(person.workspace_id, person.user_id, language, plan)
    parts.start(person.workspace_id, begun.audit)
    return begun
