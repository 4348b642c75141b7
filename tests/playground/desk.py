"""A small Bolt app for the tests: it offers, asks, suggests, and remembers what it was sent."""

from typing import Any

from slack_bolt import Ack, App
from slack_sdk import WebClient

from bot.playground.limits import Json

from .block_kit import actions, button, form, mrkdwn, option, plain, section, view

OFFER = [
    section(text=mrkdwn() | {"text": "Convert *Welcome*?"}),
    actions(
        button(text=plain(text="Share"), action_id="share", value="42"),
        {
            "type": "static_select",
            "action_id": "plan",
            "placeholder": plain(text="Plan"),
            "options": [
                {"text": plain(text="Essentials"), "value": "essentials"},
                {"text": plain(text="Standard"), "value": "standard"},
            ],
        },
        {"type": "external_select", "action_id": "find", "placeholder": plain(text="Find")},
    ),
]


def name_form(**more: Any) -> Json:
    field = form({"type": "plain_text_input", "action_id": "name", "max_length": 5})
    return view(
        callback_id="ask",
        title=plain(text="Ask"),
        submit=plain(text="Send"),
        blocks=[field | {"block_id": "who", "label": plain(text="Name")}],
        **more,
    )


class Desk:
    """A small Bolt app that remembers the bodies of its interactions."""

    def __init__(self, app: App) -> None:
        self.bodies: list[Json] = []
        self.submission: Json = {}
        app.command("/convert")(self.convert)
        for action_id in ("share", "plan", "find", "name", "rate", "agent", "room"):
            app.action(action_id)(self.acted)
        app.action("open")(self.open)
        app.options("find")(self.suggest)
        app.view("ask")(self.submitted)
        app.view_closed("ask")(self.acted)
        app.shortcut("convert_this")(self.acted)
        app.event("message")(self.acted)

    def convert(self, ack: Ack, body: Json) -> None:
        self.bodies.append(body)
        if body["text"] == "broken":
            ack(text="x", blocks=[{"type": "header", "text": plain(151)}])
        elif body["text"] == "aloud":
            ack(text="Everybody sees this", response_type="in_channel")
        else:
            ack(text="Convert?", blocks=OFFER)

    def acted(self, ack: Ack, body: Json) -> None:
        self.bodies.append(body)
        ack()

    def open(self, ack: Ack, body: Json, client: WebClient) -> None:
        self.bodies.append(body)
        client.views_open(trigger_id=body["trigger_id"], view=name_form(notify_on_close=True))
        ack()

    def suggest(self, ack: Ack, body: Json) -> None:
        self.bodies.append(body)
        ack(options=[option() | {"text": plain(text=f"{body['value']} {n}")} for n in (1, 2)])

    def submitted(self, ack: Ack, body: Json) -> None:
        self.bodies.append(body)
        ack(**self.submission)
