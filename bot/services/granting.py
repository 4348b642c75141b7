"""Connecting by OAuth: from the link that somebody gets in Slack to Mailchimp's answer."""

import logging
from collections.abc import Callable
from typing import Literal

from bot.mailchimp.connecting.oauth import NotGranted, OAuth
from bot.mailchimp.connecting.states import Asker, BadState, States
from bot.mailchimp.errors import MailchimpError
from bot.services.accounts import Accounts
from bot.services.events import Events
from converter.frozen import Frozen
from converter.report.model import Language

log = logging.getLogger(__name__)

USED = "mailchimp_state:"
"""With the digest of a state that was used, in what is known of a workspace's events."""
LONGEST_CODE = 2000

Outcome = Literal[
    "connected",
    "denied",
    "forged",
    "expired",
    "used",
    "login_unreachable",
    "login_refused",
    "login_unreadable",
    "account_unread",
]


class Answered(Frozen):
    """How it ended. ``language`` where it is certain who asked; ``name`` is the account's; ``why``
    is Mailchimp's trouble as a sentence."""

    outcome: Outcome
    language: Language | None = None
    name: str = ""
    why: str = ""


class Granting:
    """``known`` gives the workspace that is served here, once that is known; ``address`` is where
    the link leads."""

    def __init__(
        self,
        oauth: OAuth,
        states: States,
        accounts: Accounts,
        events: Events,
        known: Callable[[], str | None],
        address: str,
    ) -> None:
        self._oauth = oauth
        self._states = states
        self._accounts = accounts
        self._events = events
        self._known = known
        self._address = address

    @property
    def login(self) -> str:
        """The origin of Mailchimp's login host."""
        return self._oauth.login

    def link(self, workspace_id: str, user_id: str, name: str, language: Language) -> str:
        """For this person alone. Raises what sealing raises."""
        return f"{self._address}?state={self._states.link(workspace_id, user_id, name, language)}"

    def workspace(self, asker: Asker) -> str:
        """What the workspace is called."""
        return self._accounts.workspace_name(asker.workspace_id)

    def asker(self, link: str) -> Asker | Answered:
        """Whose link it is, or how it ended before it began."""
        try:
            asker = self._states.asker(link)
        except BadState as bad:
            return _ended(bad)
        return self._refused(asker) or asker

    def onward(self, link: str, browser: str) -> str | Answered:
        """Where Mailchimp asks for the permission, for the browser that holds the secret
        ``browser``."""
        found = self.asker(link)
        if isinstance(found, Answered):
            return found
        return self._oauth.authorize(self._states.answer(link, browser))

    def answered(self, state: str, browser: str, code: str, error: str) -> Answered:
        """Take Mailchimp's answer: keep the access, and have the account read."""
        try:
            asker = self._states.answered(state, browser)
        except BadState as bad:
            return _ended(bad)
        refused = self._refused(asker)
        if refused is not None:
            return refused
        if error or not code or len(code) > LONGEST_CODE:
            return Answered(outcome="denied", language=asker.language)
        if not self._events.claim(asker.workspace_id, USED + asker.digest):
            return Answered(outcome="used", language=asker.language)
        return self._connected(asker, code)

    def _connected(self, asker: Asker, code: str) -> Answered:
        try:
            credentials = self._oauth.exchange(code)
            made = self._accounts.connect(asker.workspace_id, asker.user_id, credentials)
        except NotGranted as problem:
            log.warning("Mailchimp gave no token: %s", problem.why)
            ends: dict[str, Outcome] = {
                "unreachable": "login_unreachable",
                "refused": "login_refused",
                "unreadable": "login_unreadable",
            }
            return Answered(outcome=ends[problem.why], language=asker.language)
        except MailchimpError as problem:
            log.warning("a token opens no account: %s", problem.key)
            why = problem.sentence(asker.language)
            return Answered(outcome="account_unread", language=asker.language, why=why)
        self._accounts.read(asker.workspace_id, asker.user_id)
        return Answered(outcome="connected", language=asker.language, name=made.account_name)

    def _refused(self, asker: Asker) -> Answered | None:
        if asker.workspace_id != self._known():
            # Sealed with our keys for a workspace that is not served here any more.
            return Answered(outcome="forged")
        if self._events.seen(asker.workspace_id, USED + asker.digest):
            return Answered(outcome="used", language=asker.language)
        return None


def _ended(bad: BadState) -> Answered:
    language = bad.asker.language if bad.asker is not None else None
    return Answered(outcome=bad.fault, language=language)
