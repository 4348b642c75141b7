"""The conversation: what was asked, what is shown for it, what people said of it. Stored."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from threading import RLock
from typing import Literal

from sqlalchemy import Engine
from sqlalchemy.exc import IntegrityError

from bot.clock import utc_now
from bot.services.answers_model import Answer, Answers
from bot.services.listening import heard
from bot.services.spoken import Question, Spoken
from bot.store.engine import reading, writing
from bot.store.feedback import FeedbackRepository
from bot.store.repositories import WorkspaceRepository
from bot.store.talk import (
    ConversationRepository,
    TurnRepository,
    UnansweredRepository,
)
from bot.talk import hearing, turn
from bot.talk.hearing import Allowance, Hearing
from bot.talk.turn import Asked, Turn
from converter.report.model import Language
from intents.result import Match

CONVERT = "convert-automation"
LONGEST = 4000
"""Characters of a question that are looked at and kept; Slack's composer takes about as many."""
LOCKS = 1024

Verdict = Literal["up", "down"]
Step = Literal["done", "already", "not_yours", "gone"]


class Talk:
    """Made once per process; safe to share between threads."""

    def __init__(
        self, engine: Engine, answers: Answers, now: Callable[[], datetime] | None = None
    ) -> None:
        self._engine = engine
        self.answers = answers
        self._now = now or utc_now
        self._locks = tuple(RLock() for _ in range(LOCKS))

    @contextmanager
    def alone(self, workspace_id: str, channel: str, ts: str) -> Iterator[None]:
        """One message is handled by one thread at a time: an edit waits for its answer."""
        with self._locks[hash((workspace_id, channel, ts)) % LOCKS]:
            yield

    # listening

    def hear(self, spoken: Spoken) -> Hearing:
        """What to do about a message; quiet and addressing are remembered."""
        return heard(self._engine, spoken, self._now())

    def first_contact(self, workspace_id: str, channel: str) -> bool:
        """Whether nobody has said anything in this direct conversation; asked once, yes once."""
        with writing(self._engine) as session:
            WorkspaceRepository(session, workspace_id).ensure()
            return ConversationRepository(session, workspace_id).begin(channel, "", self._now())

    # asking

    def ask(self, question: Question) -> tuple[Asked, Allowance] | None:
        """Match, decide, store. ``silent``: nothing may be said (any more) for this question.

        None only for a question that is ``only_if_found`` and was not.
        """
        known = self._known(question)
        if known is not None:
            done = known.answered or known.turn.outcome in ("superseded", "deleted")
            return known, "silent" if done else self._allowed(question, known)
        text = _kept(question.text)
        match, reworded = self._match(question, text)
        new = turn.opening(match, question.language)
        if question.only_if_found and new.view.shape in ("rephrase", "person"):
            return None
        return self._store(question, text, new, reworded)

    def show(self, question: Question, topic: str) -> tuple[Asked, Allowance]:
        """Somebody picked a topic from a list."""
        language = question.language or question.fallback
        new = turn.of_topic(topic, language)
        return self._store(question, _kept(question.text), new, None)

    def answered(self, workspace_id: str, asked: Asked, answer_ts: str | None) -> Asked | None:
        """The answer stands (at ``answer_ts`` unless it is private). Gives the turn as it is now
        where the question changed meanwhile: then what was sent wants changing too."""
        with writing(self._engine) as session:
            turns = TurnRepository(session, workspace_id)
            turns.set(asked.id, answer_ts=answer_ts, answered_at=self._now())
            current = turns.get(asked.id)
        if current is None or current.turn.step == asked.turn.step:
            return None
        return current

    def get(self, workspace_id: str, turn_id: int) -> Asked | None:
        with reading(self._engine) as session:
            return TurnRepository(session, workspace_id).get(turn_id)

    def entry(self, workspace_id: str, topic: str, language: Language) -> Answer | None:
        return self.answers.entry(workspace_id, topic, language)

    def entries(
        self, workspace_id: str, topics: Sequence[str], language: Language
    ) -> tuple[Answer, ...]:
        """Those that (still) exist."""
        found = (self.entry(workspace_id, topic, language) for topic in topics)
        return tuple(entry for entry in found if entry is not None)

    # clicking

    def yes(
        self, workspace_id: str, turn_id: int, step: int, user: str
    ) -> tuple[Step, Asked | None]:
        return self._step(workspace_id, turn_id, step, user, turn.yes)

    def no(
        self, workspace_id: str, turn_id: int, step: int, user: str
    ) -> tuple[Step, Asked | None]:
        return self._step(workspace_id, turn_id, step, user, turn.no)

    def choose(
        self, workspace_id: str, turn_id: int, step: int, user: str, topic: str
    ) -> tuple[Step, Asked | None]:
        return self._step(
            workspace_id, turn_id, step, user, lambda current: turn.choose(current, topic)
        )

    def typed(self, question: Question, word: Literal["yes", "no"]) -> tuple[Asked | None, bool]:
        """A yes or a no in words, to what the asker was shown last in this conversation.

        The turn as it stands now, and whether the word changed it. It never makes a new one.
        """
        workspace = question.workspace_id
        with writing(self._engine) as session:
            turns = TurnRepository(session, workspace)
            last = turns.last(question.channel, question.asker)
            if last is None or last.thread_ts != question.thread or not last.answered:
                return None, False
            if last.turn.outcome in ("deleted", "superseded"):
                return None, False
            if self._now() - last.asked_at > hearing.REPHRASE_WINDOW:
                return None, False
            new = turn.typed_yes(last.turn) if word == "yes" else turn.typed_no(last.turn)
            if new is None or new == last.turn or not turns.change(last.id, last.turn.step, new):
                return last, False
            UnansweredRepository(session, workspace).note(last.id, new, True, self._now())
            return turns.get(last.id), True

    def feedback(self, workspace_id: str, turn_id: int, user: str, verdict: Verdict) -> bool:
        """Keeps what ``user`` thinks of an answer; False where there is no such answer."""
        with writing(self._engine) as session:
            asked = TurnRepository(session, workspace_id).get(turn_id)
            if asked is None or asked.turn.outcome == "deleted":
                return False
            FeedbackRepository(session, workspace_id).put(
                turn_id, user, verdict, asked.turn.topic, self._now()
            )
            return True

    def explain(
        self, workspace_id: str, turn_id: int, user: str, reason: str | None, comment: str | None
    ) -> None:
        """Why somebody was not helped."""
        told = _kept(comment) if comment else None
        with writing(self._engine) as session:
            FeedbackRepository(session, workspace_id).explain(turn_id, user, reason, told)

    # changing what was asked

    def known(self, workspace_id: str, channel: str, question_ts: str) -> Asked | None:
        with reading(self._engine) as session:
            return TurnRepository(session, workspace_id).at(channel, question_ts)

    def edit(
        self, question: Question, before: Asked, edited_at: datetime
    ) -> tuple[Asked | None, bool]:
        """The turn after an edit, and whether the bot may speak about it. None: nothing changed,
        or a newer edit came first."""
        text = _kept(question.text)
        if before.edited_at == edited_at and before.text == text:
            # Delivered again, because what followed it had failed.
            return before, not question.unasked or self._sure(question.workspace_id, before.turn)
        if _is_old(before, text, edited_at):
            return None, False
        match, _ = self._match(question, text)
        new = turn.edited(before.turn, match, question.language)
        return self._keep_edit(question, before, new, text, edited_at)

    def _keep_edit(
        self, question: Question, before: Asked, new: Turn, text: str, edited_at: datetime
    ) -> tuple[Asked | None, bool]:
        speaks = not question.unasked or self._sure(question.workspace_id, new)
        with writing(self._engine) as session:
            turns = TurnRepository(session, question.workspace_id)
            if not turns.change(before.id, before.turn.step, new, text=text, edited_at=edited_at):
                return None, False
            UnansweredRepository(session, question.workspace_id).note(
                before.id, new, speaks, self._now()
            )
            return turns.get(before.id), speaks

    def withdrawn(self, workspace_id: str, turn_id: int) -> None:
        """The answer was taken away."""
        with writing(self._engine) as session:
            TurnRepository(session, workspace_id).set(turn_id, answer_ts=None, answered_at=None)

    def close(
        self,
        workspace_id: str,
        before: Asked,
        outcome: Literal["superseded", "deleted"],
        text: str | None = None,
        edited_at: datetime | None = None,
    ) -> bool:
        """The question is gone, or has become something else. False where it was so already."""
        if before.turn.outcome == outcome and outcome == "deleted":
            return False
        if text is not None and edited_at is not None and _is_old(before, text, edited_at):
            return False
        # What somebody deleted is not kept.
        more: dict[str, object] = {"text": ""} if outcome == "deleted" else {}
        if text is not None:
            more = {"text": _kept(text), "edited_at": edited_at}
        with writing(self._engine) as session:
            turns = TurnRepository(session, workspace_id)
            # A click may have moved it on meanwhile: that does not keep a question from going.
            now = (turns.get(before.id) or before).turn
            new = now.model_copy(update={"outcome": outcome, "step": now.step + 1})
            UnansweredRepository(session, workspace_id).remove(before.id)
            return turns.change(before.id, now.step, new, **more)

    # inside

    def _known(self, question: Question) -> Asked | None:
        if question.question_ts is None:
            return None
        return self.known(question.workspace_id, question.channel, question.question_ts)

    def _match(self, question: Question, text: str) -> tuple[Match, Asked | None]:
        """The match, and the turn in which the bot had asked for these other words."""
        with reading(self._engine) as session:
            thread = ConversationRepository(session, question.workspace_id).get(
                question.channel, question.thread
            )
            last = TurnRepository(session, question.workspace_id).last(
                question.channel, question.asker
            )
        reworded = last if last is not None and self._waits(last, question) else None
        spoken = thread.language if thread is not None and question.together else None
        match = self.answers.match(
            question.workspace_id,
            text,
            fallback=question.language or spoken or question.fallback,
            rephrased=reworded is not None,
        )
        if reworded is not None and match.decision == "rephrase":
            match = match.model_copy(update={"decision": "person"})
        return match, reworded

    def _waits(self, last: Asked, question: Question) -> bool:
        age = self._now() - last.asked_at
        same = question.question_ts is not None and last.question_ts == question.question_ts
        open_ = hearing.asked_for_other_words(last.turn.decision, last.turn.outcome, age)
        return open_ and last.answered and not same

    def _store(
        self,
        question: Question,
        text: str,
        new: Turn,
        reworded: Asked | None,
    ) -> tuple[Asked, Allowance]:
        workspace, now = question.workspace_id, self._now()
        speaks = not question.unasked or self._sure(workspace, new)
        # What an account holds is never shown to a whole channel.
        private = question.private or (new.view.topics[:1] == (CONVERT,) and not question.direct)
        try:
            with writing(self._engine) as session:
                WorkspaceRepository(session, workspace).ensure()
                threads = ConversationRepository(session, workspace)
                thread = threads.ensure(question.channel, question.thread, now)
                turns = TurnRepository(session, workspace)
                allowed = self._count(question, turns, thread.id) if speaks else "silent"
                key = turns.add(
                    thread.id,
                    question.asker,
                    text,
                    new,
                    question_ts=question.question_ts,
                    private=private,
                    now=now,
                )
                threads.speak(thread.id, new.language)
                if reworded is not None:
                    done = reworded.turn.model_copy(update={"outcome": "superseded"})
                    turns.change(reworded.id, reworded.turn.step, done)
                UnansweredRepository(session, workspace).note(key, new, speaks, now)
                stored = turns.get(key)
        except IntegrityError:
            # Another process was handed the same message.
            known = self._known(question)
            if known is None:
                raise
            return known, "silent"
        if stored is None:
            raise LookupError("a turn that was just made is gone")
        return stored, allowed

    def _allowed(self, question: Question, known: Asked) -> Allowance:
        if question.unasked and not self._sure(question.workspace_id, known.turn):
            return "silent"
        return "speak"

    def _count(self, question: Question, turns: TurnRepository, thread_id: int) -> Allowance:
        since = self._now() - hearing.WINDOW
        here = turns.count(since, conversation_id=thread_id) if question.together else 0
        return hearing.allowance(here, turns.count(since, asker=question.asker))

    def _sure(self, workspace_id: str, new: Turn) -> bool:
        topics = new.view.topics
        if topics[:1] == (CONVERT,):
            return new.decision in ("answer", "confirm")
        entry = self.entry(workspace_id, topics[0], new.language) if topics else None
        return hearing.may_speak_unasked(new.decision, entry.kind if entry else None)

    def _step(
        self,
        workspace_id: str,
        turn_id: int,
        step: int,
        user: str,
        move: Callable[[Turn], Turn | None],
    ) -> tuple[Step, Asked | None]:
        with writing(self._engine) as session:
            turns = TurnRepository(session, workspace_id)
            asked = turns.get(turn_id)
            if asked is None or asked.turn.outcome == "deleted":
                return "gone", None
            if asked.asker != user:
                return "not_yours", asked
            if asked.turn.step != step or not asked.turn.open:
                return "already", asked
            new = move(asked.turn)
            if new is None or not turns.change(turn_id, step, new):
                return "already", asked
            UnansweredRepository(session, workspace_id).note(turn_id, new, True, self._now())
            return "done", turns.get(turn_id)


def _kept(text: str) -> str:
    """What is looked at and stored of a text; no database keeps NUL."""
    return text.replace("\0", "")[:LONGEST]


def _is_old(before: Asked, text: str, edited_at: datetime) -> bool:
    newer = before.edited_at is not None and before.edited_at >= edited_at
    return newer or before.text == text or before.turn.outcome == "deleted"
