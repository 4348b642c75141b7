import re

from slack_bolt import App

from bot.slack.listeners.actions.listing import open_listing, turn_page
from bot.slack.listeners.actions.modals import explain, person
from bot.slack.listeners.actions.reply import another_plan, convert_candidate, pick_automation
from bot.slack.listeners.actions.share import share
from bot.slack.listeners.actions.unknown import keep_choice, unknown_action


def register(app: App) -> None:
    app.action(re.compile(r"candidate_\d"))(convert_candidate)
    app.action("pick_automation")(pick_automation)
    app.action("pick_plan")(keep_choice)
    app.action("another_plan")(another_plan)
    app.action(re.compile(r"open_\w+"))(open_listing)
    app.action(re.compile(r"page_\w+"))(turn_page)
    app.action("explain")(explain)
    app.action("person")(person)
    app.action("share")(share)
    app.action(re.compile(""))(unknown_action)
