import re
from pathlib import Path

import pytest

from bot.slack import texts
from bot.slack.mrkdwn import neutral
from bot.words import Texts
from converter.content import ContentError
from converter.report.model import Language

BOTH: tuple[Language, ...] = ("en", "fr")
SOURCES = "\n".join(p.read_text() for p in Path(texts.__file__).parent.rglob("*.py"))
PARAMS = dict.fromkeys(
    ["icon", "name", "level", "counts", "query", "value", "id", "email", "plan", "codes", "date"],
    "x",
) | dict.fromkeys(["n", "m", "page", "pages", "first", "last", "total"], 3)


@pytest.mark.parametrize("key", sorted(texts.catalogue()))
def test_every_sentence_can_be_said_in_both_languages(key: str) -> None:
    for language in BOTH:
        assert not re.search(r"[{}|]", texts.plain(language, key, **PARAMS))
    assert texts.plain("en", key, **PARAMS).strip()


@pytest.mark.parametrize("key", sorted(texts.catalogue()))
def test_every_sentence_is_used(key: str) -> None:
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
