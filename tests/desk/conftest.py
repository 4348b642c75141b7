import pytest
from sqlalchemy import Engine

from bot.services.desk import Desk
from tests.desk.stored import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def desk(engine: Engine, clock: Clock) -> Desk:
    return Desk(engine, clock)
