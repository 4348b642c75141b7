"""“Make it a FAQ entry”: what was asked and answered, drafted for an editor."""

from typing import Any

from slack_bolt import Ack, BoltContext
from slack_sdk import WebClient

from bot.slack import delivery
from bot.slack.blocks.desk.forms import drafted, faq_view
from bot.slack.blocks.desk.moments import said
from bot.slack.desk.drafting import answered, asked
from bot.slack.listeners.desk.acting import of_agent
from bot.slack.services import Services
from faq.draft import draft


def open_faq(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    acting = of_agent(ack, body, context, client, services)
    if acting is not None:
        scene, case = acting.scene, acting.case
        view = faq_view(case, asked(scene, case), answered(scene, case), acting.language)
        delivery.open_modal(client, body, view)


def save_faq(
    ack: Ack, body: dict[str, Any], context: BoltContext, client: WebClient, services: Services
) -> None:
    """The draft, as a file, in the thread of the card."""
    acting = of_agent(ack, body, context, client, services)
    form = drafted(body.get("view") or {})
    if acting is None or not form.title or not form.answer:
        return
    scene, case = acting.scene, acting.case
    card = scene.desk.card(scene.workspace_id, case.id)
    if card is None:
        return
    today = scene.parts.now().date()
    topic, text = draft(case.language, form.title, form.answer, form.examples, today)
    language = services.default_language
    client.files_upload_v2(
        content=text,
        filename=f"{topic}.toml",
        title=f"{topic}.toml",
        channel=card.channel,
        thread_ts=card.ts,
        initial_comment=said(language, "desk_faq_draft", by=acting.person.user_id),
    )
