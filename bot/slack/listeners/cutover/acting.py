"""What every click and form of a cut-over goes through: who it is, which cut-over, may they."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.services.cutovers import Done
from bot.slack import delivery
from bot.slack.blocks.cutover import told
from bot.slack.blocks.elements import Reply, section
from bot.slack.blocks.sentences import sentence
from bot.slack.cutover import announcing
from bot.slack.cutover.reference import CutRef
from bot.slack.cutover.scene import CutoverScene, stage
from bot.slack.listeners.click import clicked_value, let_in
from bot.slack.mrkdwn import neutral
from bot.slack.people import Person
from bot.slack.services import Services
from bot.slack.texts import plain
from converter.cutover import Cutover, Deed, Refused
from converter.cutover import refusal as why_not
from converter.cutover import tasks as tasks_of
from converter.report.model import Language, Task


@dataclass(frozen=True)
class Acting:
    """A full member who does something with a cut-over that exists in their workspace. ``ref`` is
    what the click carried, in the member's language."""

    scene: CutoverScene
    person: Person
    cutover: Cutover
    ref: CutRef
    body: Mapping[str, Any]

    @property
    def language(self) -> Language:
        return self.person.language

    def tasks(self) -> tuple[Task, ...]:
        report = self.scene.report(self.cutover, self.language)
        return tasks_of(self.cutover, report, self.language) if report is not None else ()

    def task(self) -> Task | None:
        """The one that the click names."""
        return next((task for task in self.tasks() if task.id == self.ref.name), None)

    def tell(self, reply: Reply) -> None:
        """Them alone."""
        if self.body.get("type") == "view_submission":
            # A form leaves nothing to answer to but our direct conversation.
            channel = delivery.direct(self.scene.client, self.person.user_id)
            delivery.whisper(self.scene.client, channel, self.person.user_id, reply)
            return
        thread = delivery.thread_of(self.body)
        delivery.tell(self.scene.client, self.body, reply, self.language, thread)

    def do(self, deed: Deed) -> Cutover | None:
        """Have it done and told; None, and whoever did it is told, where it is not possible."""
        done = announcing.do(self.scene, self.cutover, deed)
        if done.did:
            return done.cutover
        self.tell(self.why_not(done))
        return None

    def why_not(self, done: Done) -> Reply:
        language, now = self.language, done.cutover or self.cutover
        if done.why == "refused" and done.reason is not None:
            text = why_not(Refused(done.reason, done.items), self.tasks(), language)
            if done.reason == "still_classic":
                return told.still_classic(now, text, language)
            return Reply(neutral(text), (section(neutral(text)),))
        if done.why == "changed":
            return sentence(language, "cutover_changed")
        if done.why == "gone":
            return sentence(language, "cutover_gone")
        state = plain(language, f"cutover_short_{now.state}")
        return sentence(language, "cutover_not_now", state=state)


def acting(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> Acting | None:
    """None after telling the person why nothing happens."""
    person = let_in(ack, body, context, client, services)
    if person is None:
        return None
    workspace = person.workspace_id
    scene = stage(services, client, workspace)
    view = body.get("view") or {}
    ref = CutRef.decode(view.get("private_metadata") or clicked_value(body))
    found = scene.cutovers.get(workspace, ref.cutover) if scene is not None and ref else None
    if scene is None or ref is None or found is None:
        delivery.tell(client, body, sentence(person.language, "cutover_gone"), person.language)
        return None
    ref = ref.model_copy(update={"language": person.language})
    return Acting(scene, person, found, ref, body)
