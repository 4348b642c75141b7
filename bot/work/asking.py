"""An operator's request, from a process that does no work itself."""

from sqlalchemy import Engine
from sqlalchemy.engine import make_url

from bot.durable import Json
from bot.work.alone import Alone
from bot.work.connecting import client_of, has_tables, postgresql_in_time
from bot.work.control import ask_running, carry_out
from bot.work.operators import Operator
from bot.work.problems import WorkProblem
from bot.work.sqlite import make_work_engine, work_file


def ask(address: str, request: dict[str, Json]) -> dict[str, Json]:
    """What ``carry_out`` answers. ``address`` is the application's database.

    On SQLite the process that works is asked; when there is none, its lock is ours meanwhile.
    Raises WorkProblem, and sqlalchemy.exc.SQLAlchemyError when the database does not answer.
    """
    url = make_url(address)
    if url.get_backend_name() != "sqlite":
        return _checked(_directly(postgresql_in_time(url, 1), request))
    file = work_file(address)
    if file is None or not file.exists():
        raise WorkProblem("no_work_yet")
    answer = ask_running(file, request)
    if answer is None:
        alone = Alone(file)
        try:
            alone.take()
        except WorkProblem:
            raise WorkProblem("no_answer") from None
        try:
            answer = _directly(make_work_engine(file), request)
        finally:
            alone.give_back()
    return _checked(answer)


def _directly(engine: Engine, request: dict[str, Json]) -> dict[str, Json]:
    try:
        if not has_tables(engine):
            raise WorkProblem("no_work_yet")
        return carry_out(Operator(client_of(engine)), request)
    finally:
        engine.dispose()


def _checked(answer: dict[str, Json]) -> dict[str, Json]:
    if "problem" in answer:
        raise WorkProblem(str(answer["problem"]), **answer["params"])
    return answer
