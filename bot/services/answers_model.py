"""An answer as the conversation shows it: one entry of the FAQ, in one language."""

from datetime import date
from typing import Literal, Protocol

from converter.frozen import Frozen
from converter.report.model import Language
from intents.result import Match

SourceEvidence = Literal["official", "observed", "secondary", "inferred"]
Evidence = Literal["official", "observed", "secondary", "inferred", "disputed"]
Action = Literal["convert", "plans", "person"]


class Source(Frozen):
    """Where a statement comes from. ``date`` is a year, year-month or day, as the entry has it."""

    title: str
    url: str | None = None
    date: str
    note: str | None = None
    evidence: SourceEvidence


class Answer(Frozen):
    """``short`` and ``detail`` are Slack mrkdwn that was checked when the entry was loaded;
    ``title`` and everything of a source are plain text.

    ``due``: the day after which the entry wants checking again has passed. ``related`` holds
    topics with their titles, three at most.
    """

    topic: str
    kind: Literal["topic", "dialogue"]
    language: Language
    title: str
    short: str
    detail: str = ""
    sources: tuple[Source, ...] = ()
    evidence: Evidence
    checked: date
    due: bool = False
    related: tuple[tuple[str, str], ...] = ()
    actions: tuple[Action, ...] = ()


class Answers(Protocol):
    """What is known, and the matcher that finds it; of one workspace each time."""

    def match(
        self, workspace_id: str, text: str, *, fallback: Language, rephrased: bool = False
    ) -> Match:
        """``fallback`` is the language where the text does not tell; ``rephrased``: these are the
        other words that the bot asked for."""
        ...

    def entry(self, workspace_id: str, topic: str, language: Language) -> Answer | None: ...

    def topics(self, workspace_id: str, language: Language) -> tuple[tuple[str, str], ...]:
        """Every topic of kind "topic" with its title, in the order in which they are listed."""
        ...
