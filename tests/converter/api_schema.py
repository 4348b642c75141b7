"""The published schema of the API, and where a value breaks it."""

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft4Validator

DATA = Path(__file__).parent.parent / "data"
SCHEMA: dict[str, Any] = json.loads((DATA / "schema" / "automation.json").read_text("utf-8"))


def breaks(value: object, kind: str) -> list[str]:
    """Every place of ``value`` that breaks the schema of its kind, as a path."""
    errors = Draft4Validator(SCHEMA[kind]).iter_errors(value)
    return ["/".join(str(part) for part in error.absolute_path) for error in errors]


def entry_breaks(entry: dict[str, Any]) -> list[str]:
    """The same for a whole element of a bundle."""
    found = [f"automation/{place}" for place in breaks(entry["automation"], "automation")]
    for i, email in enumerate(entry["emails"]):
        found += [f"emails/{i}/{place}" for place in breaks(email, "email")]
    for name, queue in entry.get("queues", {}).items():
        found += [f"queues/{name}/{place}" for place in breaks(queue, "queue")]
    removed = entry.get("removed_subscribers")
    if removed is not None:
        found += [f"removed_subscribers/{p}" for p in breaks(removed, "removed_subscribers")]
    return sorted(set(found))


def unknown_keys(value: Any, schema: dict[str, Any], at: str = "") -> list[str]:
    """Keys that the schema does not name, as paths; free objects may hold any."""
    if isinstance(value, list):
        items = schema.get("items") or {}
        return [k for i, v in enumerate(value) for k in unknown_keys(v, items, f"{at}/{i}")]
    known = schema.get("properties")
    if not isinstance(value, dict) or known is None:
        return []
    found = [f"{at}/{key}" for key in value if key not in known]
    for key in value.keys() & known.keys():
        found += unknown_keys(value[key], known[key], f"{at}/{key}")
    return found
