"""What Mailchimp's API hides: answered once by the people of a workspace, kept, applied ever after.

An answer given here counts before the one that stands in an automation's file: it is the later one,
and a person's.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from pydantic import Field
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.clock import utc_now
from bot.services.answer_file import storable
from bot.services.automations import Automations
from bot.store.answers import AnswerRepository, Given
from bot.store.engine import reading, writing
from bot.store.repositories import AutomationRepository, WorkspaceRepository
from converter.frozen import Frozen
from converter.questions import EVERY_POST_SEND, usable
from converter.report.model import Question


class Judged(Frozen):
    """A file of answers: ``good`` are those to keep, by automation and question. The others are
    told by name: ids of automations that the workspace does not have, questions that are not
    asked, answers that cannot be used; as ``id`` or ``id/question``."""

    good: dict[str, dict[str, Any]] = Field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    not_asked: tuple[str, ...] = ()
    unusable: tuple[str, ...] = ()


class Questions:
    """Safe to share between threads. Raises what SQLAlchemy raises."""

    def __init__(
        self, engine: Engine, automations: Automations, now: Callable[[], datetime] = utc_now
    ) -> None:
        self._engine = engine
        self._automations = automations
        self._now = now

    def answers_of(self, workspace_id: str) -> dict[str, dict[str, Any]]:
        """Every answer of a workspace as the converter takes them: by automation, by question."""
        found: dict[str, dict[str, Any]] = {}
        with reading(self._engine) as session:
            for one in AnswerRepository(session, workspace_id).all():
                found.setdefault(one.automation_id, {})[one.question] = one.value
        return found

    def given(self, workspace_id: str, key: int) -> tuple[Given, ...]:
        """The answers that stand for the automation with this key, the latest last."""
        with reading(self._engine) as session:
            automation_id = AutomationRepository(session, workspace_id).id_of(key)
            if automation_id is None:
                return ()
            return AnswerRepository(session, workspace_id).of(automation_id)

    def save(self, workspace_id: str, key: int, answers: Mapping[str, Any], by: str) -> None:
        """Keep answers, each of a question that is asked about the automation with this key; None
        forgets one. Nothing where there is no such automation any more."""
        with writing(self._engine) as session:
            automation_id = AutomationRepository(session, workspace_id).id_of(key)
            if automation_id is not None:
                self._put(session, workspace_id, {automation_id: answers}, by)

    def keep(self, workspace_id: str, content: Mapping[str, Mapping[str, Any]], by: str) -> None:
        """Keep what ``judged`` found good in a file."""
        with writing(self._engine) as session:
            self._put(session, workspace_id, content, by)

    def _put(
        self,
        session: Session,
        workspace_id: str,
        content: Mapping[str, Mapping[str, Any]],
        by: str,
    ) -> None:
        WorkspaceRepository(session, workspace_id).ensure()
        repository = AnswerRepository(session, workspace_id)
        for automation_id, answers in content.items():
            kept = {question: value for question, value in answers.items() if value is not None}
            gone = [question for question, value in answers.items() if value is None]
            repository.put(automation_id, kept, by, self._now())
            if gone:
                repository.forget(automation_id, gone)

    def judged(self, workspace_id: str, content: Mapping[str, Mapping[str, Any]]) -> Judged:
        """What of a file's answers (see ``answer_file.answers_in``) can be kept; keeps nothing."""
        kept: dict[str, dict[str, Any]] = {}
        unknown: list[str] = []
        not_asked: list[str] = []
        unusable: list[str] = []
        for automation_id, answers in content.items():
            kinds = self._kinds(workspace_id, automation_id)
            if kinds is None:
                unknown.append(automation_id)
                continue
            good: dict[str, Any] = {}
            for question, value in answers.items():
                name = f"{automation_id}/{question}"
                if value is None:
                    continue
                if question not in kinds:
                    not_asked.append(name)
                elif storable(value) and usable(kinds[question], value):
                    good[question] = value
                else:
                    unusable.append(name)
            if good:
                kept[automation_id] = good
        return Judged(
            good=kept,
            unknown=tuple(unknown),
            not_asked=tuple(not_asked),
            unusable=tuple(unusable),
        )

    def _kinds(self, workspace_id: str, automation_id: str) -> dict[str, str] | None:
        """The questions of an automation with their kinds; None where there is no such one."""
        ref = self._automations.with_id(workspace_id, automation_id)
        if ref is None:
            return None
        return kinds_of(self._automations.questions(workspace_id, ref.key, "en"))


def kinds_of(questions: tuple[Question, ...]) -> dict[str, str]:
    """What may be answered, with the kind of each answer: also all e-mails' actions at once."""
    kinds: dict[str, str] = {question.id: question.kind for question in questions}
    if "actions" in kinds.values():
        kinds[EVERY_POST_SEND] = "actions"
    return kinds


__all__ = ["Given", "Judged", "Questions", "kinds_of"]
