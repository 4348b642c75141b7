"""Reading entries: what is right becomes an entry, every mistake is told where it stands."""

import re
from datetime import date
from pathlib import Path

import pytest

from faq import FaqError, Problem, load
from faq.wording import catalogue
from tests.faq.files import HELLO, OTHER, OWN, RIGHT, TODAY, built_in, changed, write

EN = "[en]\n"


def problems(folder: Path, *own: Path) -> tuple[Problem, ...]:
    with pytest.raises(FaqError) as caught:
        load(*own, built_in=folder, today=TODAY)
    return caught.value.problems


def test_an_entry_is_what_its_file_says(tmp_path: Path) -> None:
    knowledge = load(built_in=built_in(tmp_path), today=TODAY)
    entry = knowledge.entries["opening"]
    assert (entry.kind, entry.evidence, entry.checked) == ("topic", "official", date(2026, 11, 20))
    assert entry.text("en").title == "When we open"
    assert entry.text("fr").detail == "Sans exception."
    assert entry.text("en").detail.startswith("First line, _for sure_.\n• a list of")
    first, second = entry.sources
    assert (first.title("fr"), first.url, first.note("fr")) == (
        "Une page",
        "https://example.org/a",
        None,
    )
    assert (second.url, second.date, second.note("fr")) == (None, "2025", "vu à l'écran")
    assert entry.related == ("closing",)
    assert entry.actions == ("convert", "plans")
    assert not entry.own


def test_an_entry_is_due_after_its_last_day(tmp_path: Path) -> None:
    knowledge = load(built_in=built_in(tmp_path), today=TODAY)
    entry = knowledge.entries["opening"]
    assert not entry.is_due(date(2027, 5, 20))
    assert entry.is_due(date(2027, 5, 21))
    assert not knowledge.entries["hello"].is_due(date(2999, 1, 1))


def test_topics_are_without_dialogues_and_in_order(tmp_path: Path) -> None:
    knowledge = load(built_in=built_in(tmp_path), today=TODAY)
    assert list(knowledge.entries) == ["closing", "hello", "opening"]
    assert [entry.id for entry in knowledge.topics()] == ["closing", "opening"]
    assert knowledge.get("hello") is knowledge.entries["hello"]
    assert knowledge.get("nothing") is None


def test_windows_line_ends_and_a_byte_order_mark_are_fine(tmp_path: Path) -> None:
    folder = built_in(tmp_path)
    expected = load(built_in=folder, today=TODAY).fingerprint
    (folder / "opening.toml").write_bytes(
        b"\xef\xbb\xbf" + RIGHT.replace("\n", "\r\n").encode("utf-8")
    )
    assert load(built_in=folder, today=TODAY).fingerprint == expected


def test_hidden_and_other_files_are_passed_over(tmp_path: Path) -> None:
    folder = built_in(tmp_path)
    (folder / ".opening.toml").write_text("not toml")
    (folder / "opening.toml~").write_text("not toml")
    (folder / "README.md").write_text("# what this is")
    assert len(load(built_in=folder, today=TODAY).entries) == 3


