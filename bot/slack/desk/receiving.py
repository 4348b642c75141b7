"""Answers of people outside of Slack, passed on to the requester, and shown to agents."""

from bot.delivery.run import Deliveries
from bot.desk.case import Case, Deed
from bot.desk.outsiders import Outsider, outsider
from bot.desk.record import Message
from bot.durable import Json, Steps
from bot.slack.blocks.desk import thread
from bot.slack.blocks.desk.moments import person
from bot.slack.blocks.desk.relayed import relayed
from bot.slack.blocks.elements import Reply
from bot.slack.blocks.sentences import sentence
from bot.slack.desk import announcing, cards
from bot.slack.desk.reaching import Unreachable
from bot.slack.desk.scene import Scene
from bot.slack.desk.timing import Stage
from bot.slack.mrkdwn import escape, split, unescape
from converter.report.model import Language

KIND = "desk_in"
LONGEST = 30_000
"""Characters of an answer that are passed on."""
PIECE = 10_000
"""Characters in one message; Slack takes a little more."""
RESOLVE = "resolve"


def key_of(message_id: int, *, resolve: bool) -> str:
    return f"{message_id}:{RESOLVE}" if resolve else str(message_id)


def cut(text: str) -> str:
    """As much of it as is kept: where there is more, one character tells."""
    return text[: LONGEST + 1]


class Receiving:
    """Handles messages that were kept. Safe to share between threads."""

    def __init__(self, stage: Stage, deliveries: Deliveries) -> None:
        self._stage = stage
        self._deliveries = deliveries

    def handle(self, steps: Steps, workspace_id: str, key: str) -> Json:
        message_id, _, wish = key.partition(":")
        with self._deliveries.during(steps, workspace_id):
            scene = self._stage(workspace_id)
            said = scene.desk.message(workspace_id, int(message_id)) if scene is not None else None
            case = scene.desk.get(workspace_id, said.case_id) if scene and said else None
            who = outsider(f"{said.source_channel}:{said.author}") if said is not None else None
            if scene is None or said is None or case is None or who is None:
                return None
            key = f"copy:{KIND}:{said.id}"
            with scene.services.events.once(workspace_id, key) as first:
                if first:
                    _take_in(scene, case, said, who, resolve=wish == RESOLVE)
        return None


def _take_in(scene: Scene, case: Case, said: Message, who: Outsider, *, resolve: bool) -> None:
    if case.state == "scheduled":
        # Whoever answers before the desk opens does not wait for it.
        case = announcing.do(scene, case, Deed(kind="offer", by=who.id))
    if said.text or said.files:
        case = announcing.do(scene, case, Deed(kind="answer", by=who.id))
        _copy(scene, case, said, who)
    if resolve:
        if case.may("claim"):
            case = announcing.do(scene, case, Deed(kind="claim", by=who.id))
        announcing.do(scene, case, Deed(kind="resolve", by=who.id))


def _copy(scene: Scene, case: Case, said: Message, who: Outsider) -> None:
    # To a request that was solved meanwhile, a late answer may still be of use.
    passed_on = case.unfinished or case.state == "resolved"
    if passed_on:
        for number, reply in enumerate(_replies(said, who.name, case.language)):
            ts = announcing.to_requester(scene, case, reply)
            if ts is None:
                break
            if number == 0:
                scene.desk.copied(scene.workspace_id, said.id, case.channel, ts)
    language = scene.services.default_language
    try:
        for reply in _replies(said, person(who.id, language), language):
            cards.under(scene, case, reply)
        if not passed_on:
            cards.under(scene, case, thread.not_passed_on(case, language))
    except Unreachable as problem:
        announcing.fail(scene, case, problem)


def _replies(said: Message, name: str, language: Language) -> list[Reply]:
    text = unescape(said.text)
    made = [relayed(name, escape(piece), language) for piece in split(text[:LONGEST], PIECE)]
    if len(text) > LONGEST:
        made.append(sentence(language, "desk_cut", name=name))
    if said.files:
        names = ", ".join(str(file["name"]) for file in said.files)
        made.append(sentence(language, "desk_file_outside", name=names))
    return made
