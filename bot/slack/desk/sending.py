"""Events of a case, sent to people outside of Slack: each once to each channel."""

from collections.abc import Collection, Mapping
from datetime import timedelta

from bot.delivery.run import Deliveries, Run, outside_of_runs
from bot.desk.channels.model import Channel, Event, Name, Outgoing, Refused
from bot.desk.channels.webhook import Later
from bot.desk.outsiders import outsider
from bot.desk.packet import Packet
from bot.desk.record import Message
from bot.durable import Json, Steps, Transient
from bot.slack.alarm import Plan
from bot.slack.blocks.desk import outside as words
from bot.slack.blocks.desk import thread
from bot.slack.blocks.desk.relayed import readable
from bot.slack.desk import announcing, cards
from bot.slack.desk.reaching import Unreachable
from bot.slack.desk.scene import Scene
from bot.slack.desk.timing import Stage
from bot.slack.texts import plain
from converter.frozen import Frozen

KIND = "desk_out"
GIVE_UP = timedelta(hours=24)
"""A channel that is not reached for so long is held to be gone, and agents read it."""


class Outside:
    """Plans what is to be sent, as bot.slack.desk.parts.Outside wants it."""

    def __init__(self, plan: Plan, channels: Collection[Name]) -> None:
        self._plan = plan
        self._channels = channels

    def __call__(
        self, workspace_id: str, case_id: int, event: Event, number: int, by: str = ""
    ) -> None:
        there = outsider(by)
        for name in self._channels:
            if there is None or there.channel != name:
                key = f"{name}:{case_id}:{event}:{number}"
                self._plan(_work_id(workspace_id, key), KIND, workspace_id, key, 0.0)


class Handed(Frozen):
    """How handing it over ended: what the other side calls it, why it never will be taken, or in
    how many seconds it may be tried again."""

    reference: str | None = None
    refused: str | None = None
    again: float | None = None


class Sending:
    """Handles what Outside planned. Safe to share between threads."""

    def __init__(
        self, stage: Stage, deliveries: Deliveries, channels: Mapping[Name, Channel], plan: Plan
    ) -> None:
        self._stage = stage
        self._deliveries = deliveries
        self._channels = channels
        self._plan = plan

    def handle(self, steps: Steps, workspace_id: str, key: str) -> Json:
        """Raises bot.durable.Transient while the other side may still be reached."""
        name, case_id, event, number, *tries = key.split(":")
        channel = next((self._channels[one] for one in self._channels if one == name), None)
        with self._deliveries.during(steps, workspace_id) as run:
            scene = self._stage(workspace_id)
            if scene is None or channel is None:
                return None
            first = ":".join((name, case_id, event, number))
            outgoing = _outgoing(scene, int(case_id), event, int(number), first)  # type: ignore[arg-type]
            if outgoing is None:
                return None
            message_id = int(number) if event == "message" else None
            handed = self._handed(run, scene, channel, outgoing, message_id)
            if handed.again is not None:
                following = f"{first}:{int(tries[0]) + 1 if tries else 1}"
                work_id = _work_id(workspace_id, following)
                self._plan(work_id, KIND, workspace_id, following, handed.again)
            elif handed.refused is not None:
                _tell(scene, name, outgoing, handed.refused)
            elif handed.reference is not None:
                _keep(scene, name, outgoing, handed.reference)
            return event

    def _handed(
        self,
        run: Run,
        scene: Scene,
        channel: Channel,
        outgoing: Outgoing,
        message_id: int | None,
    ) -> Handed:
        def hand_over() -> Json:
            with outside_of_runs():
                # What the steps before recorded may be a day old.
                if message_id is not None and _message(scene, message_id) is None:
                    return Handed().model_dump(mode="json")
                return _attempt(scene, channel, outgoing).model_dump(mode="json")

        return Handed.model_validate(run.step(hand_over))


def _work_id(workspace_id: str, key: str) -> str:
    name, _, rest = key.partition(":")
    return f"{KIND}:{name}:{workspace_id}:{rest}"


def _attempt(scene: Scene, channel: Channel, outgoing: Outgoing) -> Handed:
    language = scene.services.default_language
    try:
        return Handed(reference=channel.send(outgoing).reference)
    except Refused as refused:
        return Handed(refused=refused.sentence(language))
    except Transient as trouble:
        if scene.parts.now() - outgoing.at >= GIVE_UP:
            return Handed(refused=plain(language, "desk_out_silent"))
        if isinstance(trouble, Later) and trouble.seconds is not None:
            return Handed(again=trouble.seconds)
        raise


def _message(scene: Scene, message_id: int) -> Message | None:
    """None for one that was deleted."""
    said = scene.desk.message(scene.workspace_id, message_id)
    return said if said is not None and said.deleted_at is None else None


def _outgoing(scene: Scene, case_id: int, event: Event, number: int, key: str) -> Outgoing | None:
    """None for what is gone: a case, or a message that was deleted."""
    workspace = scene.workspace_id
    case = scene.desk.get(workspace, case_id)
    if case is None:
        return None
    packet = scene.desk.packet(workspace, case_id) or Packet()
    titles = cards.titles(scene, case, packet, case.language)
    text, whole = "", event in ("opened", "reopened")
    if event == "message":
        said = _message(scene, number)
        if said is None:
            return None
        at, text = said.at, readable(scene.named(said.text))
        if said.files:
            names = ", ".join(str(file.get("name") or "?") for file in said.files)
            text += "\n\n" + plain(case.language, "desk_out_files", names=names)
    else:
        found = [one.at for one in scene.desk.steps(workspace, case_id) if one.version == number]
        if not found:
            return None
        at, text = found[0], words.asked(packet) if whole else ""
    return Outgoing(
        case_id=case_id,
        workspace_id=workspace,
        event=event,
        language=case.language,
        subject=words.subject(case, packet, titles),
        text=text,
        requester=scene.person(case.requester).name,
        summary=words.summary(case, packet, titles) if whole else (),
        key=_work_id(workspace, key),
        at=at,
    )


def _keep(scene: Scene, name: str, outgoing: Outgoing, reference: str) -> None:
    """What it was called first, and when it was opened again."""
    workspace, case_id = outgoing.workspace_id, outgoing.case_id
    if outgoing.event == "reopened" or name not in scene.desk.outside(workspace, case_id):
        scene.desk.called(workspace, case_id, name, reference)


def _tell(scene: Scene, name: str, outgoing: Outgoing, why: str) -> None:
    """Agents can do what a channel did not."""
    case = scene.desk.get(outgoing.workspace_id, outgoing.case_id)
    if case is None:
        return
    reply = thread.not_sent(scene.services.default_language, name, outgoing.event, why)
    try:
        cards.under(scene, case, reply)
    except Unreachable as problem:
        announcing.fail(scene, case, problem)
