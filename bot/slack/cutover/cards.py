"""The cards of a cut-over: one for each person who works on it, all of them as it is now."""

import logging

from bot.cutover.record import Card
from bot.slack import delivery
from bot.slack.blocks.cutover.card import Shown, card
from bot.slack.blocks.elements import Reply
from bot.slack.cutover.reference import CutRef
from bot.slack.cutover.scene import CutoverScene
from bot.slack.desk.reaching import Unreachable, reaching
from bot.slack.people import Person
from converter.cutover import Cutover, described, facts_of
from converter.report.model import AutomationReport, Language

log = logging.getLogger(__name__)


def give(scene: CutoverScene, cutover: Cutover, person: Person) -> None:
    """A card in the person's direct messages, in place of the one they had. Raises what slack_sdk
    raises."""
    old = next((c for c in _cards(scene, cutover) if c.person == person.user_id), None)
    if old is not None:
        delivery.remove(scene.client, old.channel, old.ts)
    channel = delivery.direct(scene.client, person.user_id)
    ts = delivery.post(scene.client, channel, drawn(scene, cutover, person.language))
    if ts is not None:
        new = Card(person=person.user_id, channel=channel, ts=ts)
        scene.cutovers.carded(scene.workspace_id, cutover.id, new)


def refresh(scene: CutoverScene, cutover: Cutover) -> None:
    """Every card as the cut-over is now. One that cannot be written to stays as it is."""
    for one in _cards(scene, cutover):
        language = scene.person(one.person).language
        _update(scene, one, drawn(scene, cutover, language, one.page))


def turn(scene: CutoverScene, cutover: Cutover, person: Person, page: int) -> None:
    """Another page of the tasks, on this person's card."""
    for one in _cards(scene, cutover):
        if one.person == person.user_id:
            turned = one.model_copy(update={"page": page})
            scene.cutovers.carded(scene.workspace_id, cutover.id, turned)
            _update(scene, turned, drawn(scene, cutover, person.language, page))


def tell_others(
    scene: CutoverScene, cutover: Cutover, but: str, said: dict[Language, Reply]
) -> None:
    """A message to everybody who has a card, except whoever did it."""
    for one in _cards(scene, cutover):
        if one.person != but:
            try:
                with reaching():
                    reply = said[scene.person(one.person).language]
                    delivery.post(scene.client, one.channel, reply)
            except Unreachable as problem:
                log.info("cut-over %s: somebody cannot be told: %s", cutover.id, problem.why)


def drawn(scene: CutoverScene, cutover: Cutover, language: Language, page: int = 0) -> Reply:
    report = scene.report(cutover, language)
    shown = Shown(
        report=described(cutover, report, language),
        known=report is not None,
        plan=facts_of(report).plan if report is not None else None,
        plan_name=_plan_name(report, cutover) if report is not None else None,
        connected=scene.parts.accounts(scene.workspace_id) is not None,
    )
    return card(cutover, shown, CutRef(cutover=cutover.id, language=language, page=page))


def _plan_name(report: AutomationReport, cutover: Cutover) -> str | None:
    return next((row.name for row in report.plan_fit if row.plan == cutover.plan), None)


def _cards(scene: CutoverScene, cutover: Cutover) -> tuple[Card, ...]:
    return scene.cutovers.cards(scene.workspace_id, cutover.id)


def _update(scene: CutoverScene, place: Card, reply: Reply) -> None:
    try:
        with reaching():
            delivery.update(scene.client, place.channel, place.ts, reply)
    except Unreachable as problem:
        log.info("a card cannot be changed: %s", problem.why)
