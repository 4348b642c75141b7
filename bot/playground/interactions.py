"""What people do in messages and views: click, choose, fill in, submit, close.

Every action returns when the bot has acknowledged it or the deadline has passed. Actions raise
Refused for what Slack's client would not let a person do, and where a view has no place for
Slack's own line: operation_timeout, dispatch_failed, invalid_answer.
"""

import json
from typing import Any

from bot.playground.delivery import Answer, RequestKind
from bot.playground.dispatcher import NoAcknowledgement
from bot.playground.elements import Element, find_element, state_values
from bot.playground.errors import ApiError, Refused
from bot.playground.forms import form_errors
from bot.playground.limits import Json, as_json, check_suggestions
from bot.playground.modals import close_all, close_modal, push_modal, read_view
from bot.playground.payloads import interaction, message_source, view_json, view_source
from bot.playground.people import Done, message_of, tell_missed
from bot.playground.records import Message, Values, View, strings
from bot.playground.slack import Slack

# Slack asks the bot for options only from this many typed characters on, unless told otherwise.
MIN_QUERY_LENGTH = 3

Place = Message | View


def view_of(slack: Slack, user: str, view_id: str) -> View:
    """A view that the person has open; raises Refused("view_not_found")."""
    view = slack.workspace.find_view(view_id)
    if view is None or view.user != user:
        raise Refused("view_not_found")
    return view


def place_of(
    slack: Slack, user: str, channel: str | None, ts: str | None, view_id: str | None
) -> Place:
    """The message or the view that a click names."""
    if view_id is not None:
        return view_of(slack, user, view_id)
    if channel is None or ts is None:
        raise Refused("invalid_request")
    return message_of(slack, user, channel, ts)


def fill(place: Place, user: str, element: Element, given: Json) -> Json:
    """Set an element to a value, without telling the bot; gives Slack's state value."""
    state = element.state(given)
    if state and element.kind != "overflow":
        values = place.values if isinstance(place, View) else place.choices.setdefault(user, {})
        values.setdefault(element.block_id, {})[element.action_id] = state
    return state


async def click(slack: Slack, user: str, place: Place, element: Element, given: Json) -> Done:
    """Click a button or choose a value. `given` holds Slack's value keys, such as
    {"selected_option": {…}}; buttons need none, feedback buttons their `value`."""
    state = fill(place, user, element, given)
    slack.workspace.changed([user])
    if not element.dispatches:
        return Done()
    payload = interaction(slack.workspace, "block_actions", user)
    payload |= _source(slack, user, place)
    payload["trigger_id"] = slack.workspace.new_trigger(user)
    if isinstance(place, Message):
        url = slack.workspace.new_response_url(
            place.channel, user, "", source_ts=place.ts, thread_ts=place.thread_ts
        )
        payload["response_url"] = f"{slack.base_url}/response/{url}"
    action = {
        "type": element.kind,
        "action_id": element.action_id,
        "block_id": element.block_id,
        "action_ts": slack.workspace.next_ts(),
    }
    payload["actions"] = [action | (state or _button_value(element, given))]
    try:
        await _send(slack, "interaction", f"block_actions {element.action_id}", payload)
    except NoAcknowledgement as missed:
        if isinstance(place, Message):
            return Done(notice=tell_missed(slack, place, user, missed))
        raise Refused(missed.code) from missed
    return Done()


async def options(slack: Slack, user: str, place: Place, element: Element, query: str) -> Json:
    """Type into a select that the bot fills: `{"options": […]}` or `{"option_groups": […]}`."""
    if not element.kind.endswith("external_select"):
        raise Refused("element_not_found")
    if len(query) < element.json.get("min_query_length", MIN_QUERY_LENGTH):
        return {"options": []}
    payload = interaction(slack.workspace, "block_suggestion", user)
    payload |= _source(slack, user, place)
    payload |= {"action_id": element.action_id, "block_id": element.block_id, "value": query}
    name = f"block_suggestion {element.action_id}"
    try:
        answer = await _send(slack, "suggestion", name, payload)
    except NoAcknowledgement as missed:
        raise Refused(missed.code) from missed
    body = _parse(answer)
    findings = check_suggestions(body)
    if findings:
        slack.report(name, "; ".join(map(str, findings)))
        raise Refused("invalid_answer")
    return {key: body[key] for key in ("options", "option_groups") if key in body}


