import re

from slack_bolt import App

from bot.slack.answer_reference import CALLBACK
from bot.slack.listeners.actions.answers import answer_questions, change_answers, save_answers
from bot.slack.listeners.actions.files import send_report
from bot.slack.listeners.actions.listing import open_listing, turn_page
from bot.slack.listeners.actions.map import show_map
from bot.slack.listeners.actions.modals import explain, person
from bot.slack.listeners.actions.reply import another_plan, convert_candidate, pick_automation
from bot.slack.listeners.actions.share import share
from bot.slack.listeners.actions.unknown import keep_choice, unknown_action
from bot.slack.listeners.actions.uploads import forget_file


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
    app.action("report_files")(send_report)
    app.action("answer_questions")(answer_questions)
    app.action("change_answers")(change_answers)
    app.view(CALLBACK)(save_answers)
    app.action("show_map")(show_map)
    app.action("forget_file")(forget_file)
    app.action(re.compile(""))(unknown_action)
