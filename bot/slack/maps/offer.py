"""The map that comes with one reply: what the reply says of it, and its beginning."""

import logging

from sqlalchemy.exc import SQLAlchemyError

from bot.slack.maps.order import MapOrder, work_id_of
from bot.slack.people import Person
from bot.slack.reference import Ref
from bot.slack.services import Services
from converter.picture import NoPicture
from converter.report.model import AutomationReport

log = logging.getLogger(__name__)


class Offer:
    """Of one reply to ``person``, who may see the account. ``channel`` is our direct conversation
    where the reply stands in it, ``thread`` its thread there.

    The work begins after the reply was said, so that the map stands below it.
    """

    def __init__(
        self,
        services: Services,
        person: Person,
        channel: str | None = None,
        thread: str | None = None,
    ) -> None:
        self._services = services
        self._parts = services.sending
        self._person = person
        self._channel = channel
        self._thread = thread
        self._due: tuple[str, str] | None = None

    def said(self, report: AutomationReport, ref: Ref) -> str | None:
        """The key of the sentence about the map of ``report``; None where there is none to come."""
        if self._parts is None:
            return None
        order = MapOrder(
            user_id=self._person.user_id, ref=ref, channel=self._channel, thread=self._thread
        )
        try:
            drawn = self._services.maps.digest(report, ref.language)
            work_id = work_id_of(self._person.workspace_id, order, drawn)
            standing = self._parts.standing(work_id)
        except NoPicture:
            return None
        except SQLAlchemyError as error:
            # The reply does not depend on it.
            log.warning("a map was left out: %s", type(error).__name__)
            return None
        if standing == "new":
            self._due = work_id, order.encode()
        if standing == "over" or (standing == "new" and self._parts.last.refused):
            return None
        if standing == "sent":
            return "map_there"
        return "map_follows" if self._channel else "map_comes"

    def begin(self) -> None:
        """Have the map sent that the reply spoke of. Never raises because of the database."""
        if self._parts is None or self._due is None:
            return
        work_id, key = self._due
        try:
            self._parts.start(work_id, self._person.workspace_id, key)
        except SQLAlchemyError as error:
            log.warning("a map will not be sent: %s", type(error).__name__)
