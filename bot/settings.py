"""What the person who runs the bot can set: in the environment or in a file named ``.env``."""

import glob
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import BeforeValidator, Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from bot.allowance import Limit
from bot.mailchimp_settings import MailchimpSettings
from bot.setting_problems import address, problem
from bot.words import language_of, texts
from converter import Limits, load_limits, plan_named
from converter.content import ContentError
from converter.plans import BUILT_IN
from converter.report.model import Language

if TYPE_CHECKING:
    from bot.desk.settings import DeskSettings

DEFAULT_DATABASE = "sqlite:///var/journeydesk.sqlite3"
_CHANNEL = r"[CG][A-Z0-9]{2,20}"
DEFAULT_SLACK_API = "https://slack.com/api/"


class SettingsError(ValueError):
    """Some settings cannot be used; ``sentences`` says which, why and what to do, one each."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def _port(value: object) -> object:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= 65535):
        raise problem("port", value=text)
    return int(text)


def _megabytes(value: object) -> object:
    text = str(value).strip()
    if not (text.isascii() and text.isdigit() and len(text) < 5 and 1 <= int(text) <= 2000):
        raise problem("megabytes", value=text)
    return int(text)


def _language(value: object) -> object:
    text = str(value).strip().lower()
    if text not in ("en", "fr"):
        raise problem("language", value=str(value))
    return text


class Settings(MailchimpSettings):
    """Every setting, read-only. Secrets show as ``**********`` wherever they are printed."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
        validate_default=False,
    )

    slack_bot_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_app_token: SecretStr | None = None
    slack_api_base_url: str = DEFAULT_SLACK_API
    database_url: SecretStr = SecretStr(DEFAULT_DATABASE)
    """A secret, because it may hold a password."""
    journeydesk_keys: SecretStr | None = None
    """What is secret is encrypted with the first, and read with any; see bot.store.keys."""
    journeydesk_bundle: Annotated[tuple[str, ...], NoDecode] = ()
    """Files or globs, as written."""
    journeydesk_plan: str | None = None
    """The id of a plan: free, essentials, standard or premium."""
    journeydesk_limits: Path | None = None
    """A file with newer limits of the plans, in the shape of ``converter/plans.toml``."""
    journeydesk_lang: Annotated[Language | None, BeforeValidator(_language)] = None
    journeydesk_faq: Annotated[tuple[Path, ...], NoDecode] = ()
    """Folders with entries of your own, in the shape of ``faq/entries``."""
    journeydesk_cache: Path | None = None
    """Where converted encoders and learned models are kept; None: the user's cache folder."""
    journeydesk_channels: Annotated[tuple[str, ...], NoDecode] = ()
    """Ids of the channels in which every message at the top level is a question."""
    journeydesk_triage_channel: str | None = None
    """The id of the channel in which people take requests: whoever is in it is an agent."""
    journeydesk_desk: Path | None = None
    """A file with everything about the desk, in the shape of ``docs/desk.example.toml``."""
    journeydesk_four_eyes: bool = True
    """Whoever checked a cut-over may not approve it."""
    journeydesk_blocks: Literal["new", "plain"] = "new"
    """``plain``: only buttons that every Slack client draws."""
    journeydesk_user_limit: Annotated[Limit, NoDecode] = Limit(20, 60)
    """How much one person may ask, as ``20/60``: 20 in 60 seconds."""
    journeydesk_workspace_limit: Annotated[Limit, NoDecode] = Limit(600, 60)
    """How much all people of one workspace may ask together."""
    journeydesk_upload_mb: Annotated[int, BeforeValidator(_megabytes)] = Field(default=100, ge=1)
    """The largest file that people may send to the bot, in megabytes."""
    journeydesk_role: Literal["all", "receiver", "worker"] = "all"
    """What this process does of the bot's work; anything but all needs PostgreSQL."""
    host: str = "127.0.0.1"
    port: Annotated[int, BeforeValidator(_port)] = Field(default=3000, ge=1, le=65535)

    @field_validator("slack_bot_token", "slack_app_token", "slack_signing_secret", mode="after")
    @classmethod
    def _no_spaces(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None:
            return None
        text = value.get_secret_value().strip()
        if not text.isascii() or not text.isprintable() or " " in text:
            raise problem("secret")
        return SecretStr(text) if text else None

    @field_validator("slack_bot_token", mode="after")
    @classmethod
    def _bot_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and value.get_secret_value().startswith("xapp-"):
            raise problem("bot_token")
        return value

    @field_validator("slack_app_token", mode="after")
    @classmethod
    def _app_token(cls, value: SecretStr | None) -> SecretStr | None:
        if value is not None and not value.get_secret_value().startswith("xapp-"):
            raise problem("app_token")
        return value

    @field_validator("slack_api_base_url", mode="after")
    @classmethod
    def _address(cls, value: str) -> str:
        return address(value)

    @field_validator("database_url", mode="after")
    @classmethod
    def _database(cls, value: SecretStr) -> SecretStr:
        # Here, because the command line needs the settings and not the two tenths of a second.
        from sqlalchemy.engine import make_url  # noqa: PLC0415
        from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

        try:
            backend = make_url(value.get_secret_value()).get_backend_name()
        except (ArgumentError, ValueError):
            raise problem("database") from None
        if backend not in ("sqlite", "postgresql", "postgres"):
            raise problem("database")
        return value

    @field_validator("journeydesk_keys", mode="after")
    @classmethod
    def _keys(cls, value: SecretStr | None) -> SecretStr | None:
        if value is None or not value.get_secret_value().strip():
            return None
        from bot.store.secrets import keys_in  # noqa: PLC0415

        try:
            keys_in(value.get_secret_value())
        except ValueError:
            raise problem("keys") from None
        return value

    @field_validator("journeydesk_bundle", mode="before")
    @classmethod
    def _bundle(cls, value: object) -> object:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(os.pathsep) if part.strip())
        return value

    @field_validator("journeydesk_faq", mode="before")
    @classmethod
    def _faq(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        folders = tuple(Path(part.strip()) for part in value.split(os.pathsep) if part.strip())
        for folder in folders:
            if not folder.is_dir():
                raise problem("faq", value=str(folder))
        return folders

    @field_validator("journeydesk_channels", mode="before")
    @classmethod
    def _channels(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        ids = tuple(re.split(r"[\s,;]+", value.strip())) if value.strip() else ()
        for one in ids:
            if not re.fullmatch(_CHANNEL, one):
                raise problem("channels", value=one)
        return ids

    @field_validator("journeydesk_triage_channel", mode="after")
    @classmethod
    def _triage_channel(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(_CHANNEL, value.strip()):
            raise problem("triage_channel", value=value)
        return value.strip() if value is not None else None

    @field_validator("journeydesk_desk", mode="after")
    @classmethod
    def _desk(cls, value: Path | None) -> Path | None:
        if value is not None:
            from bot.desk.loading import DeskSettingsError, load  # noqa: PLC0415

            try:
                load(value)
            except DeskSettingsError:
                raise problem("desk", file=str(value)) from None
        return value

    @field_validator("journeydesk_blocks", mode="before")
    @classmethod
    def _blocks(cls, value: object) -> object:
        text = str(value).strip().lower()
        if text not in ("new", "plain"):
            raise problem("blocks", value=str(value))
        return text

    @field_validator("journeydesk_role", mode="before")
    @classmethod
    def _role(cls, value: object) -> object:
        text = str(value).strip().lower()
        if text not in ("all", "receiver", "worker"):
            raise problem("role", value=str(value))
        return text

    @field_validator("journeydesk_user_limit", "journeydesk_workspace_limit", mode="before")
    @classmethod
    def _limit(cls, value: object) -> object:
        if not isinstance(value, str):
            return value
        try:
            return Limit.parse(value)
        except ValueError:
            raise problem("limit", value=value) from None

    @field_validator("journeydesk_plan", mode="after")
    @classmethod
    def _plan(cls, value: str | None) -> str | None:
        if value is None:
            return None
        plan = plan_named(value)
        if plan is None:
            raise problem("plan", value=value)
        return plan.id

    @field_validator("journeydesk_limits", mode="after")
    @classmethod
    def _limits(cls, value: Path | None) -> Path | None:
        if value is not None:
            try:
                load_limits(value)
            except ContentError as error:
                raise problem("limits", why=str(error)) from None
        return value

    @property
    def address(self) -> str:
        """DATABASE_URL as it stands, with its password."""
        return self.database_url.get_secret_value()

    @property
    def keys(self) -> str:
        """JOURNEYDESK_KEYS as it stands; empty where it is not set."""
        return self.journeydesk_keys.get_secret_value() if self.journeydesk_keys else ""

    @property
    def limits(self) -> Limits:
        """What the plans allow: JOURNEYDESK_LIMITS, else what is built in."""
        return load_limits(self.journeydesk_limits) if self.journeydesk_limits else BUILT_IN

    @property
    def desk(self) -> "DeskSettings | None":
        """How requests reach people: JOURNEYDESK_DESK, else JOURNEYDESK_TRIAGE_CHANNEL alone; None
        where neither is set."""
        if self.journeydesk_desk is not None:
            from bot.desk.loading import load  # noqa: PLC0415

            return load(self.journeydesk_desk, self.language)
        channel = self.journeydesk_triage_channel
        if channel is None:
            return None
        from bot.desk.settings import DeskSettings  # noqa: PLC0415

        return DeskSettings.from_channel(channel)

    @property
    def language(self) -> Language:
        """JOURNEYDESK_LANG, else what LANG says, else English."""
        return language_of(self.journeydesk_lang)

    def bundle_files(self) -> tuple[tuple[Path, ...], tuple[str, ...]]:
        """The files of JOURNEYDESK_BUNDLE in the order given, and the parts that match none."""
        files: dict[Path, None] = {}
        empty: list[str] = []
        for part in self.journeydesk_bundle:
            # A name that exists is that file, also when it holds a bracket or a star.
            found = [part] if Path(part).exists() else _matching(part)
            if not found:
                empty.append(part)
            files.update(dict.fromkeys(Path(name).resolve() for name in found))
        return tuple(files), tuple(empty)


def _matching(pattern: str) -> list[str]:
    # Not Path.glob: that refuses patterns that start at the root.
    return sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207


def load_settings(
    env_file: Path | None = Path(".env"),
    language: Language | None = None,
    role: str | None = None,
) -> Settings:
    """The settings of this process; ``role`` counts before JOURNEYDESK_ROLE.

    Raises SettingsError with its sentences in ``language``, else in that of the environment.
    """
    try:
        given = {} if role is None else {"journeydesk_role": role}
        return Settings(_env_file=env_file, **given)  # type: ignore[arg-type]
    except ValidationError as error:
        raise SettingsError(_sentences(error, language or tongue(env_file))) from None
    except UnicodeDecodeError:
        sentence = texts("settings").say("env_file", language or tongue(None), file=str(env_file))
        raise SettingsError((sentence,)) from None


def variable(field: str) -> str:
    """The environment variable of a field."""
    return field.upper()


def _sentences(error: ValidationError, language: Language) -> tuple[str, ...]:
    said = texts("settings")
    sentences: list[str] = []
    for one in error.errors(include_url=False, include_input=False):
        code = one["type"].removeprefix("journeydesk.")
        key = code if code in said else "other"
        params: Mapping[str, object] = one.get("ctx") or {}
        if code == "desk":
            sentences += _of_the_desk(Path(str(params["file"])), language)
            continue
        name = variable(str(one["loc"][0])) if one["loc"] else ".env"
        shown = {k: str(v)[:80] for k, v in params.items()}
        sentences.append(said.say(key, language, **{**shown, "name": name}))
    return tuple(sentences)


def _of_the_desk(file: Path, language: Language) -> tuple[str, ...]:
    """Everything that is wrong in the desk's file."""
    from bot.desk.loading import DeskSettingsError, load  # noqa: PLC0415

    try:
        load(file, language)
    except DeskSettingsError as error:
        return error.sentences
    return ()


def tongue(env_file: Path | None = Path(".env")) -> Language:
    """The language of whoever runs the bot, also when the settings as a whole cannot be used."""

    class Tongue(BaseSettings):
        model_config = SettingsConfigDict(env_file_encoding="utf-8", extra="ignore")
        journeydesk_lang: str = ""

    try:
        chosen = Tongue(_env_file=env_file).journeydesk_lang.strip().lower()
    except (ValidationError, UnicodeDecodeError):
        chosen = ""
    known: dict[str, Literal["en", "fr"]] = {"en": "en", "fr": "fr"}
    return language_of(known.get(chosen))
