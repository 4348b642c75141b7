"""A small app for the page to talk to: one command, one form, one select that asks for options.

It knows nothing of journeydesk: the page must draw whatever an app sends.
"""

import socket
import threading
from collections.abc import Callable
from typing import Any

import uvicorn
from slack_bolt import App
from slack_bolt.adapter.starlette.handler import SlackRequestHandler
from slack_sdk import WebClient
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

Json = dict[str, Any]

HOSTILE = "<img src=x onerror=alert(1)> <!channel> <script>alert(2)</script>"
AUTOMATIONS = ("Bienvenue", "Panier abandonné", "Anniversaire", HOSTILE)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: str) -> Json:
    return {"type": "mrkdwn", "text": text}


def escape(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def option(value: str) -> Json:
    return {"text": plain(value[:75]), "value": value[:150]}


def answer_blocks(title: str) -> list[Json]:
    return [
        {"type": "header", "text": plain(title[:150])},
        {
            "type": "section",
            "text": mrkdwn(f":warning: *{escape(title)}*\n• `2 jours` après l'e-mail 1"),
            "accessory": {
                "type": "overflow",
                "action_id": "export",
                "options": [option("csv"), option("html")],
            },
        },
        {"type": "section", "fields": [mrkdwn("*Points*\n7"), mrkdwn("*Forfait*\nStandard")]},
        {"type": "divider"},
        {
            "type": "table",
            "rows": [
                [{"type": "raw_text", "text": "Forfait"}, {"type": "raw_text", "text": "Tient"}],
                [{"type": "raw_text", "text": "Standard"}, {"type": "raw_text", "text": "oui"}],
            ],
        },
        {
            "type": "actions",
            "block_id": "answer",
            "elements": [
                {
                    "type": "button",
                    "action_id": "share",
                    "style": "primary",
                    "text": plain("Partager"),
                    "value": "1",
                },
                {"type": "button", "action_id": "ask", "text": plain("Répondre"), "value": "1"},
                {
                    "type": "button",
                    "action_id": "forget",
                    "style": "danger",
                    "text": plain("Oublier"),
                    "value": "1",
                    "confirm": {
                        "title": plain("Vraiment ?"),
                        "text": plain("Rien ne sera gardé."),
                        "confirm": plain("Oui"),
                        "deny": plain("Non"),
                    },
                },
                {
                    "type": "external_select",
                    "action_id": "pick",
                    "min_query_length": 0,
                    "placeholder": plain("Une automatisation"),
                },
            ],
        },
        {"type": "context", "elements": [mrkdwn("Source : article d'aide, 2026")]},
    ]


FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Questions ouvertes"),
    "submit": plain("Enregistrer"),
    "close": plain("Plus tard"),
    "blocks": [
        {
            "type": "input",
            "block_id": "tag",
            "label": plain("Quelle balise ?"),
            "hint": plain("Telle qu'elle s'écrit dans Mailchimp"),
            "element": {"type": "plain_text_input", "action_id": "value"},
        },
        {
            "type": "input",
            "block_id": "plan",
            "optional": True,
            "label": plain("Forfait"),
            "element": {
                "type": "static_select",
                "action_id": "value",
                "options": [option("Essentials"), option("Standard")],
            },
        },
        {
            "type": "input",
            "block_id": "days",
            "optional": True,
            "label": plain("Jours"),
            "element": {
                "type": "checkboxes",
                "action_id": "value",
                "options": [option("lundi"), option("mardi")],
            },
        },
    ],
}


