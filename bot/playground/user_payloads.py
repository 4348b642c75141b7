"""The JSON of users, people and the bot alike."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.playground.limits import Json
from bot.playground.workspace import Workspace


def user_json(workspace: Workspace, user: str, *, locale: bool = False) -> Json:
    """A user as users.info gives it; `locale` only if asked for."""
    world = workspace.world
    if user == world.bot.user_id:
        bot = {
            "id": user,
            "team_id": world.team.id,
            "name": world.bot.name,
            "real_name": world.bot.name,
            "deleted": False,
            "is_bot": True,
            "is_app_user": False,
            "tz": "Etc/UTC",
            "tz_offset": 0,
            "profile": {
                "real_name": world.bot.name,
                "display_name": world.bot.name,
                "bot_id": world.bot.bot_id,
                "api_app_id": world.bot.app_id,
                "team": world.team.id,
            },
        }
        return bot | ({"locale": "en-US"} if locale else {})
    person = workspace.people[user]
    team = world.team_of(person)
    now = datetime.fromtimestamp(workspace.clock.now(), UTC)
    offset = now.astimezone(ZoneInfo(person.tz)).utcoffset()
    return {
        "id": user,
        "team_id": team.id,
        "name": person.name,
        "real_name": person.real_name,
        "deleted": False,
        "color": person.color.lstrip("#"),
        "is_bot": False,
        "is_app_user": False,
        "is_admin": False,
        "is_owner": False,
        "is_restricted": person.role == "guest",
        "is_ultra_restricted": False,
        "is_stranger": person.role == "stranger",
        "tz": person.tz,
        "tz_label": person.tz,
        "tz_offset": int(offset.total_seconds()) if offset else 0,
        "profile": {
            "real_name": person.real_name,
            "display_name": person.name,
            "team": team.id,
        },
    } | ({"locale": person.locale} if locale else {})
