"""What handlers of these tests do to the application's database, a row for each effect; and what a
test does behind the engine's back."""

from sqlalchemy import Engine, text

from bot.store.engine import make_engine, reading, writing
from bot.work.sqlite import make_work_engine, work_file


def make_table(application: Engine) -> None:
    with writing(application) as session:
        session.execute(text("CREATE TABLE IF NOT EXISTS effects (work TEXT, name TEXT)"))


def put(application: Engine, work: str, name: str) -> None:
    with writing(application) as session:
        session.execute(
            text("INSERT INTO effects VALUES (:work, :name)"), {"work": work, "name": name}
        )


def effects(application: Engine, work: str) -> list[str]:
    with reading(application) as session:
        found = session.execute(
            text("SELECT name FROM effects WHERE work = :work ORDER BY name"), {"work": work}
        )
        return [str(row[0]) for row in found]


def change_work(address: str, *statements: str) -> None:
    """In DBOS's own tables; ``{schema}`` stands before their names."""
    sqlite = address.startswith("sqlite")
    engine = make_work_engine(work_file(address)) if sqlite else make_engine(address)
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement.format(schema="" if sqlite else "dbos.")))
    engine.dispose()
