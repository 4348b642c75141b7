"""A draft of an entry is an entry: it reads back as it was written."""

import tempfile
import tomllib
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq import load
from faq.draft import LONGEST_ID, draft, topic_of

TODAY = date(2026, 11, 22)
WORDS = st.text(st.characters(codec="utf-8", min_codepoint=32), max_size=80)


def test_a_draft_is_usable_at_once(tmp_path: Path) -> None:
    asked = ["qui valide un parcours ?", "à qui demander le feu vert ?", "faut-il une validation ?"]
    topic, text = draft("fr", "Qui valide nos parcours ?", "L'équipe CRM, le mardi.", asked, TODAY)
    (tmp_path / f"{topic}.toml").write_text(text, encoding="utf-8")
    entry = load(tmp_path, today=TODAY).entries["qui-valide-nos-parcours"]
    assert entry.text("fr").short == "L'équipe CRM, le mardi."
    assert entry.languages == ("fr",)


@given(WORDS, st.text(st.characters(codec="utf-8")), st.lists(WORDS, max_size=4))
def test_whatever_is_written_reads_back(title: str, short: str, examples: list[str]) -> None:
    topic, text = draft("en", title, short, examples, TODAY)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "entry.toml"
        file.write_bytes(text.encode())
        found = tomllib.loads(file.read_text(encoding="utf-8"))
    assert found["id"] == topic
    assert found["en"]["short"] == short.strip()
    assert found["en"]["title"] == " ".join(title.split())
    assert found["en"]["examples"] == [" ".join(e.split()) for e in examples if e.strip()]


@pytest.mark.parametrize(
    ("title", "topic"),
    [
        ("Où est l'été ?", "ou-est-l-ete"),
        ("Journeys: who, when & why?", "journeys-who-when-why"),
        ("???", "new-entry"),
        ("word " * 40, "-".join(["word"] * 12)),
    ],
)
def test_an_id_is_made_of_the_words_of_the_title(title: str, topic: str) -> None:
    assert topic_of(title) == topic
    assert len(topic) <= LONGEST_ID
