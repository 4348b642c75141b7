"""What every click and form of the desk goes through: who it is, which case, may they."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.desk.case import Case, Deed
from bot.slack import delivery
from bot.slack.blocks.desk.moments import said
from bot.slack.blocks.elements import Reply, section
from bot.slack.blocks.sentences import sentence
from bot.slack.desk import announcing
from bot.slack.desk.reference import CaseRef
from bot.slack.desk.scene import Scene, stage
from bot.slack.listeners.click import clicked_value, let_in, may_ask
from bot.slack.people import Person
from bot.slack.services import Services
from bot.slack.texts import plain
from converter.report.model import Language


@dataclass(frozen=True)
class Acting:
    """Somebody who does something with a case that exists in their workspace."""

    scene: Scene
    person: Person
    case: Case
    body: Mapping[str, Any]

    @property
    def language(self) -> Language:
        return self.person.language

    def tell(self, key: str, **params: object) -> None:
        """One of our sentences to them alone."""
        text = said(self.language, key, **params)  # type: ignore[arg-type]
        self.tell_reply(Reply(text, (section(text),)))

    def tell_reply(self, reply: Reply) -> None:
        if self.body.get("type") == "view_submission":
            # A form leaves nothing to answer to but the channel the case is handled in.
            card = self.scene.desk.card(self.scene.workspace_id, self.case.id)
            if card is not None:
                delivery.whisper(
                    self.scene.client, card.channel, self.person.user_id, reply, card.ts
                )
            return
        delivery.tell(
            self.scene.client, self.body, reply, self.language, delivery.thread_of(self.body)
        )

    def is_agent(self, user: str) -> bool | None:
        """Whether ``user`` handles this case with others; None where Slack does not say."""
        scene = self.scene
        card = scene.desk.card(scene.workspace_id, self.case.id)
        if card is None:
            return False
        return scene.parts.agents.among(scene.client, scene.workspace_id, card.channel, user)

    def state(self) -> str:
        return plain(self.language, f"desk_state_{self.case.state}")

    def do(self, deed: Deed) -> Case | None:
        """Have it done and told; None, and whoever did it is told, where it is not possible."""
        done = announcing.attempt(self.scene, self.case, deed)
        if done.change is not None:
            return done.change[1]
        now = Acting(self.scene, self.person, done.case or self.case, self.body)
        if deed.kind == "claim" and now.case.agent is not None:
            now.tell("desk_taken_already", id=str(now.case.id), agent=now.case.agent)
        else:
            now.tell("desk_not_now", id=str(now.case.id), state=now.state())
        return None


def of_agent(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> Acting | None:
    """An agent; None after telling anybody else why nothing happens."""
    acting = _acting(ack, body, context, client, services)
    if acting is None:
        return None
    among = acting.is_agent(acting.person.user_id)
    if among is None:
        acting.tell("desk_agents_unknown")
        return None
    if not among:
        acting.tell("desk_not_an_agent")
        return None
    return acting


def of_requester(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> Acting | None:
    """Whoever the case is of; None after telling anybody else."""
    acting = _acting(ack, body, context, client, services)
    if acting is not None and acting.case.requester != acting.person.user_id:
        acting.tell("desk_not_your_request")
        return None
    return acting


def _acting(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> Acting | None:
    person = let_in(ack, body, context, client, services, may_ask)
    if person is None:
        return None
    workspace = person.workspace_id
    scene = stage(services, client, workspace)
    view = body.get("view") or {}
    ref = CaseRef.decode(_case_part(view.get("private_metadata") or clicked_value(body)))
    case = scene.desk.get(workspace, ref.case) if scene is not None and ref is not None else None
    if scene is None or case is None:
        delivery.tell(client, body, sentence(person.language, "desk_gone"), person.language)
        return None
    return Acting(scene, person, case, body)


def _case_part(value: object) -> object:
    """A menu's option says what was chosen after the case."""
    return value.partition("+")[0] if isinstance(value, str) else value
