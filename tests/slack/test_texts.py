import re
from itertools import chain
from pathlib import Path
from typing import get_args

import pytest

from bot.desk.case import STATES, URGENT, Rating, Start
from bot.desk.channels.model import Event, Name
from bot.desk.due import WHATS
from bot.slack import texts
from bot.slack.blocks.cutover import told
from bot.slack.mrkdwn import neutral
from bot.words import Texts
from converter.content import ContentError
from converter.cutover import KINDS as CUTOVER_KINDS
from converter.cutover import STATES as CUTOVER_STATES
from converter.report.model import Language

BOTH: tuple[Language, ...] = ("en", "fr")
SOURCES = "\n".join(p.read_text() for p in Path(texts.__file__).parent.rglob("*.py"))
WORDS = (
    ("icon", "name", "level", "counts", "query", "value", "id", "email", "plan", "codes", "date"),
    ("about", "state", "topic", "language", "hours", "priority", "middle", "most"),
    ("what", "why", "names", "question", "answer", "label", "title", "bar", "before"),
)
NUMBERS = (
    ("n", "of", "m", "page", "pages", "first", "last", "total"),
    ("asked", "answered", "notes", "ends", "rated", "automations", "campaigns", "limit"),
)
PARAMS = dict.fromkeys(chain(*WORDS), "x") | dict.fromkeys(chain(*NUMBERS), 3)

SAID_BY_THE_DESK = {
    *(f"desk_state_{state}" for state in STATES),
    *(f"desk_start_{start}" for start in get_args(Start)),
    *(f"desk_by_rate_{rating}" for rating in get_args(Rating)),
    *(f"desk_priority_{level}" for level in range(URGENT + 1)),
    *(f"desk_language_{language}" for language in BOTH),
    *(f"desk_file_{why}" for why in ("left", "lost")),
    *(f"desk_outside_{channel}" for channel in get_args(Name)),
    *(f"desk_out_{what}" for what in (*get_args(Name), *get_args(Event))),
    *(f"desk_{what}" for what in WHATS),
    *(f"desk_{button}" for button in re.findall(r"""made\("(\w+)\"""", SOURCES)),
}
"""Those whose keys are put together."""

SAID_BY_CUTOVERS = {
    *(f"cutover_short_{state}" for state in CUTOVER_STATES),
    *(f"cutover_did_{kind}" for kind in ("open", *CUTOVER_KINDS)),
    *(f"cutover_told_{kind}" for kind in told.LOUD),
    *(f"cutover_remind_{what}" for what in told.REMINDERS),
    *(f"cutover_{kind}" for kind in ("must", "should")),
    *(f"cutover_{button}" for button in re.findall(r"""made\("(\w+)\"""", SOURCES)),
    *("cutover_look", "cutover_drain"),
}


@pytest.mark.parametrize("key", sorted(texts.catalogue()))
def test_every_sentence_can_be_said_in_both_languages(key: str) -> None:
    for language in BOTH:
        assert not re.search(r"[{}|]", texts.plain(language, key, **PARAMS))
    assert texts.plain("en", key, **PARAMS).strip()


@pytest.mark.parametrize("key", sorted(texts.catalogue()))
def test_every_sentence_is_used(key: str) -> None:
    if key.startswith("desk_"):
        assert key in SAID_BY_THE_DESK or re.search(rf"""["']{key}["']""", SOURCES)
        return
    if key.startswith("cutover_"):
        assert key in SAID_BY_CUTOVERS or re.search(rf"""["']{key}["']""", SOURCES)
        return
    stem = key.split("_", maxsplit=1)[0]
    assert re.search(rf"""["']{key}["']|["']{stem}_\{{""", SOURCES)


@pytest.mark.parametrize("key", sorted(texts.catalogue()))
def test_french_typography(key: str) -> None:
    said = re.sub(r"`[^`]*`", "", texts.plain("fr", key, **PARAMS))
    assert not re.search(r"(?<![\s\u00a0(])[:;!?»](?![\w)])", said.replace("\u00a0", " ").strip())
    assert not re.search(r" [:;!?»%]", said)
    assert "« " not in said
    assert not re.search('["“”’]', said)


def test_a_parameter_cannot_carry_a_format_into_mrkdwn() -> None:
    said = texts.mrkdwn("en", "not_found", query="<!channel> *now*")
    assert neutral("<!channel> *now*") in said
    assert "<" not in said


def test_singular_and_plural_follow_the_language() -> None:
    assert texts.plain("en", "point_count", n=0) == "0 points"
    assert texts.plain("fr", "point_count", n=0) == "0 point"
    assert texts.plain("fr", "point_count", n=5000) == "5\u202f000 points"


def test_a_text_without_its_translation_is_named(tmp_path: Path) -> None:
    path = tmp_path / "texts.toml"
    path.write_text('[close]\nen = "Close"\n')
    with pytest.raises(ContentError, match=r"texts\.toml.*close"):
        Texts(path)
