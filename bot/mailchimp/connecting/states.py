"""The ``state`` of an OAuth exchange: sealed, short-lived, and bound to whoever asked."""

import secrets
import time
from collections.abc import Callable
from hashlib import sha256
from typing import Literal, Protocol

from pydantic import ValidationError

from converter.frozen import Frozen
from converter.report.model import Language

LIFE_SECONDS = 600
LONGEST = 2000
"""Characters; what is longer was not made here."""
LONGEST_NAME = 80

Step = Literal["link", "answer"]
"""``link``: in the address that the bot gives out; ``answer``: in what Mailchimp sends back."""
Fault = Literal["forged", "expired"]


class Box(Protocol):
    """Authenticated encryption: what ``open`` gives was sealed here, unchanged."""

    def seal(self, text: str) -> str: ...
    def open(self, sealed: str) -> str: ...


class BadState(ValueError):
    """A state that does not count; ``asker`` is whose it was, where that is certain."""

    def __init__(self, fault: Fault, asker: "Asker | None" = None) -> None:
        super().__init__(fault)
        self.fault = fault
        self.asker = asker


class Asker(Frozen):
    """Who asked to connect which workspace; ``name`` is what they are called. ``nonce`` is the same
    in both steps."""

    workspace_id: str
    user_id: str
    name: str
    language: Language
    nonce: str

    @property
    def digest(self) -> str:
        """What is kept of a nonce that was used."""
        return sha256(self.nonce.encode()).hexdigest()


class _Sealed(Asker):
    step: Step
    until: float
    browser: str = ""


class States:
    """Makes and reads them. ``now`` is Unix time. Making one raises what ``box`` raises."""

    def __init__(self, box: Box, now: Callable[[], float] = time.time) -> None:
        self._box = box
        self._now = now

    def link(self, workspace_id: str, user_id: str, name: str, language: Language) -> str:
        """For the address that somebody is given in Slack."""
        asker = Asker(
            workspace_id=workspace_id,
            user_id=user_id,
            name=name[:LONGEST_NAME],
            language=language,
            nonce=secrets.token_urlsafe(24),
        )
        return self._sealed(asker, "link", self._now() + LIFE_SECONDS)

    def asker(self, state: str) -> Asker:
        """Whose link it is. Raises BadState."""
        return _asker(self._read(state, "link"))

    def answer(self, link: str, browser: str) -> str:
        """For Mailchimp, which sends it back: bound to the browser that holds the secret
        ``browser``, and good for as long as the link was. Raises BadState."""
        read = self._read(link, "link")
        return self._sealed(_asker(read), "answer", read.until, _digest(browser))

    def answered(self, state: str, browser: str) -> Asker:
        """Whose answer it is. Raises BadState, also for another browser than the one that went."""
        read = self._read(state, "answer")
        if not browser or not secrets.compare_digest(read.browser, _digest(browser)):
            raise BadState("forged")
        return _asker(read)

    def _sealed(self, asker: Asker, step: Step, until: float, browser: str = "") -> str:
        sealed = _Sealed(**asker.model_dump(), step=step, until=until, browser=browser)
        return self._box.seal(sealed.model_dump_json())

    def _read(self, state: str, step: Step) -> _Sealed:
        if not state or len(state) > LONGEST or not state.isascii():
            raise BadState("forged")
        try:
            read = _Sealed.model_validate_json(self._box.open(state))
        except (ValidationError, RuntimeError):
            # What does not open was not sealed with our keys, or was changed.
            raise BadState("forged") from None
        if read.step != step:
            raise BadState("forged")
        if self._now() > read.until:
            raise BadState("expired", _asker(read))
        return read


def _asker(read: _Sealed) -> Asker:
    return Asker(**{name: getattr(read, name) for name in Asker.model_fields})


def _digest(browser: str) -> str:
    return sha256(browser.encode()).hexdigest()
