"""The card of a case where it stands, and the thread below it."""

from bot.desk.case import Case
from bot.desk.packet import Packet
from bot.desk.record import Card
from bot.slack import delivery
from bot.slack.blocks.desk import thread
from bot.slack.blocks.desk.card import Shown, card
from bot.slack.blocks.elements import Reply
from bot.slack.blocks.level import level_word
from bot.slack.desk import copies
from bot.slack.desk.reaching import Unreachable, reaching
from bot.slack.desk.scene import Scene
from bot.slack.failures import Undelivered
from converter.report.model import Language

SHOWN = ("offered", "claimed", "waiting_user", "expired")
"""States in which a card is posted: what waits for the desk to open, or is over, asks nothing of
agents who have not seen it."""
NOTES = 5
ROUNDS = 5
TAKING = ("claim", "assign", "answer")


def show(scene: Scene, case: Case) -> bool:
    """The card as the case is now: posted the first time, or after somebody deleted it, then edited
    in place. Whether it was posted. Raises Unreachable."""
    place = scene.desk.card(scene.workspace_id, case.id)
    reply = drawn(scene, case)
    if place is not None:
        if _edited(scene, place, case, reply) or not case.unfinished:
            return False
    elif case.state not in SHOWN:
        return False
    channel = scene.settings.channel_for(case.topic)
    try:
        with reaching():
            ts = delivery.post(scene.client, channel, reply)
    except Undelivered as error:
        raise Unreachable("undelivered") from error
    if ts is not None:
        scene.desk.carded(scene.workspace_id, case.id, channel, ts)
        copies.waiting(scene, case, Card(channel=channel, ts=ts))
    return True


def _edited(scene: Scene, place: Card, case: Case, reply: Reply) -> bool:
    """Whether it is there. Of two who change a case at once, the one whose edit comes last may know
    the older state: whoever edits looks again."""
    for _ in range(ROUNDS):
        with reaching():
            if not delivery.update(scene.client, place.channel, place.ts, reply):
                return False
        now = scene.desk.get(scene.workspace_id, case.id)
        if now is None or now.version <= case.version:
            break
        case, reply = now, drawn(scene, now)
    return True


def under(scene: Scene, case: Case, reply: Reply, *, loud: bool = False) -> None:
    """A message in the thread of the card; ``loud``: the channel sees it, too. Raises
    Unreachable."""
    place = scene.desk.card(scene.workspace_id, case.id)
    if place is not None:
        with reaching():
            delivery.post(scene.client, place.channel, reply, place.ts, broadcast=loud)


def drawn(scene: Scene, case: Case) -> Reply:
    language = scene.services.default_language
    packet = scene.desk.packet(scene.workspace_id, case.id) or Packet()
    level = packet.automation.level if packet.automation else None
    shown = Shown(
        titles=titles(scene, case, packet, language),
        level=level_word(level, language) if level else None,
        first_due=scene.due_at(case, "first_breach"),
        end_due=scene.due_at(case, "resolution_breach"),
    )
    return card(case, packet, shown, language)


def had_somebody(scene: Scene, case: Case) -> bool:
    """Whether an agent had it before it became what it is: whoever takes it then gets a summary."""
    steps = scene.desk.steps(scene.workspace_id, case.id)
    return any(step.kind in TAKING for step in steps if step.version < case.version)


def summary(scene: Scene, case: Case) -> Reply | None:
    """None where nobody has written anything."""
    messages = scene.desk.messages(scene.workspace_id, case.id)
    of = {
        side: [one for one in messages if one.side == side and one.deleted_at is None]
        for side in ("requester", "agent", "note")
    }
    if not any(of.values()):
        return None
    notes = [(scene.person(one.author).name, scene.named(one.text)) for one in of["note"][-NOTES:]]
    return thread.summary(
        scene.services.default_language,
        case.agent or "",
        (len(of["requester"]), len(of["agent"]), len(of["note"])),
        scene.named(of["requester"][-1].text) if of["requester"] else None,
        scene.named(of["agent"][-1].text) if of["agent"] else None,
        notes,
    )


def titles(scene: Scene, case: Case, packet: Packet, language: Language) -> dict[str, str]:
    """Of the topics that the case and its packet name."""
    named = {topic for one in packet.exchanges for topic in one.topics}
    named |= {case.topic} if case.topic else set()
    entries = scene.services.talk.entries(scene.workspace_id, sorted(named), language)
    return {entry.topic: entry.title for entry in entries}
