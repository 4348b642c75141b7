"""What a person sees in a picture."""

from dataclasses import fields

import pytest

from converter import AutomationReport, convert_campaign
from converter.picture import THEMES, NoPicture, Theme, draw
from converter.picture.themes import Colours, Tone, colours, tones
from converter.report.model import Language
from tests.converter.build import SENT, convert, email, entry, options, segment, series
from tests.picture.reading import read

NBSP = "\u00a0"


def partial(language: Language = "en") -> AutomationReport:
    made = entry(
        email(1, "signup"),
        email(2, "previous_campaign_not_opened", 2),
        email(3, "mandrill_sent", 1, segment=segment(2)),
    )
    return convert(made, language=language)


def test_a_split_shows_both_ways() -> None:
    reading = read(draw(partial(), "en"))
    labels = [words for group in reading.of("label") for words, _ in group.texts]
    assert sorted(labels) == ["No", "No", "Yes", "Yes"]
    (beside, last) = (reading.of("exit"), reading.of("card")[-1])
    assert [group.texts[0][0] for group in beside] == ["Exit", "Exit"]
    assert last.texts[0][0] == "Exit"


def test_a_placeholder_has_a_dashed_frame_a_sign_and_its_code() -> None:
    report = partial()
    svg = draw(report, "en").svg
    (card,) = [part for part in svg.split("<g ") if "CJ303" in part and 'kind="card"' in part]
    assert "stroke-dasharray" in card.partition("/>")[0]
    assert "Nobody passes this point until" in card
    assert svg.count("stroke-dasharray") > 2, "the lines to and from it are dashed, too"


def test_the_head_says_what_it_is_and_counts_the_points() -> None:
    words = read(draw(partial("fr"), "fr")).words()
    assert "Letters\nD'après une automatisation classique · 3 e-mails · audience Amis" in words
    assert "8 points" in words
    assert "1 bloqué" in words
    assert "demande Standard" in words


def test_a_share_that_is_not_whole_is_never_rounded_up_to_it() -> None:
    report = partial().model_copy(update={"coverage": 0.9999})
    assert "99%" in read(draw(report, "en")).words().split("\n")
    whole = report.model_copy(update={"coverage": 1.0})
    assert f"100{NBSP}%" in read(draw(whole, "fr")).words().split("\n")


def test_the_plans_say_in_words_and_signs_whether_they_fit() -> None:
    (plans,) = read(draw(convert(series(2, amount=1)), "en")).of("plans")
    said = [words for words, _ in plans.texts]
    assert [said[said.index(name) + 1] for name in ("Free", "Essentials", "Standard")] == [
        "does not fit",
        "fits",
        "fits",
    ]


def test_the_archive_notice_names_the_contacts_who_wait() -> None:
    queued = {"e1": {"queue": [], "total_items": 412}}
    (notice,) = read(draw(convert(series(2, queues=queued)), "en")).of("archive")
    assert "412 queued contacts" in " ".join(words for words, _ in notice.texts)


def test_a_blocked_automation_shows_its_series_and_what_to_do() -> None:
    picture = draw(convert(series(12, first="mandrill_sent"), language="fr"), "fr")
    reading = read(picture)
    (trigger,) = reading.of("start")
    said = [words for words, _ in trigger.texts]
    assert said[0].startswith("E-mails transactionnels")
    assert said[-2:] == ["Déclencheur sans équivalent", "CJ303"]
    assert [card.texts[0][0] for card in reading.of("card")] == [
        "E-mail 1",
        "E-mail 2",
        "E-mail 3",
        "9 autres e-mails",
    ]
    (todo,) = reading.of("todo")
    assert len(todo.texts) > 4
    assert "CJ303" in picture.alt
    assert reading.of("plans") == []


def test_nothing_is_drawn_where_there_is_nothing_to_draw() -> None:
    rss = convert_campaign({"id": "c1", "type": "rss"}, options())
    assert rss is not None
    for report in (rss, convert(entry())):
        with pytest.raises(NoPicture):
            draw(report, "en")


@pytest.mark.parametrize(("emails", "overview"), [(20, False), (21, True)])
def test_above_forty_points_there_is_an_overview(emails: int, overview: bool) -> None:
    picture = draw(convert(series(emails)), "en")
    assert picture.overview is overview
    assert bool(read(picture).of("row")) is overview


def test_an_overview_says_first_where_the_blockers_are() -> None:
    made = [email(n, SENT if n > 1 else "signup", 1) for n in range(1, 60)]
    made[39] = email(40, "mandrill_sent", 1)
    words = read(draw(convert(entry(*made)), "en")).words().split("\n")
    at = words.index("To decide first")
    assert words[at + 1].startswith("79 · CJ303 · Transactional")


def test_an_overview_that_leaves_points_out_says_how_many() -> None:
    made = [email(n, SENT if n > 1 else "signup", 1) for n in range(1, 301)]
    made[290] = email(291, "mandrill_sent", 1)
    picture = draw(convert(entry(*made)), "en")
    reading = read(picture)
    assert len(reading.of("row")) == 400
    assert "201 more points are not drawn, 1 of them blocked" in reading.words()


def test_the_words_for_those_who_do_not_see_it_name_points_blockers_and_plans() -> None:
    said = draw(partial("fr"), "fr").alt
    assert said.startswith(
        f"Carte du parcours «{NBSP}Letters{NBSP}»{NBSP}: 8 points. Il démarre avec{NBSP}: "
        f"Inscription aux e-mails. Points{NBSP}: 1 Envoyer «{NBSP}Letter 1{NBSP}»{NBSP}; "
        f"2 Attendre 2 jours{NBSP}; 3 Si/sinon{NBSP}; 4 Envoyer «{NBSP}Letter 2{NBSP}»{NBSP}; "
    )
    assert f"cadre en pointillés{NBSP}: point 5 (CJ303)." in said
    assert "Free ne convient pas, Essentials ne convient pas, Standard convient" in said


@pytest.mark.parametrize("theme", THEMES)
def test_every_text_stands_out_from_its_ground(theme: Theme) -> None:
    used = colours(theme)
    pairs = {name: (tone.ink, tone.tint) for name, tone in tones(used).items()}
    pairs |= {
        "words": (used.ink, used.surface),
        "details": (used.muted, used.surface),
        "caption": (used.muted, used.page),
        "blocked": (used.error.ink, used.error_surface),
        "detail of what is blocked": (used.muted, used.error_surface),
    }
    faint = {name: contrast(*pair) for name, pair in pairs.items() if contrast(*pair) < 4.5}
    assert faint == {}


def test_the_themes_have_the_same_parts_and_no_colour_in_common_but_the_brand() -> None:
    light, dark = (colours(theme) for theme in THEMES)
    assert [f.name for f in fields(Colours)] == [f.name for f in fields(dark)]
    shared = {f.name for f in fields(light) if getattr(light, f.name) == getattr(dark, f.name)}
    assert shared == {"start_icon"}
    assert isinstance(light.start, Tone)


def contrast(one: str, other: str) -> float:
    """WCAG's ratio of two colours, 1 to 21."""
    a, b = sorted((luminance(one), luminance(other)), reverse=True)
    return (a + 0.05) / (b + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
