import re

from slack_bolt import App

from bot.slack.listeners.commands.convert import convert_command


def register(app: App) -> None:
    # Any name: a workspace that has another /convert already gives ours another one.
    app.command(re.compile(""))(convert_command)
