"""views.*"""

from bot.playground.api.registry import Call, method
from bot.playground.errors import ApiError
from bot.playground.limits import Json, as_json
from bot.playground.modals import exchange_trigger, open_modal, push_modal, read_view
from bot.playground.payloads import view_json


@method("views.open")
def views_open(call: Call) -> Json:
    payload = read_view(call.slack, call.args.get("view"), "modal")
    user = exchange_trigger(call.slack, call.string("trigger_id"))
    view = open_modal(call.slack, user, payload)
    return {"view": view_json(call.workspace, view)}


@method("views.push")
def views_push(call: Call) -> Json:
    payload = read_view(call.slack, call.args.get("view"), "modal")
    user = exchange_trigger(call.slack, call.string("trigger_id"))
    view = push_modal(call.slack, user, payload)
    return {"view": view_json(call.workspace, view)}


@method("views.update")
def views_update(call: Call) -> Json:
    view_id, external_id = call.optional("view_id"), call.optional("external_id")
    if view_id is None and external_id is None:
        call.string("view_id")
    view = call.workspace.find_view(view_id, external_id)
    kind = view.kind if view is not None else str(as_json(call.args.get("view")).get("type"))
    payload = read_view(call.slack, call.args.get("view"), kind, replacing=view)
    if view is None:
        raise ApiError("not_found")
    if call.optional("hash") not in (None, view.hash):
        raise ApiError("hash_conflict")
    call.workspace.replace_view(view, payload)
    return {"view": view_json(call.workspace, view)}


@method("views.publish")
def views_publish(call: Call) -> Json:
    user = call.string("user_id")
    if user not in call.workspace.people:
        raise ApiError("user_not_found")
    home = call.workspace.homes.get(user)
    payload = read_view(call.slack, call.args.get("view"), "home", replacing=home)
    if home is None:
        home = call.workspace.homes[user] = call.workspace.new_view(user, payload)
        call.workspace.changed([user])
    else:
        if call.optional("hash") not in (None, home.hash):
            raise ApiError("hash_conflict")
        call.workspace.replace_view(home, payload)
    return {"view": view_json(call.workspace, home)}
