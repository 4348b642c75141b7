"""The work of a map that comes with a reply: drawn, uploaded, posted once."""

import logging
from subprocess import SubprocessError
from typing import Literal

from slack_sdk import WebClient

from bot.delivery.run import Deliveries
from bot.durable import Steps
from bot.services.automations import UnknownAutomation
from bot.slack import direct
from bot.slack.failures import SLACK_FAILURES
from bot.slack.maps.order import MapOrder
from bot.slack.maps.posting import name_of, post_map
from bot.slack.services import Services
from converter.picture import NoPicture

log = logging.getLogger(__name__)

Ended = Literal["sent", "refused", "undrawn"]
SENT: Ended = "sent"


class MapSending:
    """Safe to share between threads."""

    def __init__(self, services: Services, client: WebClient, deliveries: Deliveries) -> None:
        self._services = services
        self._client = client
        self._deliveries = deliveries

    def handle(self, steps: Steps, workspace_id: str, key: str) -> Ended:
        """How it ended. What keeps a map back is told to the log alone: the reply stands as it is,
        and its button tries again. Raises what SQLAlchemy raises."""
        order = MapOrder.decode(key)
        with self._deliveries.during(steps, workspace_id):
            ended = self._send(workspace_id, order)
        parts = self._services.sending
        if parts is not None and ended != "undrawn":
            parts.last.refused = ended == "refused"
        return ended

    def _send(self, workspace_id: str, order: MapOrder) -> Ended:
        ref, services = order.ref, self._services
        channel = order.channel or direct.patiently(self._client, order.user_id)
        if channel is None:
            return "refused"
        try:
            report = services.automations.convert(workspace_id, ref.key, ref.language, ref.plan)
            drawn = services.maps.draw(report, ref.language)
        except (UnknownAutomation, NoPicture):
            return "undrawn"
        except (SubprocessError, OSError) as error:
            log.warning("a map could not be drawn: %s", type(error).__name__)
            return "undrawn"
        name = name_of(report, ref.language)
        try:
            post_map(self._client, channel, order.thread, drawn, name, ref.language)
        except SLACK_FAILURES as error:
            log.warning("a map could not be sent: %s", error)
            return "refused"
        return "sent"
