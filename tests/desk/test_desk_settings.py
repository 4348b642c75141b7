"""The desk's settings, as a file that people write."""

import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError
from pydantic_core import PydanticCustomError

from bot.desk.due import Policy
from bot.desk.hours import Hours
from bot.desk.loading import DeskSettingsError, load
from bot.desk.settings import DeskSettings
from bot.desk.values import duration, share
from converter.report.model import Language
from tests.desk.openings import patient

DOCS = Path(__file__).parents[2] / "docs"
EXAMPLE = DOCS / "desk.example.toml"
HOUR = timedelta(hours=1)
CHANNEL = 'triage_channel = "C0123ABCD"\n'
EMAIL = '[email]\nto = "a@b.c"\nsender = "a@b.c"\nhost = "b.c"\n'
HOOK = '[webhook]\nsecret = "hunter2 hunter2 hunter2"\n'


def complaints(tmp_path: Path, text: str, language: Language = "en") -> list[str]:
    path = tmp_path / "desk.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DeskSettingsError) as caught:
        load(path, language)
    return [sentence.replace(f"{tmp_path}/", "") for sentence in caught.value.sentences]


def loaded(tmp_path: Path, text: str) -> DeskSettings:
    path = tmp_path / "desk.toml"
    path.write_text(CHANNEL + text, encoding="utf-8")
    return load(path)


def test_the_example_can_be_used_as_it_stands() -> None:
    desk = load(EXAMPLE)
    assert desk.policy == Policy()
    assert desk.hours.zone == "Europe/Paris"
    assert desk.hours.weekly[0] == ((540, 1080),)
    assert desk.hours.weekly[4] == ((540, 750), (840, 1020))
    assert desk.hours.weekly[5] == ()
    assert desk.hours.country == "france"
    assert date(2026, 12, 24) in desk.hours.holidays
    assert desk.email is not None
    assert (desk.email.host, desk.email.port, desk.email.security) == (
        "smtp.example.com",
        587,
        "starttls",
    )
    assert desk.email.replies == "support@bot.example.com"
    assert desk.webhook is not None
    assert desk.webhook.secret.get_secret_value().startswith("made by")


def test_the_french_example_says_the_same() -> None:
    assert load(DOCS / "fr" / "assistance.exemple.toml") == load(EXAMPLE)


def test_the_example_has_every_setting() -> None:
    data = tomllib.loads(EXAMPLE.read_text(encoding="utf-8"))
    assert set(data) == set(DeskSettings.model_fields) - {"policy"} | {"times"}
    assert set(data["times"]) == set(Policy.model_fields)


def test_one_channel_is_enough(tmp_path: Path) -> None:
    desk = DeskSettings.from_channel("C0123ABCD")
    assert loaded(tmp_path, "") == desk
    assert desk.hours == Hours.always()
    assert desk.policy.first_response == 4 * HOUR
    assert desk.policy.resolution == 72 * HOUR
    assert desk.policy.queue_timeout == 8 * HOUR
    assert desk.policy.unresponsive == 4 * HOUR
    assert desk.policy.no_reply == 72 * HOUR
    assert (desk.email, desk.webhook) == (None, None)


def test_what_is_no_channel_is_refused() -> None:
    with pytest.raises(ValidationError):
        DeskSettings.from_channel("#support")


def test_a_topic_goes_to_its_channel_and_the_rest_to_the_first() -> None:
    desk = load(EXAMPLE)
    assert desk.channel_for("quickbooks-france") == "C0456EFGH"
    assert desk.channel_for("plan-limits") == "C0123ABCD"
    assert desk.channel_for(None) == "C0123ABCD"


def test_settings_are_the_same_after_they_were_written_down() -> None:
    desk = load(EXAMPLE).model_copy(update={"email": None, "webhook": None})
    assert DeskSettings.model_validate_json(desk.model_dump_json()) == desk


def test_secrets_do_not_show() -> None:
    desk = load(EXAMPLE)
    for shown in (repr(desk), desk.model_dump_json()):
        assert "password of that mailbox" not in shown
        assert "made by" not in shown


