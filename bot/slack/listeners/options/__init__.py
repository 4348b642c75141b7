import re

from slack_bolt import App

from bot.slack.listeners.options.automations import find_automations


def register(app: App) -> None:
    app.options(re.compile(""))(find_automations)
