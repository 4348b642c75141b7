import re

from slack_bolt import App

from bot.slack.listeners.events.home import home_opened
from bot.slack.listeners.events.message import app_mention, message


def register(app: App) -> None:
    app.event("app_mention")(app_mention)
    app.event("message")(message)
    app.event("app_home_opened")(home_opened)
    app.event(re.compile(""))(ignore)


def ignore() -> None:
    """Events the app is subscribed to but does not use: acknowledged, not logged."""
