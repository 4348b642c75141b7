"""No row without its workspace, no statement without it, nothing reached of another's."""

import pytest
from sqlalchemy import Engine, delete, select, update

from bot.store.engine import make_engine, reading, writing
from bot.store.feedback import FeedbackRepository
from bot.store.models import (
    EVERY_WORKSPACE,
    Base,
    BundleRow,
    ConversationRow,
    OfWorkspace,
    TurnRow,
    WorkspaceRow,
)
from bot.store.repositories import BundleRepository, WorkspaceRepository
from bot.store.talk import ConversationRepository, TurnRepository, UnansweredRepository
from tests.bot.rows import NOW, TURN, asked
from tests.tenancy import only_of_one_workspace, strays

TEAMS = ("T1", "T2")
MAPPERS = sorted(Base.registry.mappers, key=lambda mapper: mapper.class_.__name__)


@pytest.mark.parametrize("mapper", MAPPERS, ids=lambda mapper: mapper.class_.__name__)
def test_every_model_belongs_to_a_workspace(mapper: object) -> None:
    row = mapper.class_  # type: ignore[attr-defined]
    if row is WorkspaceRow:
        return
    assert issubclass(row, OfWorkspace)
    column = row.__table__.c.workspace_id
    assert not column.nullable
    (key,) = column.foreign_keys
    assert (key.target_fullname, key.ondelete) == ("workspaces.id", "CASCADE")
    assert column.key in {c.key for c in mapper.primary_key}  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "statement",
    [
        select(TurnRow),
        select(TurnRow).where(TurnRow.id == 1),
        select(TurnRow).where(TurnRow.workspace_id != "T1"),
        select(TurnRow).join(ConversationRow, ConversationRow.id == TurnRow.conversation_id),
        select(WorkspaceRow.name),
        update(TurnRow).values(workspace_id="T1"),
        delete(BundleRow).where(BundleRow.path == "workspace_id = "),
    ],
    ids=range(7),
)
def test_a_statement_that_forgets_its_workspace_is_noticed(statement: object) -> None:
    assert strays(str(statement))


@pytest.mark.parametrize(
    "statement",
    [
        select(TurnRow).where(TurnRow.workspace_id == "T1"),
        select(WorkspaceRow).where(WorkspaceRow.id == "T1"),
        select(TurnRow)
        .join(ConversationRow, ConversationRow.workspace_id == TurnRow.workspace_id)
        .where(TurnRow.workspace_id == "T1"),
        delete(BundleRow).where(BundleRow.workspace_id == "T1", BundleRow.path == "a"),
    ],
    ids=str,
)
def test_a_statement_that_names_its_workspace_is_let_through(statement: object) -> None:
    assert strays(str(statement)) == []


def test_what_the_session_does_by_itself_names_the_workspace_too(engine: Engine) -> None:
    with only_of_one_workspace(engine):
        with writing(engine) as session:
            WorkspaceRepository(session, "T1").ensure()
            BundleRepository(session, "T1").put("a.json", "1", NOW, None, None, ())
        with writing(engine) as session:
            row = session.get_one(BundleRow, ("T1", 1))
            row.digest = "2"
            session.flush()
            session.refresh(row)
            session.delete(row)


def test_reading_everybodys_rows_fails_unless_it_is_meant(database: str) -> None:
    engine = make_engine(database)
    everybody = select(BundleRow.path)
    with only_of_one_workspace(engine), reading(engine) as session:
        session.execute(everybody.execution_options(**EVERY_WORKSPACE))

    def forget() -> None:
        with only_of_one_workspace(engine), reading(engine) as session:
            session.execute(everybody)

    with pytest.raises(AssertionError, match="about no one workspace"):
        forget()
    engine.dispose()


def test_a_row_of_another_workspace_cannot_be_reached_by_its_key(engine: Engine) -> None:
    with writing(engine) as session:
        for team in TEAMS:
            WorkspaceRepository(session, team).ensure()
        thread = ConversationRepository(session, "T1").ensure("C1", "1.0", NOW)
        theirs = asked(session, "T1", thread.id)
        FeedbackRepository(session, "T1").put(theirs, "U1", "down", None, NOW)
        UnansweredRepository(session, "T1").put(theirs, (), NOW)
    with writing(engine) as session:
        turns, feedback = TurnRepository(session, "T2"), FeedbackRepository(session, "T2")
        gaps, threads = UnansweredRepository(session, "T2"), ConversationRepository(session, "T2")
        assert turns.get(theirs) is None
        assert not turns.change(theirs, 0, TURN)
        turns.set(theirs, text="mine now")
        threads.mute(thread.id, "asked", NOW)
        feedback.explain(theirs, "U1", "wrong", "mine now")
        gaps.remove(theirs)
        for write in (
            lambda: asked(session, "T2", thread.id),
            lambda: feedback.put(theirs, "U1", "up", None, NOW),
            lambda: gaps.put(theirs, (), NOW),
        ):
            with pytest.raises(LookupError, match="in this workspace"):
                write()
    with reading(engine) as session:
        kept = TurnRepository(session, "T1").get(theirs)
        assert kept is not None
        assert kept.text == "Q"
        heard = ConversationRepository(session, "T1").get("C1", "1.0")
        assert heard is not None
        assert not heard.quiet
        (row,) = FeedbackRepository(session, "T1").all()
        assert (row.verdict, row.reason, row.comment) == ("down", None, None)
        assert UnansweredRepository(session, "T1").all() == (("Q", ()),)
