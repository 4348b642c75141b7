"""Clicks and forms of cut-overs."""

from slack_bolt import App

from bot.slack.listeners.cutover.form import accept, approve, ask, back
from bot.slack.listeners.cutover.opening import open_cutover
from bot.slack.listeners.cutover.step import (
    check,
    choose_plan,
    draft,
    drain,
    open_accept,
    open_approve,
    open_ask,
    open_back,
    open_log,
    revoke,
    tick,
    turn_on,
    turn_on_sure,
    turn_page,
)


def register(app: App) -> None:
    app.action("cutover_open")(open_cutover)
    app.action("cutover_tick")(tick)
    app.action("cutover_plan")(choose_plan)
    app.action("cutover_draft")(draft)
    app.action("cutover_check")(check)
    app.action("cutover_revoke")(revoke)
    app.action("cutover_turn_on")(turn_on)
    app.action("cutover_sure")(turn_on_sure)
    app.action("cutover_drain")(drain)
    app.action("cutover_look")(drain)
    app.action("cutover_previous")(turn_page)
    app.action("cutover_next")(turn_page)
    app.action("cutover_accept")(open_accept)
    app.action("cutover_approve")(open_approve)
    app.action("cutover_ask")(open_ask)
    app.action("cutover_back")(open_back)
    app.action("cutover_log")(open_log)
    app.view("cutover_accept")(accept)
    app.view("cutover_approve")(approve)
    app.view("cutover_ask")(ask)
    app.view("cutover_back")(back)
