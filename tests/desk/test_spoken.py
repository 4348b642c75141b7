"""Hours and moments as people say them, in both languages."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.desk.hours import Hours
from bot.desk.spoken import spoken, zone_name
from bot.words import texts
from converter.report.model import Language
from tests.desk.openings import OFFICE, any_hours, hours, patient

MORNING = ("09:00", "12:30")
languages = st.sampled_from(("en", "fr"))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("h", "english", "french"),
    [
        (
            hours(*[(OFFICE,)] * 5),
            "Monday to Friday, 9:00–18:00 (Paris time)",
            "du lundi au vendredi, de 9 h à 18 h (heure de Paris)",
        ),
        (
            hours(*[(MORNING, ("14:00", "18:00"))] * 4, (MORNING,)),
            "Monday to Thursday, 9:00–12:30 and 14:00–18:00; Friday, 9:00–12:30 (Paris time)",
            "du lundi au jeudi, de 9 h à 12 h 30 et de 14 h à 18 h ; le vendredi, de 9 h à 12 h 30"
            " (heure de Paris)",
        ),
        (
            hours((OFFICE,), (OFFICE,), (), (OFFICE,), (OFFICE,), zone="Africa/Abidjan"),
            "Monday, Tuesday, Thursday and Friday, 9:00–18:00 (Abidjan time)",
            "le lundi, le mardi, le jeudi et le vendredi, de 9 h à 18 h (heure d'Abidjan)",
        ),
        (
            hours(*[(OFFICE,)] * 3, (), (OFFICE,), zone="Europe/London"),
            "Monday to Wednesday and Friday, 9:00–18:00 (London time)",
            "du lundi au mercredi et le vendredi, de 9 h à 18 h (heure de Londres)",
        ),
        (
            hours(*[(("18:00", "24:00"),)] * 7, zone="America/New_York"),
            "every day, 18:00–midnight (New York time)",
            "tous les jours, de 18 h à minuit (heure de New York)",
        ),
        (
            hours((), (), (), (), (), *[(("00:00", "24:00"),)] * 2, zone="UTC"),
            "Saturday and Sunday, all day (UTC)",
            "le samedi et le dimanche, toute la journée (UTC)",
        ),
        (Hours.always("Europe/Paris"), "day and night", "jour et nuit"),
        (hours(), "closed until further notice", "fermé jusqu'à nouvel ordre"),
    ],
)
def test_weekly_hours_are_one_line(h: Hours, english: str, french: str) -> None:
    assert spoken(h, "en") == english
    assert plain(spoken(h, "fr")) == french


@patient
@given(any_hours(), languages)
def test_any_hours_can_be_said(h: Hours, language: Language) -> None:
    assert spoken(h, language)
    assert "{" not in spoken(h, language)


NOW = datetime(2026, 11, 27, 20, 0, tzinfo=ZoneInfo("Europe/Paris"))


@pytest.mark.parametrize(
    ("zone", "english", "french"),
    [
        ("Europe/Paris", "Paris time", "heure de Paris"),
        ("America/Argentina/Buenos_Aires", "Buenos Aires time", "heure de Buenos Aires"),
        ("Europe/Amsterdam", "Amsterdam time", "heure d'Amsterdam"),
        ("Indian/Reunion", "Réunion time", "heure de La Réunion"),
        ("Africa/Cairo", "Cairo time", "heure du Caire"),
        ("UTC", "UTC", "UTC"),
        ("Etc/UTC", "UTC", "UTC"),
    ],
)
def test_a_zone_is_called_after_its_city(zone: str, english: str, french: str) -> None:
    assert (zone_name(zone, "en"), zone_name(zone, "fr")) == (english, french)


def test_names_that_were_written_down_are_those_of_real_zones() -> None:
    zones = [name for name in texts("zones") if "/" in name]
    assert len(zones) > 10
    for zone in zones:
        assert ZoneInfo(zone).key == zone
