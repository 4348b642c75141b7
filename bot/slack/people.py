"""Who is asking: full members see the workspace's automations, nobody else does."""

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from typing import Literal

from slack_sdk import WebClient

from bot.slack.failures import SLACK_FAILURES
from bot.slack.identity import ASK_SECONDS
from converter.frozen import Frozen
from converter.report.model import Language

log = logging.getLogger(__name__)

REMEMBER_SECONDS = 300.0
REMEMBER_PEOPLE = 10_000

Standing = Literal["member", "guest", "stranger", "bot", "unknown"]


class Person(Frozen):
    """``unknown`` where Slack could not be asked: it sees nothing either. ``name`` is what they
    are called, else their id."""

    user_id: str
    workspace_id: str
    language: Language
    standing: Standing
    name: str = ""

    @property
    def may_see(self) -> bool:
        """What the account holds."""
        return self.standing == "member"

    @property
    def may_ask(self) -> bool:
        """What everybody may know: answers hold nothing of an account."""
        return self.standing in ("member", "guest")


class People:
    """Asks Slack about a person, at most every five minutes each. Never raises."""

    def __init__(
        self, *, default_language: Language, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._default = default_language
        self._clock = clock
        self._lock = threading.Lock()
        self._known: OrderedDict[tuple[str, str], tuple[float, Person]] = OrderedDict()

    def of(self, client: WebClient, workspace_id: str, user_id: str | None) -> Person:
        """The person, as Slack knows them now or knew them a moment ago."""
        if user_id is None:
            return self._unknown(workspace_id, "")
        remembered = self.remembered(workspace_id, user_id)
        if remembered is not None:
            return remembered
        try:
            asking = WebClient(
                token=client.token,
                base_url=client.base_url,
                timeout=self._seconds(),
                retry_handlers=[],
            )
            user = asking.users_info(user=user_id, include_locale=True).get("user")
        except SLACK_FAILURES as error:
            log.warning("users.info failed: %s", error)
            return self._unknown(workspace_id, user_id)
        if not isinstance(user, dict):
            return self._unknown(workspace_id, user_id)
        person = Person(
            user_id=user_id,
            workspace_id=workspace_id,
            language=self._language(user.get("locale")),
            standing=standing(user, workspace_id),
            name=name_of(user) or user_id,
        )
        self._remember(person)
        return person

    def _seconds(self) -> int:
        """How long Slack's answer is waited for."""
        return ASK_SECONDS

    def remembered(self, workspace_id: str, user_id: str) -> Person | None:
        with self._lock:
            entry = self._known.get((workspace_id, user_id))
        if entry is None or self._clock() - entry[0] >= REMEMBER_SECONDS:
            return None
        return entry[1]

    def language(self, workspace_id: str | None, user_id: str | None) -> Language:
        """The person's language without asking Slack, else the default one."""
        person = self.remembered(workspace_id or "", user_id or "")
        return person.language if person else self._default

    def _remember(self, person: Person) -> None:
        key = (person.workspace_id, person.user_id)
        with self._lock:
            self._known[key] = (self._clock(), person)
            self._known.move_to_end(key)
            while len(self._known) > REMEMBER_PEOPLE:
                self._known.popitem(last=False)

    def _unknown(self, workspace_id: str, user_id: str) -> Person:
        return Person(
            user_id=user_id,
            workspace_id=workspace_id,
            language=self._default,
            standing="unknown",
            name=user_id,
        )

    def _language(self, locale: object) -> Language:
        start = locale[:2].lower() if isinstance(locale, str) else ""
        return "fr" if start == "fr" else "en" if start == "en" else self._default


def name_of(user: Mapping[str, object]) -> str:
    """What a ``user`` object of Slack calls its person."""
    profile = user.get("profile")
    known = (
        (profile.get("display_name"), profile.get("real_name")) if isinstance(profile, dict) else ()
    )
    found = (*known, user.get("real_name"), user.get("name"))
    return next((one for one in found if isinstance(one, str) and one.strip()), "")


def standing(user: Mapping[str, object], workspace_id: str) -> Standing:
    """What a ``user`` object of Slack makes of its person in this workspace."""
    if user.get("is_bot") or user.get("deleted"):
        return "bot"
    if user.get("is_stranger"):
        return "stranger"
    enterprise = user.get("enterprise_user")
    teams = enterprise.get("teams") if isinstance(enterprise, dict) else None
    if user.get("team_id") != workspace_id and workspace_id not in (teams or ()):
        return "stranger"
    if user.get("is_restricted") or user.get("is_ultra_restricted"):
        return "guest"
    return "member"
