"""Clicks and the form of a workspace's Mailchimp account."""

from slack_bolt import App

from bot.slack.blocks.account import FORM
from bot.slack.listeners.account.account import (
    disconnect,
    follow_link,
    forget,
    open_form,
    read,
    save_key,
    start,
)


def register(app: App) -> None:
    app.action("account_start")(start)
    app.action("account_link")(follow_link)
    app.action("account_paste")(open_form)
    app.view(FORM)(save_key)
    app.action("account_read")(read)
    app.action("account_disconnect")(disconnect)
    app.action("account_forget")(forget)
