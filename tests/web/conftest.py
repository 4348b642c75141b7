"""An app with a command and a mention, behind the edge."""

from collections.abc import Callable
from typing import Any

import pytest
from slack_bolt import App
from starlette.applications import Starlette

from tests.web.edge_parts import (
    bolt_app,
    edge,
)


@pytest.fixture
def seen() -> list[dict[str, Any]]:
    return []


@pytest.fixture
def app(seen: list[dict[str, Any]]) -> App:
    made = bolt_app()

    @made.command("/convert")
    def convert(ack: Callable[..., None], body: dict[str, Any]) -> None:
        seen.append(body)
        ack(f"you wrote {body.get('text')}")

    @made.event("app_mention")
    def mention(body: dict[str, Any]) -> None:
        seen.append(body)
        if body["event"]["text"] == "fail":
            raise RuntimeError("listener")

    return made


@pytest.fixture
def asgi(app: App) -> Starlette:
    return edge(app)
