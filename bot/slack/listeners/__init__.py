"""One folder a kind of payload, one handler a file. A listener holds no rules: it turns a payload
into one call of a service and the result into blocks."""

from slack_bolt import App

from bot.slack.listeners import (
    account,
    actions,
    audit,
    commands,
    cutover,
    desk,
    events,
    options,
    shortcuts,
    talk,
    views,
)


def register(app: App) -> None:
    commands.register(app)
    events.register(app)
    shortcuts.register(app)
    talk.register(app)
    desk.register(app)
    audit.register(app)
    account.register(app)
    cutover.register(app)
    actions.register(app)
    views.register(app)
    options.register(app)
