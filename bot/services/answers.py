"""What the bot knows and the matcher that finds it, kept up to date while it runs."""

import logging
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from threading import Lock, Thread
from typing import Protocol

from bot.services.answers_model import Answer, Source
from converter.report.model import Language
from faq import Entry, Knowledge, Library, Problem
from intents import building, corpus
from intents.corpus import Corpus
from intents.fresh import WithFresh
from intents.matcher import Matcher
from intents.model import Model
from intents.result import Match

log = logging.getLogger(__name__)


class Asked(Protocol):
    """A matcher, or one that knows examples of just now besides."""

    @property
    def views(self) -> tuple[str, ...]: ...
    def match(self, text: str, *, fallback: Language, asked_again: bool = False) -> Match: ...


class Answers:
    """One knowledge for the whole process; raises faq.FaqError where a built-in entry is wrong
    and OSError where ``cache`` cannot be written.

    A changed file counts from the next question on: its texts at once, its examples by nearness
    until the model has learned them in a process beside this one.
    """

    def __init__(
        self,
        folders: Sequence[Path],
        cache: Path,
        *,
        progress: building.Progress = lambda *_: None,
        background: bool = True,
    ) -> None:
        self._library = Library(*folders)
        self._cache = cache
        self._background = background
        self._ours = corpus.load()
        for problem in self.problems:
            log.info("left out of the FAQ: %s", problem.say("en"))
        self._lock = Lock()
        self._known = self._library.current()
        self._corpus = corpus_of(self._ours, self._known)
        self._learned = building.build(self._corpus, cache, progress)
        self._matcher: Asked = self._learned
        self._in_model = self._corpus

    @property
    def knowledge(self) -> Knowledge:
        return self._library.current()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the workspace's files as they are now; what they hold is not used."""
        error = self._library.error
        return error.problems if error else ()

    @property
    def examples(self) -> Corpus:
        """Ours and the workspace's, as of the last question."""
        return self._corpus

    @property
    def model(self) -> Model:
        """The model that was learned last."""
        return self._learned.model

    @property
    def matcher(self) -> Asked:
        """The matcher for the knowledge of this moment."""
        knowledge = self._library.current()
        if knowledge is not self._known:
            self._follow(knowledge)
        return self._matcher

    def match(
        self,
        workspace_id: str,  # noqa: ARG002
        text: str,
        *,
        fallback: Language,
        rephrased: bool = False,
    ) -> Match:
        """``workspace_id`` is for the day when one process knows several."""
        found = self.matcher.match(text, fallback=fallback, asked_again=rephrased)
        return _only_known(found, self._known)

    def warm(self) -> None:
        """What the first questions would otherwise wait for is read now."""
        self._learned.warm()

    def entry(
        self,
        workspace_id: str,  # noqa: ARG002
        topic: str,
        language: Language,
    ) -> Answer | None:
        knowledge = self._library.current()
        entry = knowledge.get(topic)
        return None if entry is None else answer(entry, language, knowledge)

    def topics(
        self,
        workspace_id: str,  # noqa: ARG002
        language: Language,
    ) -> tuple[tuple[str, str], ...]:
        entries = self._library.current().topics()
        return tuple((entry.id, entry.text(language).title) for entry in entries)

    def _follow(self, knowledge: Knowledge) -> None:
        with self._lock:
            if knowledge is self._known:
                return
            self._known = knowledge
            wanted = corpus_of(self._ours, knowledge)
            if wanted.fingerprint == self._corpus.fingerprint:
                return
            self._corpus = wanted
            ready = building.ready(wanted, self._cache)
            if ready is not None:
                self._use(ready, wanted)
                return
            learned = frozenset(self._in_model.phrases)
            fresh = [phrase for phrase in wanted.phrases if phrase not in learned]
            self._matcher = WithFresh(self._learned, fresh)
            if self._background:
                Thread(target=self._learn, args=(wanted,), name="learning", daemon=True).start()

    def _learn(self, wanted: Corpus) -> None:
        """Learn beside the conversation; the latest knowledge wins."""
        if not building.build_elsewhere(wanted, self._cache):
            log.warning("the matcher could not learn the new examples; they are found by nearness")
            return
        ready = building.ready(wanted, self._cache)
        with self._lock:
            if ready is not None and wanted is self._corpus:
                self._use(ready, wanted)

    def _use(self, ready: Matcher, learned: Corpus) -> None:
        self._learned = self._matcher = ready
        self._in_model = learned


def corpus_of(ours: Corpus, knowledge: Knowledge) -> Corpus:
    """Our examples and those that a workspace's entries carry."""
    own: Mapping[str, Mapping[Language, Sequence[str]]] = {
        entry.id: entry.examples for entry in knowledge.entries.values() if entry.examples
    }
    return ours.with_topics(own) if own else ours


def answer(
    entry: Entry, language: Language, knowledge: Knowledge, today: date | None = None
) -> Answer:
    """An entry as the conversation shows it, in ``language`` or, where an entry of the workspace
    does not speak it, in its other one."""
    text = entry.text(language)
    spoken: Language = language if entry.speaks(language) else _other(language)
    related = [(topic, found) for topic in entry.related if (found := knowledge.get(topic))]
    return Answer(
        topic=entry.id,
        kind=entry.kind,
        language=spoken,
        title=text.title,
        short=text.short,
        detail=text.detail,
        sources=tuple(
            Source(
                title=source.title(spoken),
                url=source.url,
                date=source.date,
                note=source.note(spoken),
                evidence=source.evidence,
            )
            for source in entry.sources
        ),
        evidence=entry.evidence,
        checked=entry.checked,
        due=entry.is_due(today or date.today()),
        related=tuple((topic, found.text(language).title) for topic, found in related),
        actions=entry.actions,
    )


def _other(language: Language) -> Language:
    return "fr" if language == "en" else "en"


def _only_known(found: Match, knowledge: Knowledge) -> Match:
    """Without topics whose entry was taken away since the model learned them."""
    ranked = (*found.candidates, *found.runners_up)
    if all(one.topic in knowledge.entries for one in ranked):
        return found
    shown = tuple(c for c in found.candidates if c.topic in knowledge.entries)
    rest = tuple(c for c in found.runners_up if c.topic in knowledge.entries)
    decision = found.decision
    best_gone = bool(found.candidates) and found.candidates[0] not in shown
    if best_gone or (decision == "choose" and len(shown) < 2):
        # What was sure was sure of the entry that is gone: what is left can only be offered.
        decision = "choose" if len(shown) > 1 else "rephrase"
    best = next(iter((*shown, *rest)), None)
    return found.model_copy(
        update={
            "topic": best.topic if best else None,
            "confidence": best.confidence if best else 0.0,
            "candidates": shown if decision != "rephrase" else (),
            "runners_up": rest if decision != "rephrase" else (*shown, *rest),
            "decision": decision,
        }
    )
