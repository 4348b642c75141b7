"""What is known about one topic: the answer in each language, its sources and dates."""

from collections.abc import Mapping
from datetime import date
from typing import Literal, get_args

from pydantic import BaseModel, ConfigDict

Language = Literal["en", "fr"]
Kind = Literal["topic", "dialogue"]
"""A topic is a question about the move; a dialogue is something said to the bot itself."""

SourceEvidence = Literal["official", "observed", "secondary", "inferred"]
Evidence = Literal["official", "observed", "secondary", "inferred", "disputed"]
Action = Literal["convert", "plans", "person"]
"""Follow-up buttons: check one of my automations · compare the plans · reach a person."""

LANGUAGES: tuple[Language, ...] = get_args(Language)


class Frozen(BaseModel):
    """Frozen, and no key that it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Text(Frozen):
    """The answer in one language.

    ``title`` is plain text of one line; ``short`` and ``detail`` are Slack mrkdwn that cannot
    make a mention; ``detail`` may be empty.
    """

    title: str
    short: str
    detail: str = ""


class Source(Frozen):
    """Where an answer comes from. ``date`` is YYYY, YYYY-MM or YYYY-MM-DD."""

    titles: Mapping[Language, str]
    date: str
    evidence: SourceEvidence
    url: str | None = None
    notes: Mapping[Language, str] = {}

    def title(self, language: Language) -> str:
        """The title in this language, else in the other."""
        return self.titles.get(language) or next(iter(self.titles.values()))

    def note(self, language: Language) -> str | None:
        """What is to be known about the date, in this language, else in the other."""
        return self.notes.get(language) or next(iter(self.notes.values()), None)


class Entry(Frozen):
    """One topic.

    ``evidence`` is the weakest that the answer leans on, ``checked`` the day it was last held
    against its sources, ``valid_until`` the last day it counts as fresh. ``own`` tells a
    workspace's entry from a built-in one; only a workspace's entry carries ``examples``.
    ``file`` is for people: where to mend it.
    """

    id: str
    kind: Kind
    evidence: Evidence
    checked: date
    valid_until: date | None = None
    related: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()
    texts: Mapping[Language, Text]
    sources: tuple[Source, ...] = ()
    examples: Mapping[Language, tuple[str, ...]] = {}
    own: bool = False
    file: str = ""

    @property
    def languages(self) -> tuple[Language, ...]:
        """The languages it speaks, at least one."""
        return tuple(language for language in LANGUAGES if language in self.texts)

    def speaks(self, language: Language) -> bool:
        return language in self.texts

    def text(self, language: Language) -> Text:
        """The answer in this language, else in the other; ``speaks`` tells which."""
        return self.texts.get(language) or self.texts[self.languages[0]]

    def is_due(self, today: date) -> bool:
        """Whether the entry should be checked again before it is trusted."""
        return self.valid_until is not None and today > self.valid_until
