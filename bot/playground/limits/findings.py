"""What is wrong with a payload, and where: Slack's sentence and a JSON Pointer."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

Json = dict[str, Any]


def as_json(value: Any) -> Json:
    """`value` if it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


@dataclass(frozen=True, slots=True)
class Finding:
    """One refusal. `pointer` is a JSON Pointer into the call's arguments, such as `/blocks/0`."""

    reason: str
    pointer: str

    def __str__(self) -> str:
        return f"{self.reason} [json-pointer:{self.pointer}]"


@dataclass(slots=True)
class Node:
    """A JSON object under check. Every method reports into `log` and never raises.

    A key with the value null counts as given, with the wrong type: Slack refuses it too.
    """

    value: Json
    pointer: str
    log: list[Finding] = field(default_factory=list)

    def fail(self, reason: str, *path: str | int) -> None:
        self.log.append(Finding(reason, "/".join([self.pointer, *map(str, path)])))

    def only(self, *keys: str) -> None:
        """Refuse any key that the object does not have in Slack's schema."""
        for key in self.value:
            if key not in keys:
                self.fail(f"invalid additional property: {key}")

    def required(self, *keys: str) -> bool:
        missing = [key for key in keys if key not in self.value]
        for key in missing:
            self.fail(f"missing required field: {key}")
        return not missing

    def string(
        self, key: str, most: int | None = None, *, required: bool = False, least: int = 1
    ) -> str | None:
        """The string under `key` if it is one; its length must be `least` to `most` characters."""
        if not self._present(key, required):
            return None
        value = self.value[key]
        if not isinstance(value, str):
            self.fail("must provide a string", key)
            return None
        if len(value) < least:
            self.fail(f"must be more than {least - 1} characters", key)
        if most is not None and len(value) > most:
            self.fail(f"must be less than {most + 1} characters", key)
        return value

    def text(
        self, key: str, most: int, *, required: bool = False, plain: bool = False
    ) -> str | None:
        """The text object under `key`, 1 to `most` characters, `plain_text` only if `plain`."""
        child = self.child(key, required=required)
        return None if child is None else child.as_text(most, plain=plain)

    def as_text(self, most: int, *, plain: bool = False) -> str | None:
        """Check this object itself as a text object and give its text."""
        kind = self.value.get("type")
        if kind == "plain_text":
            self.only("type", "text", "emoji")
            self.boolean("emoji")
        elif kind == "mrkdwn" and not plain:
            self.only("type", "text", "verbatim")
            self.boolean("verbatim")
        else:
            wanted = "plain_text" if plain else "plain_text or mrkdwn"
            self.fail(f"unsupported type: {kind}, must be {wanted}", "type")
        return self.string("text", most, required=True)

    def boolean(self, key: str) -> None:
        if key in self.value and not isinstance(self.value[key], bool):
            self.fail("must be a boolean", key)

    def integer(
        self, key: str, low: int | None = None, high: int | None = None, *, required: bool = False
    ) -> int | None:
        if not self._present(key, required):
            return None
        value = self.value[key]
        if not isinstance(value, int) or isinstance(value, bool):
            self.fail("must be an integer", key)
            return None
        if low is not None and value < low:
            self.fail(f"must be at least {low}", key)
        if high is not None and value > high:
            self.fail(f"must be at most {high}", key)
        return value

    def one_of(self, key: str, choices: Iterable[str], *, required: bool = False) -> None:
        if self._present(key, required) and self.value[key] not in (allowed := list(choices)):
            self.fail(f"must be one of: {', '.join(allowed)}", key)

    def child(self, key: str, *, required: bool = False) -> "Node | None":
        """The object under `key` as a node of its own."""
        if not self._present(key, required):
            return None
        value = self.value[key]
        if not isinstance(value, dict):
            self.fail("must provide an object", key)
            return None
        return Node(value, f"{self.pointer}/{key}", self.log)

    def children(
        self, key: str, low: int, high: int | None, *, required: bool = True
    ) -> list["Node"]:
        """The objects in the array under `key`, which must hold `low` to `high` items."""
        nodes = []
        for index, value in enumerate(self.array(key, low, high, required=required)):
            if isinstance(value, dict):
                nodes.append(Node(value, f"{self.pointer}/{key}/{index}", self.log))
            else:
                self.fail("must provide an object", key, index)
        return nodes

    def array(self, key: str, low: int, high: int | None, *, required: bool = True) -> list[Any]:
        if not self._present(key, required):
            return []
        value = self.value[key]
        if not isinstance(value, list):
            self.fail("must be an array", key)
            return []
        if len(value) < low:
            self.fail(f"no fewer than {low} items allowed", key)
        if high is not None and len(value) > high:
            self.fail(f"no more than {high} items allowed", key)
        return value

    def _present(self, key: str, required: bool) -> bool:
        if key in self.value:
            return True
        if required:
            self.fail(f"missing required field: {key}")
        return False