async def submit(slack: Slack, user: str, view_id: str, values: Values) -> Done:
    """Fill in a modal and press its submit button; raises Refused("validation") with errors."""
    view = view_of(slack, user, view_id)
    stack = slack.workspace.modals.get(user, [])
    if not stack or stack[-1] is not view or "submit" not in view.payload:
        raise Refused("view_not_found")
    for block_id, actions in values.items():
        for action_id, given in actions.items():
            fill(view, user, find_element(view.blocks, block_id, action_id), as_json(given))
    locale = slack.workspace.people[user].locale
    view.errors = form_errors(view.blocks, state_values(view.blocks, view.values), locale)
    slack.workspace.changed([user])
    if view.errors:
        raise Refused("validation", view.errors)
    payload = interaction(slack.workspace, "view_submission", user)
    payload |= {
        "team": _team(slack, user),
        "trigger_id": slack.workspace.new_trigger(user),
        "view": view_json(slack.workspace, view),
        "response_urls": [],
    }
    name = f"view_submission {view.payload.get('callback_id', '')}"
    try:
        answer = await _send(slack, "interaction", name, payload)
    except NoAcknowledgement as missed:
        raise Refused(missed.code) from missed
    try:
        _take_submission(slack, view, answer)
    except ApiError as error:
        slack.report(name, str(error))
        raise Refused("invalid_answer") from error
    if view.errors:
        raise Refused("validation", view.errors)
    return Done()


async def close(slack: Slack, user: str, view_id: str) -> Done:
    """Close the uppermost modal; the one below shows again, unless the view clears all."""
    view = view_of(slack, user, view_id)
    stack = slack.workspace.modals.get(user, [])
    if not stack or stack[-1] is not view:
        raise Refused("view_not_found")
    cleared = view.payload.get("clear_on_close") is True
    closed = list(reversed(stack)) if cleared else [view]
    if cleared:
        close_all(slack, user)
    else:
        close_modal(slack, view)
    for gone in closed:
        if gone.payload.get("notify_on_close") is True:
            payload = interaction(slack.workspace, "view_closed", user)
            payload |= {"team": _team(slack, user), "is_cleared": cleared}
            payload["view"] = view_json(slack.workspace, gone)
            name = f"view_closed {gone.payload.get('callback_id', '')}"
            try:
                await _send(slack, "interaction", name, payload)
            except NoAcknowledgement:
                continue  # noted as a problem; the person's window is closed all the same
    return Done()


async def shortcut(slack: Slack, user: str, callback_id: str, message: Message | None) -> Done:
    """Use one of the app's shortcuts: on a message, or a global one without."""
    payload = interaction(
        slack.workspace, "shortcut" if message is None else "message_action", user
    )
    payload |= {
        "callback_id": callback_id,
        "trigger_id": slack.workspace.new_trigger(user),
        "action_ts": slack.workspace.next_ts(),
    }
    if message is not None:
        url = slack.workspace.new_response_url(message.channel, user, "", thread_ts=message.ts)
        source = message_source(slack.workspace, message, user, slack.base_url)
        payload |= {
            "response_url": f"{slack.base_url}/response/{url}",
            "message_ts": message.ts,
            "channel": source["channel"],
            "message": slack.snapshot(message),
        }
    try:
        await _send(slack, "interaction", f"shortcut {callback_id}", payload)
    except NoAcknowledgement as missed:
        if message is not None:
            return Done(notice=tell_missed(slack, message, user, missed))
        raise Refused(missed.code) from missed
    return Done()


def _take_submission(slack: Slack, view: View, answer: Answer) -> None:
    """What the bot answered to a submission; raises ApiError where Slack would not take it."""
    body = _parse(answer)
    action = body.get("response_action")
    if not body:
        close_modal(slack, view)
    elif action == "clear":
        close_all(slack, view.user)
    elif action == "errors":
        inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
        errors = strings(body.get("errors"))
        if not errors or not errors.keys() <= inputs:
            raise ApiError("invalid_errors: every key must be the block_id of an input block")
        view.errors = errors
        slack.workspace.changed([view.user])
    elif action == "update":
        payload = read_view(slack, body.get("view"), "modal", replacing=view)
        slack.workspace.replace_view(view, payload)
    elif action == "push":
        push_modal(slack, view.user, read_view(slack, body.get("view"), "modal"))
    else:
        raise ApiError(f"invalid_response_action: {action}")


def _source(slack: Slack, user: str, place: Place) -> Json:
    if isinstance(place, View):
        return view_source(slack.workspace, place)
    return message_source(slack.workspace, place, user, slack.base_url)


def _team(slack: Slack, user: str) -> Json:
    """The person's own team: a stranger's modal belongs to the stranger's workspace."""
    team = slack.world.team_of(slack.workspace.people[user])
    return {"id": team.id, "domain": team.domain}


def _button_value(element: Element, given: Json) -> Json:
    if element.kind == "feedback_buttons":
        buttons = [element.json["positive_button"], element.json["negative_button"]]
        for button in buttons:
            if button["value"] == given.get("value"):
                return {"text": button["text"], "value": button["value"]}
        raise Refused("invalid_choice")
    return {key: element.json[key] for key in ("text", "value", "style") if key in element.json}


async def _send(slack: Slack, kind: RequestKind, name: str, payload: Json) -> Answer:
    return await slack.dispatcher.form(kind, name, {"payload": json.dumps(payload)})


def _parse(answer: Answer) -> Json:
    try:
        body: Any = json.loads(answer.body) if answer.body.strip() else {}
    except ValueError:
        body = {"response_action": answer.body[:40]}
    return as_json(body)
