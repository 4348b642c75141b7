import os
import re
from base64 import b64encode
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, load_settings, variable

ROOT = Path(__file__).parents[2]
SECRET = "xoxb-very-secret"


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in os.environ:
        if name in {variable(field) for field in Settings.model_fields}:
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", "C.UTF-8")
    monkeypatch.chdir(tmp_path)


def complaint(monkeypatch: pytest.MonkeyPatch, name: str, value: str, lang: str = "en") -> str:
    monkeypatch.setenv("JOURNEYDESK_LANG", lang)
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert len(caught.value.sentences) == 1
    return caught.value.sentences[0]


def test_nothing_set_gives_the_defaults() -> None:
    settings = load_settings()
    assert settings.slack_bot_token is None
    assert settings.slack_api_base_url == "https://slack.com/api/"
    assert settings.database_url.get_secret_value() == "sqlite:///var/journeydesk.sqlite3"
    assert (settings.host, settings.port) == ("127.0.0.1", 3000)
    assert settings.language == "en"


def test_empty_and_blank_values_count_as_unset(monkeypatch: pytest.MonkeyPatch) -> None:
    for field in Settings.model_fields:
        monkeypatch.setenv(variable(field), "")
    assert load_settings() == Settings(_env_file=None)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "99999"),
        ("PORT", "0"),
        ("PORT", "abc"),
        ("PORT", "٣٠٠٠"),
        ("JOURNEYDESK_PLAN", "gold"),
        ("SLACK_API_BASE_URL", "slack.com/api"),
        ("SLACK_API_BASE_URL", "http://[bad"),
        ("MAILCHIMP_BASE_URL", "ftp://x"),
        ("JOURNEYDESK_MAILCHIMP_KEY", "a key"),
        ("JOURNEYDESK_MAILCHIMP_KEY", "0123456789abcdef"),
        ("DATABASE_URL", "mysql://u:hunter2@h/db"),
        ("DATABASE_URL", "no address"),
        ("JOURNEYDESK_KEYS", "a password"),
        ("JOURNEYDESK_KEYS", "c2hvcnQ="),
        ("SLACK_BOT_TOKEN", "xapp-1-token"),
        ("SLACK_BOT_TOKEN", "xoxb-1 2"),
        ("SLACK_APP_TOKEN", "xoxb-1"),
        ("JOURNEYDESK_ROLE", "boss"),
        ("SLACK_SIGNING_SECRET", "clé"),
        ("JOURNEYDESK_CHANNELS", "C0123ABCD,#support"),
        ("JOURNEYDESK_BLOCKS", "old"),
        ("JOURNEYDESK_UPLOAD_MB", "0"),
        ("JOURNEYDESK_UPLOAD_MB", "2 GB"),
        ("JOURNEYDESK_USER_LIMIT", "20"),
        ("JOURNEYDESK_USER_LIMIT", "0/60"),
        ("JOURNEYDESK_WORKSPACE_LIMIT", "many"),
    ],
)
@pytest.mark.parametrize("lang", ["en", "fr"])
def test_a_bad_value_gives_one_sentence_that_names_the_variable(
    monkeypatch: pytest.MonkeyPatch, name: str, value: str, lang: str
) -> None:
    sentence = complaint(monkeypatch, name, value, lang)
    assert sentence.startswith(name)
    assert ("vide" in sentence or "jeton" in sentence or "Copiez" in sentence) == (lang == "fr")
    assert "pydantic" not in sentence
    assert "{" not in sentence


def test_an_unknown_language_is_told_in_the_system_language(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("LANG", "fr_FR.UTF-8")
    assert "ne parle pas" in complaint(monkeypatch, "JOURNEYDESK_LANG", "de", "de")


@pytest.mark.parametrize(
    "name",
    [
        "SLACK_BOT_TOKEN",
        "SLACK_SIGNING_SECRET",
        "DATABASE_URL",
        "JOURNEYDESK_KEYS",
        "JOURNEYDESK_MAILCHIMP_KEY",
    ],
)
def test_a_complaint_never_shows_a_secret(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    assert "hunter2" not in complaint(monkeypatch, name, "xoxb-hunter2 oops")


def test_printing_the_settings_shows_no_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SLACK_BOT_TOKEN", SECRET)
    monkeypatch.setenv("SLACK_SIGNING_SECRET", SECRET)
    monkeypatch.setenv("JOURNEYDESK_MAILCHIMP_KEY", "0123456789abcdef-us6")
    monkeypatch.setenv("DATABASE_URL", f"postgresql://u:{SECRET}@h/db")
    key = b64encode(SECRET.encode().ljust(32)).decode()
    monkeypatch.setenv("JOURNEYDESK_KEYS", key)
    assert "0123456789abcdef" not in f"{load_settings()!r} {load_settings().model_dump()}"
    assert key not in f"{load_settings()!r} {load_settings()} {load_settings().model_dump()}"
    assert SECRET not in f"{load_settings()!r} {load_settings()} {load_settings().model_dump()}"


def test_several_bad_values_are_told_together(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("JOURNEYDESK_PLAN", "gold")
    with pytest.raises(SettingsError) as caught:
        load_settings()
    assert {s.split()[0] for s in caught.value.sentences} == {"PORT", "JOURNEYDESK_PLAN"}


def test_dotenv_is_read_and_the_environment_wins(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("PORT=4000\nJOURNEYDESK_PLAN=payg\nSOMETHING_ELSE=1\n")
    monkeypatch.setenv("PORT", "5000")
    settings = load_settings()
    assert (settings.port, settings.journeydesk_plan) == (5000, "essentials")


def test_a_dotenv_in_another_encoding_gives_a_sentence(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("JOURNEYDESK_BUNDLE=café.json".encode("latin-1"))
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings()


def test_channels_are_ids_however_they_are_separated(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JOURNEYDESK_CHANNELS", " C0123ABCD, G0456 ;C09 ")
    assert load_settings().journeydesk_channels == ("C0123ABCD", "G0456", "C09")


def test_bundles_are_files_and_globs_in_order_without_repeats(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("b.json", "a.json", "odd[1].json"):
        (tmp_path / name).write_text("{}")
    parts = ["b.json", "*.json", "odd[1].json", "none-*.json"]
    monkeypatch.setenv("JOURNEYDESK_BUNDLE", os.pathsep.join(parts))
    files, empty = load_settings().bundle_files()
    assert [file.name for file in files] == ["b.json", "a.json", "odd[1].json"]
    assert empty == ("none-*.json",)


def test_the_example_file_names_every_setting_with_its_default() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    written = dict(re.findall(r"^([A-Z_]+)=(.*)$", example, flags=re.MULTILINE))
    defaults: dict[str, str] = {}
    for field, info in Settings.model_fields.items():
        default = info.default
        text = default.get_secret_value() if hasattr(default, "get_secret_value") else default
        shown = str(text).lower() if isinstance(text, bool) else str(text)
        defaults[variable(field)] = "" if text in (None, ()) else shown
    assert written == defaults


def test_the_example_file_as_it_stands_is_the_defaults() -> None:
    assert load_settings(ROOT / ".env.example") == Settings(_env_file=None)


def test_a_role_that_is_given_counts_before_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("JOURNEYDESK_ROLE", "worker")
    assert load_settings().journeydesk_role == "worker"
    assert load_settings(role="Receiver").journeydesk_role == "receiver"
    with pytest.raises(SettingsError, match="boss"):
        load_settings(role="boss")
