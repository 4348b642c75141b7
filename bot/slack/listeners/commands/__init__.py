import re

from slack_bolt import App

from bot.slack.listeners.commands.convert import convert_command
from bot.slack.listeners.commands.faq import faq_command
from bot.slack.listeners.desk.form import support_command


def register(app: App) -> None:
    # Any name: a workspace that has another /convert or /faq already gives ours another one.
    # The others are told by their names holding “faq” and “support”.
    app.command(re.compile("faq", re.IGNORECASE))(faq_command)
    app.command(re.compile("support", re.IGNORECASE))(support_command)
    app.command(re.compile(""))(convert_command)
