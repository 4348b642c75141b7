import re

from slack_bolt import App

from bot.slack.listeners.commands.convert import convert_command
from bot.slack.listeners.commands.faq import faq_command


def register(app: App) -> None:
    # Any name: a workspace that has another /convert or /faq already gives ours another one.
    # The one for questions is told by its name holding “faq”.
    app.command(re.compile("faq", re.IGNORECASE))(faq_command)
    app.command(re.compile(""))(convert_command)