# what is changed, into what, the problem's key, where it is told, on which line
MISTAKES: list[tuple[str, str, str, str, int | None]] = [
    ('kind = "topic"', "kind = topic", "not_toml", "", 2),
    ('id = "opening"', 'id = "Opening Hours"', "id_shape", "id", 1),
    ('id = "opening"', 'id = "openings"', "file_name", "id", 1),
    ('id = "opening"\n', "", "missing", "id", None),
    ('"topic"', '"question"', "not_a_choice", "kind", 2),
    ('"official"', '"sure"', "not_a_choice", "evidence", 3),
    ('kind = "topic"', "kind = 3", "not_text", "kind", 2),
    ("2026-11-20", '"2026-11-20"', "not_day", "checked", 4),
    ("2026-11-20", "2026-11-20T10:00:00", "not_day", "checked", 4),
    ("2026-11-20", "2026-13-45", "not_toml", "", 4),
    ("2026-11-20", "2026-11-24", "in_the_future", "checked", 4),
    ("2027-05-20", "2026-11-19", "valid_before_checked", "valid_until", 5),
    ('["closing"]', '"closing"', "not_list", "related", 6),
    ('["closing"]', '["closed"]', "related_unknown", "related", 6),
    ('["closing"]', '["hello"]', "related_unknown", "related", 6),
    ('["closing"]', '["opening"]', "related_itself", "related", 6),
    ('["closing"]', '["closing", "a1", "b2", "c3"]', "too_many", "related", 6),
    ('["closing"]', '["closing", "closing"]', "repeated", "related", 6),
    ('["closing"]', '["closing", " "]', "missing", "related", 6),
    ('"plans"]', '"pay"]', "not_a_choice", "actions", 7),
    ("actions =", "action =", "unknown_key_meant", "action", 7),
    ("actions =", "colour =", "unknown_key", "colour", 7),
    (EN, "[en]\nexamples = []\n", "examples_not_here", "en.examples", 10),
    ("[fr]\n", "[de]\n", "language_missing", "", None),
    ("[fr]\n", "[fr.texts]\n", "missing", "fr.title", None),
    ("When we open", "W" * 71, "too_long", "en.title", 10),
    ("When we open", "🚀" * 36, "too_long", "en.title", 10),
    ("When we open", "When *we* open", "format_in_plain", "en.title", 10),
    ("When we open", "Q&amp;A", "entity_in_plain", "en.title", 10),
    ('"When we open"', '"""When\nwe open"""', "line_break", "en.title", 10),
    ("When we open", "When\\u200bwe open", "invisible", "en.title", 10),
    ("When we open", " ", "missing", "en.title", 10),
    ("We open", "W" * 600, "too_long", "en.short", 11),
    ("First line", "F" * 2401, "too_long", "en.detail", 12),
    ("• two", "• <!channel>", "mention", "en.detail", 15),
    ("• two", "• <@U123|you>", "mention", "en.detail", 15),
    ("• two", "• <#C123>", "mention", "en.detail", 15),
    ("• two", "• ask @here", "bare_mention", "en.detail", 15),
    ("• two", "• ask #general", "bare_mention", "en.detail", 15),
    ("• two", "• 1 < 2", "unescaped", "en.detail", 15),
    ("• two", "• Q&A", "unescaped", "en.detail", 15),
    ("• two", "• https://example.org", "bare_link", "en.detail", 15),
    ("• two", "• <mailto:a@example.org|us>", "link_address", "en.detail", 15),
    ("• two", "• <https://example.org|*us*>", "link_label", "en.detail", 15),
    ("• two", "• **two**", "marker", "en.detail", 15),
    ("• two", "• `two`", "marker", "en.detail", 15),
    ("• two", "• two :tada:", "emoji_code", "en.detail", 15),
    ("• two", "- two", "bullet", "en.detail", 15),
    ("• two", "# Two", "heading", "en.detail", 15),
    ("• two", "| two |", "table", "en.detail", 15),
    ("• two", "&gt; two", "quote", "en.detail", 15),
    ("• two", "• two\u202e", "invisible", "en.detail", 15),
    ('title_en = "A page"\n', "", "missing", "sources.1.title_en", 23),
    ('https://example.org/a"', 'ftp://example.org"', "not_web_address", "sources.1.url", 26),
    ('"2024-05"', '"May 2024"', "not_date", "sources.1.date", 27),
    ('"2024-05"', '"2024-13"', "not_date", "sources.1.date", 27),
    ('"2024-05"', "2024", "not_text", "sources.1.date", 27),
    ('"2025"', '"2027"', "in_the_future", "sources.2.date", 33),
    ('"observed"', '"disputed"', "not_a_choice", "sources.2.evidence", 36),
    ('date_note_fr = "vu à l\'écran"\n', "", "missing", "sources.2.date_note_fr", 30),
    ("[[sources]]", "[source]", "unknown_key_meant", "source", 23),
]


@pytest.mark.parametrize(("old", "new", "key", "place", "line"), MISTAKES)
def test_a_mistake_is_told_with_file_line_and_place(
    tmp_path: Path, old: str, new: str, key: str, place: str, line: int | None
) -> None:
    folder = built_in(tmp_path, changed(RIGHT, old, new))
    told = [p for p in problems(folder) if p.key == key and p.place == place]
    assert told, [(p.key, p.place) for p in problems(folder)]
    assert told[0].line == line
    assert told[0].file == str(folder / "opening.toml")


def test_all_mistakes_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    folder = built_in(tmp_path, changed(changed(RIGHT, "• two", "• <!here> `x`"), "2024-05", "May"))
    write(folder, hello=changed(HELLO, "Bonjour.", ""), closing="id =")
    own = write(tmp_path / "own", a=changed(OWN, '"où est le bureau", ', ""))
    found = [(Path(p.file).name, p.key) for p in problems(folder, own)]
    assert found == [
        ("closing.toml", "not_toml"),
        ("hello.toml", "missing"),
        ("opening.toml", "mention"),
        ("opening.toml", "marker"),
        ("opening.toml", "not_date"),
        ("a.toml", "too_few_examples"),
    ]


