"""What a handler of durable work may rely on, without knowing the engine."""

from collections.abc import Callable
from typing import Any, Protocol, TypeAlias

Json: TypeAlias = Any
"""What ``json.dumps`` takes: None, bool, int, float, str, and lists and dicts of these."""


class Steps(Protocol):
    """One run of a handler. After a crash it runs again from the beginning: steps that are
    recorded give what they gave, the others are done."""

    @property
    def work_id(self) -> str: ...

    def run(self, name: str, do: Callable[[], Json]) -> Json:
        """Done at least once; its result (JSON) recorded after it."""

    def transaction(self, name: str, do: Callable[[], Json]) -> Json:
        """Done exactly once: what ``do`` writes through bot.store.engine.writing() and the record
        of its result are one transaction."""

    def sleep(self, seconds: float) -> None:
        """Durable: after a restart only the rest is slept."""


class Work(Steps, Protocol):
    """What a handler of the engine is given: its steps, and other work to start and wait for."""

    def child(
        self, queue: str, partition: str | None, kind: str, workspace_id: str, key: str
    ) -> Json:
        """Work of its own, whose result is awaited and recorded. Raises StepFailed as it failed."""


class Transient(Exception):
    """Trouble that passes: a step that raises it is tried again."""


class StepFailed(Exception):
    """A step raised, and that is recorded: after a crash it raises this again, undone.

    An expected failure is better told by a result; ``kind`` is the name of what was raised.
    """

    def __init__(self, step: str, kind: str, text: str) -> None:
        super().__init__(f"{step}: {kind}: {text}")
        self.step = step
        self.kind = kind
        self.text = text
