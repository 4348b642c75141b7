"""Clicks under the messages of an audit, and in the App Home."""

import re

from slack_bolt import App

from bot.slack.listeners.audit.acting import cancel, send, show, start
from bot.slack.listeners.audit.listing import open_list, turn_page


def register(app: App) -> None:
    app.action("audit_start")(start)
    app.action("audit_cancel")(cancel)
    app.action("audit_show")(show)
    app.action("audit_files")(send)
    app.action("audit_list")(open_list)
    app.action(re.compile(r"audit_page_\w+"))(turn_page)
