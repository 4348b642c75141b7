import re

from slack_bolt import Ack, App

from bot.slack.listeners.desk.form import ask_person
from bot.slack.listeners.shortcuts.answer import answer_message


def register(app: App) -> None:
    app.message_shortcut("answer_message")(answer_message)
    app.message_shortcut("ask_person")(ask_person)
    app.shortcut(re.compile(""))(ignore)


def ignore(ack: Ack) -> None:
    """Shortcuts of another version of the manifest."""
    ack()