def test_a_file_that_is_no_text_is_told(tmp_path: Path) -> None:
    folder = built_in(tmp_path)
    (folder / "opening.toml").write_bytes(RIGHT.encode("utf-16"))
    (folder / "folder.toml").mkdir()
    (folder / "deep.toml").write_text("a = " + "[" * 5000 + "]" * 5000)
    told = {Path(p.file).name: p.key for p in problems(folder)}
    expected = {"opening.toml": "not_utf8", "folder.toml": "unreadable", "deep.toml": "not_toml"}
    assert told == expected


def test_a_folder_that_is_missing_is_told(tmp_path: Path) -> None:
    (told,) = problems(built_in(tmp_path), tmp_path / "nowhere")
    assert (told.key, told.file, told.line) == ("folder_missing", str(tmp_path / "nowhere"), None)


def test_a_built_in_topic_needs_detail_and_a_source_a_dialogue_neither(tmp_path: Path) -> None:
    bare = RIGHT[: RIGHT.index("[[sources]]")]
    folder = built_in(tmp_path, changed(bare, 'detail = "Sans exception."\n', ""))
    assert {(p.key, p.place) for p in problems(folder)} == {
        ("missing", "fr.detail"),
        ("sources_missing", ""),
    }


def test_built_in_entries_are_held_against_a_day_only_when_it_is_given(tmp_path: Path) -> None:
    folder = built_in(tmp_path, changed(RIGHT, "2026-11-20", "2199-01-01").replace("2027", "2200"))
    assert load(built_in=folder).entries["opening"].checked.year == 2199
    assert [p.key for p in problems(folder)] == ["in_the_future"]


def test_the_day_after_today_is_not_the_future_because_somewhere_it_is_tomorrow(
    tmp_path: Path,
) -> None:
    folder = built_in(tmp_path, changed(RIGHT, "2026-11-20", "2026-11-23"))
    assert load(built_in=folder, today=TODAY).get("opening")


def test_every_problem_can_happen_and_speaks_both_languages(tmp_path: Path) -> None:
    told: dict[str, Problem] = {}
    for number, (old, new, *_) in enumerate(MISTAKES):
        folder = built_in(tmp_path / str(number), changed(RIGHT, old, new))
        told |= {p.key: p for p in problems(folder)}
    folder = built_in(tmp_path / "rest", RIGHT[: RIGHT.index("[[sources]]")])
    write(folder, en="", utf=changed(RIGHT, "[en]", "en = 3\n[x]"))
    (folder / "utf16.toml").write_bytes(b"\xff\xfe")
    (folder / "folder.toml").mkdir()
    own = write(
        tmp_path / "own",
        a=OWN,
        b=OWN,
        c=changed(changed(OWN, "our-office", "hello"), "[fr]", "[en]"),
        d=changed(OWN, "our-office", "x1").replace("svp", "").split("examples")[0],
        e=changed(OWN, "our-office", "y1").split("[fr]")[0],
    )
    told |= {p.key: p for p in problems(folder, own, tmp_path / "nowhere")}
    assert set(told) == set(catalogue("problems"))
    for problem in told.values():
        for said in (problem.what("en"), problem.what("fr"), problem.remedy("en")):
            assert said.endswith((".", "?", "]."))
            assert not re.search(r"\{\w+\}", said)
        assert problem.what("en") != problem.what("fr")
        assert problem.remedy("en") != problem.remedy("fr")


def test_a_problem_reads_as_a_sentence() -> None:
    problem = Problem(
        file="faq/entries/a.toml",
        line=12,
        place="fr.title",
        key="too_long",
        params={"length": 80, "limit": 70},
    )
    assert problem.say("en") == (
        "faq/entries/a.toml, line 12, fr.title: the text has 80 characters, 70 are allowed. "
        "Shorten it; what is less important can go into detail."
    )
    assert problem.say("fr") == (
        "faq/entries/a.toml, ligne 12, fr.title\u00a0: le texte compte 80 caractères, 70 sont "
        "permis. Raccourcissez-le\u00a0; ce qui est moins important peut aller dans detail."
    )
    assert str(FaqError([problem, problem])) == "\n".join([problem.say("en")] * 2)


def test_a_problem_without_a_sentence_cannot_be_made() -> None:
    with pytest.raises(ValueError, match="no sentence"):
        Problem(file="a", line=None, place="", key="nonsense")


def test_one_broken_file_does_not_blame_those_that_refer_to_it(tmp_path: Path) -> None:
    folder = built_in(tmp_path, "id =")
    assert [(Path(p.file).name, p.key) for p in problems(folder)] == [("opening.toml", "not_toml")]
    assert "opening" in OTHER
