"""The world a local Slack starts with: team, people, channels, the bot, its commands.

A world is data, in TOML or JSON; `world.toml` beside this file is the default one.
"""

import json
import tomllib
from functools import cache
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

Locale = Literal["fr-FR", "en-US"]
Role = Literal["member", "guest", "stranger"]

SCOPES = (
    "app_mentions:read",
    "channels:history",
    "channels:join",
    "channels:read",
    "chat:write",
    "commands",
    "files:read",
    "files:write",
    "groups:history",
    "groups:read",
    "im:history",
    "im:read",
    "im:write",
    "mpim:history",
    "reactions:read",
    "reactions:write",
    "users:read",
)


def _known_zone(name: str) -> str:
    ZoneInfo(name)
    return name


class _Model(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Team(_Model):
    id: str
    name: str
    domain: str


class Bot(_Model):
    user_id: str
    bot_id: str
    app_id: str
    name: str
    color: str = "#5b4b8a"


class Person(_Model):
    """`name` is the handle that people type after @."""

    id: str
    name: str
    real_name: str
    locale: Locale = "en-US"
    tz: Annotated[str, AfterValidator(_known_zone)] = "Europe/Paris"
    role: Role = "member"
    color: str = "#6b6f76"


class ChannelSpec(_Model):
    id: str
    name: str
    topic: str = ""
    private: bool = False
    members: tuple[str, ...] = ()


class Command(_Model):
    name: str = Field(pattern=r"^/\S+$")
    hint: dict[Literal["en", "fr"], str]


class Shortcut(_Model):
    """A message shortcut, in the menu of every message."""

    callback_id: str = Field(min_length=1, max_length=255)
    name: str = Field(min_length=1, max_length=24)


class World(_Model):
    """`try_` (`try` in the file) holds what the page suggests to type, per language."""

    team: Team
    partner: Team
    bot: Bot
    people: tuple[Person, ...]
    channels: tuple[ChannelSpec, ...]
    commands: tuple[Command, ...] = ()
    shortcuts: tuple[Shortcut, ...] = ()
    scopes: tuple[str, ...] = SCOPES
    try_: dict[Literal["en", "fr"], tuple[str, ...]] = Field(default_factory=dict, alias="try")

    @model_validator(mode="after")
    def _members_exist(self) -> "World":
        known = {person.id for person in self.people} | {self.bot.user_id}
        if len(known) != len(self.people) + 1:
            raise ValueError("two people share an id")
        for channel in self.channels:
            unknown = set(channel.members) - known
            if unknown:
                raise ValueError(f"#{channel.name} has members nobody knows: {sorted(unknown)}")
        return self

    def team_of(self, person: Person) -> Team:
        return self.partner if person.role == "stranger" else self.team


def read_world(path: Path) -> World:
    """Read a world from a `.json` or `.toml` file; raises ValueError naming what is wrong."""
    text = path.read_text(encoding="utf-8")
    data: Any = json.loads(text) if path.suffix == ".json" else tomllib.loads(text)
    return World.model_validate(data)


@cache
def default_world() -> World:
    return read_world(Path(__file__).with_name("world.toml"))
