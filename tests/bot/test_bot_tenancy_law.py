"""Whatever one workspace does, another sees what it would see without it."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import SecretStr
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from bot.audit_record import StoredBrief
from bot.desk.case import Deed, done
from bot.desk.record import NewCase
from bot.store.answers import AnswerRepository
from bot.store.audits import AuditRepository
from bot.store.desk import CaseRepository, DeskSettingsRepository
from bot.store.desk_messages import CaseMessageRepository
from bot.store.engine import reading, writing
from bot.store.feedback import FeedbackRepository
from bot.store.repositories import (
    AutomationRepository,
    BundleRepository,
    EventRepository,
    Heading,
    SecretRepository,
    WorkspaceRepository,
)
from bot.store.talk import ConversationRepository, TurnRepository, UnansweredRepository
from intents.result import Candidate
from tests.bot.rows import NOW, asked, entry

NAMES = st.sampled_from("abc")
CHANGES = st.one_of(
    st.tuples(st.just("load"), NAMES, st.lists(NAMES, unique=True)),
    st.tuples(st.just("forget"), NAMES),
    st.tuples(st.just("mark"), NAMES),
    st.tuples(st.just("forget_events")),
    st.tuples(st.just("ask"), NAMES),
    st.tuples(st.just("mute"), NAMES),
    st.tuples(st.just("judge"), st.integers(0, 3), st.sampled_from(["up", "down"])),
    st.tuples(st.just("keep"), NAMES, st.text(max_size=5)),
    st.tuples(st.just("drop"), NAMES),
    st.tuples(st.just("rename"), NAMES),
    st.tuples(st.just("answer"), NAMES, NAMES, st.integers(0, 9)),
    st.tuples(st.just("unanswer"), NAMES, NAMES),
    st.tuples(st.just("open"), NAMES),
    st.tuples(st.just("claim"), st.integers(0, 3)),
    st.tuples(st.just("resolve"), st.integers(0, 3)),
    st.tuples(st.just("say"), st.integers(0, 3), NAMES),
    st.tuples(st.just("unsay"), NAMES),
    st.tuples(st.just("forget_cases")),
    st.tuples(st.just("set"), NAMES),
    st.tuples(st.just("audit"), NAMES),
    st.tuples(st.just("end_audit"), st.sampled_from(["done", "stopped"])),
    st.tuples(st.just("forget_audits")),
)


def change(session: Session, team: str, what: tuple[Any, ...], turns: list[int]) -> None:
    """``turns`` are the ids of those that this workspace has made."""
    WorkspaceRepository(session, team).ensure()
    match what:
        case ("load", path, names):
            entries = [entry(name, name, i) for i, name in enumerate(names)]
            BundleRepository(session, team).put(path, path, NOW, None, None, entries)
        case ("forget", path):
            BundleRepository(session, team).remove(path)
        case ("mark", key):
            EventRepository(session, team).mark([key], NOW)
        case ("forget_events",):
            EventRepository(session, team).forget_before(NOW + timedelta(days=1))
        case ("ask", channel):
            thread = ConversationRepository(session, team).ensure(channel, "", NOW)
            turns.append(asked(session, team, thread.id, channel))
            nearest = (Candidate(topic=channel, confidence=0.5),)
            UnansweredRepository(session, team).put(turns[-1], nearest, NOW)
        case ("mute", channel):
            thread = ConversationRepository(session, team).ensure(channel, "", NOW)
            ConversationRepository(session, team).mute(thread.id, "asked", NOW)
        case ("judge", number, verdict) if number < len(turns):
            FeedbackRepository(session, team).put(turns[number], "U1", verdict, None, NOW)
        case ("keep", name, value):
            SecretRepository(session, team).put(name, SecretStr(value), NOW)
        case ("drop", name):
            SecretRepository(session, team).delete(name)
        case ("rename", name):
            WorkspaceRepository(session, team).ensure(name)
        case ("answer", name, question, value):
            AnswerRepository(session, team).put(name, {question: value}, "U1", NOW)
        case ("unanswer", name, question):
            AnswerRepository(session, team).forget(name, [question])
        case ("audit" | "end_audit" | "forget_audits", *_):
            change_audits(session, team, what)
        case _:
            change_desk(session, team, what)


def change_audits(session: Session, team: str, what: tuple[Any, ...]) -> None:
    audits = AuditRepository(session, team)
    running = audits.running()
    match what:
        case ("audit", name):
            made = audits.open("U1", "en", None, 1, NOW)
            if made is not None:
                audits.put(made, [_read(name)])
        case ("end_audit", state) if running is not None:
            audits.change(running.id, state=state, ended_at=NOW)
        case ("forget_audits",):
            for audit_id in audits.outdated(1, NOW + timedelta(days=1)):
                while audits.remove(audit_id):
                    pass


def _read(name: str) -> StoredBrief:
    return StoredBrief(position=0, automation=1, name=name, level="converted", brief="{}")


def change_desk(session: Session, team: str, what: tuple[Any, ...]) -> None:
    cases, messages = CaseRepository(session, team), CaseMessageRepository(session, team)
    mine = cases.facts(NOW, NOW + timedelta(days=1))
    match what:
        case ("open", channel):
            new = NewCase(
                requester="U1", channel=channel, thread_ts="", language="en", start="words"
            )
            cases.open(new, NOW)
        case ("claim" | "resolve" as kind, number) if number < len(mine):
            before = cases.get(mine[number].id)
            assert before is not None
            if before.may(kind):
                deed = Deed(kind=kind, by="UA", why="because")
                cases.change(before, done(before, deed, NOW), deed, NOW)
        case ("say", number, ts) if number < len(mine):
            messages.put(mine[number].id, "requester", "U1", "C1", ts, ts, (), NOW)
        case ("unsay", ts):
            said = messages.at("C1", ts)
            if said is not None:
                messages.delete(said.id, NOW)
        case ("forget_cases",):
            cases.forget_before(NOW + timedelta(days=1))
        case ("set", name):
            DeskSettingsRepository(session, team).put({"triage_channel": name}, "U1", NOW)


def view(session: Session, team: str, turns: list[int]) -> list[object]:
    """All that a workspace can see, without ids."""
    threads, secrets = ConversationRepository(session, team), SecretRepository(session, team)
    found = [threads.get(channel, "") for channel in "abc"]
    mine = [TurnRepository(session, team).get(one) for one in turns]
    row = WorkspaceRepository(session, team).get()
    return [
        row and row.name,
        [(h.name, h.position, h.loaded_from) for h in _headings(session, team)],
        AutomationRepository(session, team).count(),
        [(b.path, b.digest) for b in BundleRepository(session, team).all()],
        [EventRepository(session, team).seen([key]) for key in "abc"],
        [one and (one.channel, one.quiet) for one in found],
        [one and (one.channel, one.text, one.turn) for one in mine],
        [(turns.index(f.turn_id), f.verdict) for f in FeedbackRepository(session, team).all()],
        UnansweredRepository(session, team).all(),
        [secrets.get(name) for name in "abc"],
        {(a.automation_id, a.question): a.value for a in AnswerRepository(session, team).all()},
        *view_desk(session, team),
        *view_audits(session, team),
    ]


def view_audits(session: Session, team: str) -> list[object]:
    audits = AuditRepository(session, team)
    running = audits.running()
    kept = (*audits.finished(9), *([running] if running is not None else []))
    return [
        running is not None,
        [(one.state, one.asked_by) for one in kept],
        [brief.name for one in kept for brief in audits.briefs(one.id)],
    ]


def view_desk(session: Session, team: str) -> list[object]:
    cases, messages = CaseRepository(session, team), CaseMessageRepository(session, team)
    mine = cases.facts(NOW, NOW + timedelta(days=1))
    found = [messages.at("C1", ts) for ts in "abc"]
    return [
        [(one.state, one.agent) for one in mine],
        [(one.channel, one.state) for one in cases.unfinished(9)],
        [(step.kind, step.why) for one in mine for step in cases.steps(one.id)],
        [cases.packet(one.id) for one in mine],
        [one and (one.text, one.deleted_at) for one in found],
        [one.source_ts for case in mine for one in messages.all(case.id)],
        cases.open_now(),
        DeskSettingsRepository(session, team).get(),
    ]


def _headings(session: Session, team: str) -> tuple[Heading, ...]:
    return AutomationRepository(session, team).headings()


@given(st.lists(st.tuples(st.booleans(), CHANGES), max_size=25))
@settings(
    max_examples=25,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
def test_what_one_workspace_does_changes_nothing_for_another(
    engine: Engine, steps: list[tuple[bool, tuple[Any, ...]]]
) -> None:
    """Two workspaces take turns; two more do the same things, one after the other."""
    mixed, apart = [uuid4().hex for _ in range(2)], [uuid4().hex for _ in range(2)]
    made: dict[str, list[int]] = {team: [] for team in (*mixed, *apart)}
    with writing(engine) as session:
        for second, what in steps:
            change(session, mixed[second], what, made[mixed[second]])
        for second, what in sorted(steps, key=lambda step: step[0]):
            change(session, apart[second], what, made[apart[second]])
    with reading(engine) as session:
        for one, other in zip(mixed, apart, strict=True):
            assert view(session, one, made[one]) == view(session, other, made[other])