def make_app(api_base_url: str, token: str, signing_secret: str) -> App:
    client = WebClient(token=token, base_url=api_base_url)
    app = App(client=client, signing_secret=signing_secret)

    def convert(ack: Callable[..., None], command: Json) -> None:
        text = command["text"].strip()
        if text == "silence":
            raise TimeoutError
        ack(response_type="ephemeral", text="answer", blocks=answer_blocks(text or HOSTILE))

    def on_share(ack: Callable[..., None], body: Json, respond: Callable[..., None]) -> None:
        ack()
        respond(text=f"Partagé par <@{body['user']['id']}>", response_type="in_channel")

    def on_ask(ack: Callable[..., None], body: Json, client: WebClient) -> None:
        ack()
        client.views_open(trigger_id=body["trigger_id"], view=FORM)

    def on_forget(ack: Callable[..., None], respond: Callable[..., None]) -> None:
        ack()
        respond(text="Oublié", replace_original=True)

    def on_pick(ack: Callable[..., None], body: Json, respond: Callable[..., None]) -> None:
        ack()
        chosen = body["actions"][0]["selected_option"]["value"]
        respond(text=f"Choisi : {escape(chosen)}", replace_original=False)

    def on_agent(ack: Callable[..., None], body: Json, respond: Callable[..., None]) -> None:
        ack()
        respond(text=f"Confié à <@{body['actions'][0]['selected_user']}>", replace_original=False)

    def on_export(ack: Callable[..., None], body: Json, respond: Callable[..., None]) -> None:
        ack()
        respond(
            text=f"Export {body['actions'][0]['selected_option']['value']}", replace_original=False
        )

    def suggest(ack: Callable[..., None], payload: Json) -> None:
        query = payload["value"].lower()
        ack(options=[option(name) for name in AUTOMATIONS if query in name.lower()])

    def on_form(ack: Callable[..., None], body: Json, view: Json, client: WebClient) -> None:
        tag = view["state"]["values"]["tag"]["value"]["value"]
        if tag != "vip":
            ack(response_action="errors", errors={"tag": "Cette balise n'existe pas."})
            return
        ack()
        plan = view["state"]["values"]["plan"]["value"]["selected_option"]
        days = view["state"]["values"]["days"]["value"]["selected_options"]
        client.chat_postEphemeral(
            channel="CMARKETING",
            user=body["user"]["id"],
            text=f"Noté : {tag}, {plan and plan['value']}, {len(days)} jour",
        )

    def on_mention(event: Json, say: Callable[..., None]) -> None:
        say(text="*Rien* ne se perd.", thread_ts=event.get("thread_ts", event["ts"]))

    def on_message(event: Json, say: Callable[..., None]) -> None:
        if event["channel_type"] == "im" and "bot_id" not in event and "subtype" not in event:
            say(text=f"Reçu : {event['text']}")

    def on_home(event: Json, client: WebClient) -> None:
        button = {"type": "button", "action_id": "ask", "text": plain("Répondre"), "value": "1"}
        blocks = [
            {"type": "header", "text": plain("Vos automatisations")},
            {"type": "actions", "elements": [button]},
        ]
        client.views_publish(user_id=event["user"], view={"type": "home", "blocks": blocks})

    app.command("/convert")(convert)
    app.action("share")(on_share)
    app.action("ask")(on_ask)
    app.action("forget")(on_forget)
    app.action("pick")(on_pick)
    app.action("export")(on_export)
    app.action("agent")(on_agent)
    app.options("pick")(suggest)
    app.view("form")(on_form)
    app.event("app_mention")(on_mention)
    app.event("message")(on_message)
    app.event("app_home_opened")(on_home)
    return app


class TinyBot:
    """The app on a free port of this machine, in a thread; `url` takes Slack's requests."""

    def __init__(self, app: App) -> None:
        handler = SlackRequestHandler(app)

        async def events(request: Request) -> Response:
            return await handler.handle(request)

        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}/slack/events"
        routes = [Route("/slack/events", events, methods=["POST"])]
        self._server = uvicorn.Server(
            uvicorn.Config(Starlette(routes=routes), log_level="warning", lifespan="off")
        )
        self._thread = threading.Thread(
            target=self._server.run, kwargs={"sockets": [self._socket]}, daemon=True
        )

    def __enter__(self) -> "TinyBot":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.should_exit = True
        self._thread.join(timeout=10)
        self._socket.close()
