"""api.test, auth.test, users.*"""

from bot.playground.api.registry import Call, method
from bot.playground.errors import ApiError
from bot.playground.limits import Json
from bot.playground.user_payloads import user_json


@method("api.test")
def api_test(call: Call) -> Json:
    if call.optional("error"):
        raise ApiError(call.string("error"))
    return {"args": call.args}


@method("auth.test")
def auth_test(call: Call) -> Json:
    world = call.slack.world
    return {
        "url": f"https://{world.team.domain}.slack.com/",
        "team": world.team.name,
        "team_id": world.team.id,
        "user": world.bot.name,
        "user_id": world.bot.user_id,
        "bot_id": world.bot.bot_id,
        "is_enterprise_install": False,
    }


@method("users.info", "users:read")
def users_info(call: Call) -> Json:
    user = call.string("user")
    if user not in call.workspace.people and user != call.workspace.bot_user:
        raise ApiError("user_not_found")
    return {"user": user_json(call.workspace, user, locale=call.flag("include_locale"))}


@method("users.list", "users:read")
def users_list(call: Call) -> Json:
    everybody = [*call.workspace.people, call.workspace.bot_user]
    shown, cursor = call.page(everybody)
    locale = call.flag("include_locale")
    members = [user_json(call.workspace, user, locale=locale) for user in shown]
    return {"members": members, "response_metadata": cursor}
