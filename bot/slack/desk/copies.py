"""What one side wrote, shown to the other: once, whoever comes to it first."""

from bot.desk.case import Case
from bot.desk.record import Card, Message
from bot.slack import delivery
from bot.slack.blocks.desk.relayed import relayed
from bot.slack.blocks.sentences import sentence
from bot.slack.desk import files
from bot.slack.desk.reaching import reaching
from bot.slack.desk.scene import Scene
from converter.report.model import Language

Place = tuple[str, str]
"""A channel, and a thread of it; empty for the channel itself."""


def to_agents(scene: Scene, case: Case, said: Message, card: Card) -> None:
    """Below the card. Raises Unreachable."""
    language = scene.services.default_language
    _copy(scene, said, language, (card.channel, card.ts), (case.channel, case.thread_ts))


def to_requester(scene: Scene, case: Case, said: Message, card: Card) -> None:
    """Where the requester asked. Raises Unreachable."""
    _copy(scene, said, case.language, (case.channel, case.thread_ts), (card.channel, card.ts))


def waiting(scene: Scene, case: Case, card: Card) -> None:
    """What the requester wrote before there was a card. Raises Unreachable."""
    for said in scene.desk.messages(scene.workspace_id, case.id):
        if said.side == "requester" and said.copy_ts is None and said.deleted_at is None:
            to_agents(scene, case, said, card)


def _copy(scene: Scene, said: Message, language: Language, there: Place, back: Place) -> None:
    """The words as one message, each file as another; what cannot go ``there`` is told ``back``."""
    key = f"copy:{said.source_channel}:{said.source_ts}"
    with scene.services.events.once(scene.workspace_id, key) as first, reaching():
        if not first:
            return
        author, (channel, thread_ts) = scene.person(said.author), there
        if said.text.strip():
            reply = relayed(author.name, scene.named(said.text), language)
            ts = delivery.post(scene.client, channel, reply, thread_ts or None)
            if ts is not None:
                scene.desk.copied(scene.workspace_id, said.id, channel, ts)
        for left in files.pass_on(scene.client, said.files, channel, thread_ts or None):
            sorry = sentence(author.language, f"desk_file_{left.why}", name=left.name)
            delivery.post(scene.client, back[0], sorry, back[1] or None)
