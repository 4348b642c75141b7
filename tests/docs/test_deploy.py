"""The example of several processes names commands and settings that exist."""

import re
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]
from typer.main import get_command

from bot.cli.commands import app
from bot.settings import Settings, variable
from tests.docs.markdown import ROOT

COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "deploy/compose.yaml").read_text("utf-8"))
SERVICES: dict[str, Any] = COMPOSE["services"]
OURS = {name: one for name, one in SERVICES.items() if one.get("image") == "journeydesk"}
KNOWN = {variable(field) for field in Settings.model_fields}
FROM_THE_FILE = {"SITE", "POSTGRES_PASSWORD"}


def test_there_are_receivers_and_workers_over_one_database() -> None:
    assert set(OURS) == {"migration", "receiver", "worker"}
    for role in ("receiver", "worker"):
        assert OURS[role]["command"] == ["serve", "--role", role]
        assert OURS[role]["deploy"]["replicas"] == 2
        assert OURS[role]["depends_on"] == {
            "migration": {"condition": "service_completed_successfully"}
        }
    assert OURS["migration"]["restart"] == "no"
    addresses = {one["environment"]["DATABASE_URL"] for one in OURS.values()}
    assert len(addresses) == 1
    assert addresses.pop().startswith("postgresql://")


@pytest.mark.parametrize("service", OURS)
def test_its_commands_and_settings_are_known(service: str) -> None:
    command: Any = get_command(app)
    words = list(OURS[service]["command"])
    while words and not words[0].startswith("-"):
        command = command.commands[words.pop(0)]
    options = {opt for parameter in command.params for opt in parameter.opts}
    assert {word for word in words if word.startswith("-")} <= options
    assert set(OURS[service]["environment"]) <= KNOWN


def test_what_it_takes_from_the_environment_is_said_at_its_top() -> None:
    text = (ROOT / "deploy/compose.yaml").read_text("utf-8")
    head = text.split("name: journeydesk")[0]
    asked = set(re.findall(r"\$\{(\w+)\}", text))
    assert asked <= KNOWN | FROM_THE_FILE
    assert [name for name in sorted(asked) if name not in head] == []


def test_no_secret_gets_into_the_image() -> None:
    ignored = (ROOT / "deploy/Dockerfile.dockerignore").read_text("utf-8").split()
    assert {".env", "deploy/.env", "var"} <= set(ignored)


def test_a_supervisor_waits_longer_than_the_bot_needs_to_stop() -> None:
    for role in ("receiver", "worker"):
        assert OURS[role]["stop_grace_period"] == "30s"
        assert OURS[role]["restart"] == "always"
