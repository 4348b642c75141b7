"""Clicks and forms under the answers of the conversation."""

import re

from slack_bolt import App

from bot.slack.listeners.talk.feedback import judge, save_reason
from bot.slack.listeners.talk.ladder import none_of_these, pick, say_no, say_yes
from bot.slack.listeners.talk.more import compare_plans, convert, details, reach
from bot.slack.listeners.talk.share import share
from bot.slack.listeners.talk.subjects import list_subjects, pick_subject, suggest


def register(app: App) -> None:
    app.action("faq_yes")(say_yes)
    app.action("faq_no")(say_no)
    app.action("faq_none")(none_of_these)
    app.action(re.compile(r"^faq_pick_\d$"))(pick)
    app.action(re.compile(r"^faq_(more|related_\d|home_\d)$"))(details)
    app.action("faq_convert")(convert)
    app.action("faq_plans")(compare_plans)
    app.action("faq_person")(reach)
    app.action("faq_share")(share)
    app.action("faq_subjects")(list_subjects)
    app.action(re.compile(r"^faq_subject_\d+$"))(pick_subject)
    app.action(re.compile(r"^faq_suggest_\d$"))(suggest)
    app.action(re.compile(r"^faq_feedback(_up|_down)?$"))(judge)
    app.view("faq_feedback")(save_reason)
