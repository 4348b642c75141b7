"""apps.*"""

from bot.playground.api.registry import Call, method
from bot.playground.limits import Json


@method("apps.connections.open", of_app=True)
def apps_connections_open(call: Call) -> Json:
    return {"url": call.slack.sockets.new_address(call.slack.base_url)}
