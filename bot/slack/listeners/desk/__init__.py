"""Clicks and forms of the desk."""

from slack_bolt import App

from bot.slack.listeners.desk.agent import (
    ask,
    assign,
    doing,
    open_ask,
    open_assign,
    prioritise,
)
from bot.slack.listeners.desk.faq import open_faq, save_faq
from bot.slack.listeners.desk.form import send_form
from bot.slack.listeners.desk.home import open_settings, save_settings, send_csv
from bot.slack.listeners.desk.requester import cancel, rating


def register(app: App) -> None:
    app.action("desk_claim")(doing("claim"))
    app.action("desk_release")(doing("release"))
    app.action("desk_resolve")(doing("resolve"))
    app.action("desk_reopen")(doing("reopen"))
    app.action("desk_priority")(prioritise)
    app.action("desk_ask")(open_ask)
    app.action("desk_assign")(open_assign)
    app.view("desk_ask")(ask)
    app.view("desk_assign")(assign)
    app.view("desk_form")(send_form)
    app.action("desk_faq")(open_faq)
    app.view("desk_faq")(save_faq)
    app.action("desk_csv")(send_csv)
    app.action("desk_open_settings")(open_settings)
    app.view("desk_settings")(save_settings)
    app.action("desk_cancel")(cancel)
    app.action("desk_rate_good")(rating("good"))
    app.action("desk_rate_bad")(rating("bad"))
