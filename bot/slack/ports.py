"""What the Slack side asks of the rest of the bot."""

from collections.abc import Sequence
from contextlib import AbstractContextManager
from typing import Literal, Protocol

from bot.allowance import Allowance
from bot.services.answers_model import Answer, Answers, Source
from bot.services.maps import Maps
from bot.services.questions import Given, Judged, Questions
from bot.services.spoken import Question, Spoken
from bot.services.talk import CONVERT, Talk
from bot.services.uploads import Upload, Uploads
from bot.talk.turn import Asked
from converter.report import model as report
from converter.report.model import AutomationReport, Language, PlanId

__all__ = [
    "CONVERT",
    "Allowance",
    "Answer",
    "Answers",
    "Asked",
    "AutomationRef",
    "Automations",
    "Events",
    "Found",
    "Given",
    "Judged",
    "Maps",
    "Question",
    "Questions",
    "Source",
    "Spoken",
    "Talk",
    "Upload",
    "Uploads",
]


class AutomationRef(Protocol):
    """An automation (or an RSS campaign) of a workspace; ``key`` is its number in our store."""

    @property
    def key(self) -> int: ...
    @property
    def automation_id(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def kind(self) -> Literal["automation", "campaign"]: ...


class Found(Protocol):
    """``match`` where the name is sure, else up to five ``candidates``, best first.

    ``same_name``: how many have exactly that name, where there are several, else 0. ``exact``:
    the match has exactly that name.
    """

    @property
    def match(self) -> AutomationRef | None: ...
    @property
    def candidates(self) -> Sequence[AutomationRef]: ...
    @property
    def same_name(self) -> int: ...
    @property
    def exact(self) -> bool: ...


class Automations(Protocol):
    """The automations of a workspace. Nothing here crosses from one workspace to another."""

    def find(self, workspace_id: str, query: str) -> Found: ...
    def search(
        self, workspace_id: str, query: str, limit: int = 100
    ) -> Sequence[AutomationRef]: ...
    def get(self, workspace_id: str, key: int) -> AutomationRef | None: ...
    def convert(
        self, workspace_id: str, key: int, language: Language, plan: str | None = None
    ) -> AutomationReport: ...
    def plan(self, workspace_id: str, key: int) -> PlanId | None: ...
    def questions(
        self, workspace_id: str, key: int, language: Language
    ) -> tuple[report.Question, ...]: ...
    def forget_file(self, workspace_id: str, number: int) -> bool: ...
    def count(self, workspace_id: str) -> int: ...


class Events(Protocol):
    """Remembers what was handled, so that a second delivery is not answered again."""

    def once(self, workspace_id: str, *keys: str) -> AbstractContextManager[bool]:
        """True for the one who should handle it: none of ``keys`` is known. They are kept only
        when the block ends well."""
        ...