def test_a_day_of_its_own_counts_before_the_range_it_lies_in(tmp_path: Path) -> None:
    text = '[hours]\nzone = "UTC"\nwednesday = []\nmonday-sunday = "8:00-24:00"\n'
    assert loaded(tmp_path, text).hours.weekly == (
        ((480, 1440),),
        ((480, 1440),),
        (),
        *[((480, 1440),)] * 4,
    )


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("", "desk.toml: triage_channel: ", "is missing"),
        ('triage_channel = "#support"\n', "desk.toml, line 1: triage_channel: ", "“#support”"),
        (CHANNEL + "chanel = 1\n", "desk.toml, line 2: chanel: ", "Known here: triage_channel"),
        (CHANNEL + "policy = 1\n", "desk.toml, line 2: policy: ", "not a setting"),
        (CHANNEL + 'official_support = "maybe"\n', "line 2: official_support: ", "true nor false"),
        (CHANNEL + "hours = 9\n", "line 2: hours: ", "a line [hours]"),
        (CHANNEL + "email = 9\n", "line 2: email: ", "a line [email]"),
        (CHANNEL + "routes = 9\n", "line 2: routes: ", "a line [routes]"),
        (CHANNEL + '[routes]\na = "general"\n', "line 3: routes.a: ", "“general” is not the id"),
        (CHANNEL + '[hours]\nmonday = "9:00-18:00"\n', "line 2: hours.zone: ", "is missing"),
        (
            CHANNEL + '[hours]\nzone = "Paris"\nmonday = "9:00-18:00"\n',
            "line 3: hours.zone: ",
            "“Paris” is not a time zone",
        ),
        (CHANNEL + '[hours]\nzone = "UTC"\n', "line 2: hours: ", "never open"),
        (
            CHANNEL + '[hours]\nzone = "UTC"\nmonday-friday = "9-18"\n',
            "line 4: hours.monday-friday: ",
            "9:00-18:00",
        ),
        (
            CHANNEL + '[hours]\nzone = "UTC"\nmonday = "9:00-9:75"\n',
            "line 4: hours.monday: ",
            "“9:75”",
        ),
        (
            CHANNEL + '[hours]\nzone = "UTC"\nmonday = ["22:00-6:00"]\n',
            "line 4: hours.monday: ",
            "as two",
        ),
        (
            CHANNEL + '[hours]\nzone = "UTC"\nmonday = ["9:00-12:00", "11:00-13:00"]\n',
            "line 4: hours.monday: ",
            "overlap",
        ),
        (CHANNEL + "[hours]\nfriday-monday = []\n", "line 3: hours.friday-monday", "not a setting"),
        (
            CHANNEL + '[hours]\nzone = "UTC"\nmonday = "9:00-18:00"\nholidays = "spain"\n',
            "line 5: hours.holidays: ",
            "the name of a list: france",
        ),
        (CHANNEL + '[times]\nno_reply = "soon"\n', "line 3: times.no_reply: ", "“soon”"),
        (CHANNEL + "[times]\nno_reply = 3\n", "line 3: times.no_reply: ", "“3”"),
        (CHANNEL + '[times]\nwarn_at = "100 %"\n', "line 3: times.warn_at: ", "“100 %”"),
        (CHANNEL + "[times]\nreply = 3\n", "line 3: times.reply: ", "Known here: first_response"),
        (CHANNEL + '[email]\nto = "me"\nsender = "a@b.c"\n', "line 3: email.to: ", "“me”"),
        (CHANNEL + "[email]\nport = 0\n", "line 3: email.port: ", "not a port"),
        (CHANNEL + "[email]\nhost = 7\n", "line 3: email.host: ", "cannot be used"),
        (CHANNEL + '[webhook]\nurl = "desk"\n', "line 3: webhook.url: ", "https://"),
        (CHANNEL + '[email]\nreplies = "me"\n', "line 3: email.replies: ", "“me”"),
        (CHANNEL + '[email]\nsecurity = "none"\n', "line 3: email.security: ", "'starttls'"),
        (CHANNEL + f'{EMAIL}user = "ana"\n', "line 2: email: ", "both"),
        (CHANNEL + f'{EMAIL}user = "a"\npassword = "é"\n', "line 2: email: ", "accents"),
        (CHANNEL + f'{EMAIL}inbound_secret = "short"\n', "line 6: email.inbound_secret: ", "16"),
        (CHANNEL + f"{EMAIL}starttls = true\n", "line 6: email.starttls: ", "security"),
        (CHANNEL + f'{HOOK}url = "http://a.example/"\n', "line 2: webhook: ", "in the clear"),
        (CHANNEL + f'{HOOK}url = "https://a:b@c.d"\n', "line 4: webhook.url: ", "the signature"),
        (CHANNEL + f'{HOOK}private = "maybe"\n', "line 4: webhook.private: ", "true nor false"),
        (CHANNEL + "a = \n", "desk.toml, line 2: ", "not valid TOML"),
        (CHANNEL + "[email\n", "desk.toml, line 2: ", "not valid TOML"),
    ],
)
def test_a_mistake_is_told_with_its_line_and_what_to_do(
    tmp_path: Path, text: str, where: str, what: str
) -> None:
    said = complaints(tmp_path, text)
    assert any(where in sentence and what in sentence for sentence in said), said
    in_french = complaints(tmp_path, text, "fr")
    assert len(in_french) == len(said)
    assert not set(in_french) & set(said)


