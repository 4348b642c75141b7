import pytest
from sqlalchemy import Engine

from bot.services.cutovers import Cutovers
from tests.desk.stored import Clock


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def cutovers(engine: Engine, clock: Clock) -> Cutovers:
    return Cutovers(engine, clock)
