"""A server made from the published description of the API: it knows nothing but what stands there.

Routes, parameters and the shape of every answer come from ``tests/data/schema/reading.json``; what
the answers hold is drawn by hypothesis from their schemas.
"""

import base64
import json
from dataclasses import dataclass, field
from datetime import UTC
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from jsonschema import Draft4Validator
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from tests.mailchimp.accounts import Json

PATH = Path(__file__).parent.parent / "data" / "schema" / "reading.json"
DESCRIPTION: Json = json.loads(PATH.read_text("utf-8"))
BASE: str = DESCRIPTION["basePath"]
LISTS = {
    "/automations": "automations",
    "/campaigns": "campaigns",
    "/automations/{workflow_id}/emails": "emails",
    "/automations/{workflow_id}/emails/{workflow_email_id}/queue": "queue",
    "/automations/{workflow_id}/removed-subscribers": "subscribers",
}
IDS = st.text("0123456789abcdef", min_size=10, max_size=10)


def answer_of(path: str) -> Json:
    schema: Json = DESCRIPTION["paths"][path]["get"]["responses"]["200"]["schema"]
    return schema


def parameters_of(path: str) -> dict[str, Json]:
    described = DESCRIPTION["paths"][path]["get"].get("parameters", ())
    return {one["name"]: one for one in described if one["in"] == "query"}


def values(schema: Json) -> st.SearchStrategy[Any]:
    """Anything that the schema allows; objects lack some of their properties, as it allows too."""
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    match schema.get("type"):
        case "object":
            return objects(schema)
        case "array":
            return st.lists(values(schema.get("items", {})), max_size=3)
        case "string" if schema.get("format") == "date-time":
            return st.datetimes(timezones=st.just(UTC)).map(lambda moment: moment.isoformat())
        case "string":
            return st.text(max_size=12)
        case "integer":
            return st.integers(-(10**6), 10**12)
        case "number":
            return st.floats(allow_nan=False, allow_infinity=False)
        case "boolean":
            return st.booleans()
    return st.just({})


def objects(schema: Json, **given: st.SearchStrategy[Any]) -> st.SearchStrategy[Json]:
    """``given`` are properties that are always there."""
    properties = {name: values(one) for name, one in schema.get("properties", {}).items()}
    needed = {
        name: properties.pop(name) for name in schema.get("required", ()) if name not in given
    }
    optional = {name: one for name, one in properties.items() if name not in given}
    return st.fixed_dictionaries({**needed, **given}, optional=optional)


def named(path: str, most: int) -> st.SearchStrategy[list[Json]]:
    """Items of the list at a path, each with an id of its own."""
    item = answer_of(path)["properties"][LISTS[path]]["items"]
    return st.lists(objects(item, id=IDS), max_size=most, unique_by=lambda one: str(one["id"]))


@st.composite
def accounts(draw: st.DrawFn) -> dict[tuple[str, ...], Any]:
    """What stands at each path, by the path's parts; lists as they are, without their envelope."""
    automations, emails, queue, removed = (
        "/automations",
        "/automations/{workflow_id}/emails",
        "/automations/{workflow_id}/emails/{workflow_email_id}/queue",
        "/automations/{workflow_id}/removed-subscribers",
    )
    found: dict[tuple[str, ...], Any] = {
        (): draw(objects(answer_of("/"), account_id=IDS)),
        ("automations",): draw(named(automations, 3)),
        ("campaigns",): draw(named("/campaigns", 2)),
    }
    for automation in found["automations",]:
        at = ("automations", automation["id"])
        found[*at, "emails"] = draw(named(emails, 3))
        found[*at, "removed-subscribers"] = draw(named(removed, 2))
        for email in found[*at, "emails"]:
            found[*at, "emails", email["id"], "queue"] = draw(named(queue, 3))
    return found


@dataclass
class Described:
    """Serves ``holds``. ``strict``: parameters that the description does not name are refused;
    else they are passed over. ``undocumented`` remembers them, ``wrong`` what breaks it."""

    key: str
    holds: dict[tuple[str, ...], Any] = field(default_factory=dict)
    strict: bool = False
    undocumented: set[tuple[str, str]] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def app(self) -> Starlette:
        return Starlette(
            routes=[
                Route(BASE + path, self._serving(path), methods=["GET"])
                for path in DESCRIPTION["paths"]
            ]
        )

    def _serving(self, path: str) -> Any:
        async def serve(request: Request) -> Response:
            try:
                return self._answer(path, request)
            except Exception as error:
                self.wrong.append(f"{path}: {error!r}")
                raise

        return serve

    def _answer(self, path: str, request: Request) -> Response:
        password = base64.b64decode(request.headers["authorization"].removeprefix("Basic "))
        assert password.decode().endswith(f":{self.key}")
        query = dict(request.query_params)
        known = parameters_of(path)
        foreign = sorted(query.keys() - known.keys())
        self.undocumented |= {(path, name) for name in foreign}
        if foreign and self.strict:
            return JSONResponse(problem(400, f"Unknown parameter {foreign[0]}"), 400)
        for name in query.keys() & known.keys():
            self._check(path, known[name], query[name])
        parts = tuple(part for part in request.url.path.removeprefix(BASE).split("/") if part)
        if parts not in self.holds:
            return JSONResponse(problem(404, "The requested resource could not be found."), 404)
        body = self.holds[parts]
        if path in LISTS:
            start, count = int(query.get("offset", 0)), int(query.get("count", 10))
            page = body[start : start + count] if "count" in known else body
            body = {LISTS[path]: page, "total_items": len(body)}
        Draft4Validator(answer_of(path)).validate(body)
        return JSONResponse(body)

    def _check(self, path: str, described: Json, value: str) -> None:
        right = True
        if described["type"] == "integer":
            right = value.isdigit() and int(value) <= described.get("maximum", int(value))
        elif "enum" in described:
            right = value in described["enum"]
        elif described["type"] == "array":
            right = all(value.split(","))
        if not right:
            self.wrong.append(f"{path}: {described['name']}={value}")


def problem(status: int, detail: str) -> Json:
    """An error as the description wants it."""
    body: Json = {
        "type": "about:blank",
        "title": "Error",
        "status": status,
        "detail": detail,
        "instance": "",
    }
    schema = DESCRIPTION["paths"]["/"]["get"]["responses"]["default"]["schema"]
    Draft4Validator(schema).validate(body)
    return body