def test_every_mistake_is_told_at_once(tmp_path: Path) -> None:
    hours = '[hours]\nzone = "x"\nmonday = "x"\nx = 1\n'
    text = f'triage_channel = "x"\n{hours}[times]\nno_reply = "x"\n[webhook]\nurl = "x"\n'
    assert [sentence.split(": ")[1] for sentence in complaints(tmp_path, text)] == [
        "hours.monday",
        "hours.x",
        "hours.zone",
        "times.no_reply",
        "triage_channel",
        "webhook.url",
        "webhook.secret",
    ]


def test_the_french_of_a_mistake(tmp_path: Path) -> None:
    (said,) = complaints(tmp_path, CHANNEL + '[times]\nno_reply = "bientôt"\n', "fr")
    assert said.replace("\u00a0", " ") == (
        "desk.toml, ligne 3 : times.no_reply : « bientôt » n'est pas une durée. "
        "Écrivez par exemple 30 min, 4 h ou 2 jours (un an au plus), ou jamais."
    )


def test_a_secret_is_not_repeated_in_a_complaint(tmp_path: Path) -> None:
    text = CHANNEL + '[webhook]\nurl = "https://a.example"\nsecret = "hunter2"\n'
    (said,) = complaints(tmp_path, text)
    assert "at least 16" in said
    assert "hunter2" not in said


def test_a_file_that_is_not_there_or_no_text_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes('triage_channel = "é"'.encode("latin-1"))
    for name in ("none", "latin"):
        with pytest.raises(DeskSettingsError, match="cannot be read"):
            load(tmp_path / name)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30 min", HOUR / 2),
        ("90min", 1.5 * HOUR),
        ("4 h", 4 * HOUR),
        ("1 h 30 min", 1.5 * HOUR),
        ("1,5 heure", 1.5 * HOUR),
        ("1 hour and 30 minutes", 1.5 * HOUR),
        ("2 days", 48 * HOUR),
        ("2 jours et 4 heures", 52 * HOUR),
        ("2 J", 48 * HOUR),
        ("1 semaine", 168 * HOUR),
        ("never", None),
        ("Jamais", None),
    ],
)
def test_durations_are_read_as_people_write_them(text: str, expected: timedelta | None) -> None:
    assert duration(text) == expected


@pytest.mark.parametrize("text", ["", "4", "h", "-4 h", "4 moons", "4 h later", "0 min", "2 years"])
def test_what_is_no_duration_is_refused(text: str) -> None:
    with pytest.raises(PydanticCustomError):
        duration(text)


@patient
@given(st.text(max_size=20) | st.integers() | st.booleans() | st.none())
def test_whatever_is_written_is_a_value_or_refused(value: object) -> None:
    try:
        span = duration(value)
    except PydanticCustomError:
        pass
    else:
        assert span is None or span > timedelta(0)
    try:
        part = share(value)
    except PydanticCustomError:
        pass
    else:
        assert 0 < part < 1


@pytest.mark.parametrize(("value", "expected"), [(0.8, 0.8), ("80 %", 0.8), ("12,5%", 0.125)])
def test_shares_are_numbers_or_per_cent(value: object, expected: float) -> None:
    assert share(value) == pytest.approx(expected)
