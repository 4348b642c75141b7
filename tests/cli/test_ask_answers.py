"""``ask`` with a matcher: what it prints, in both languages, for people and for scripts."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.cli import ask
from bot.services import cache
from bot.services.answers import Answers
from intents import building, corpus
from intents.building import Encoders
from tests.answers.conftest import few
from tests.commands import Run

KEYS = ["topic", "confidence", "decision", "candidates", "language"]
ENGLISH = "do I have to convert my rss campaigns"
FRENCH = "dois-je convertir mes campagnes rss"
FAR = "zzz qqq"


@pytest.fixture(scope="module")
def words_only(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answers]:
    """A matcher of few examples and no encoder: what is tested here is what is made of it."""
    with pytest.MonkeyPatch.context() as patch:
        held = few()
        patch.setattr(corpus, "load", lambda: held)
        patch.setattr(building, "convert", lambda folder: [])
        patch.setattr(building, "encoders", lambda folder: Encoders(None, None))
        yield Answers((), tmp_path_factory.mktemp("cache"), background=False)


@pytest.fixture
def few_only(words_only: Answers, monkeypatch: pytest.MonkeyPatch) -> Answers:
    monkeypatch.setattr(ask, "answers_ready", lambda language: words_only)
    return words_only


def lines(out: str) -> list[dict[str, Any]]:
    assert out.endswith("\n") or not out
    return [json.loads(line) for line in out.splitlines()]


def written(tmp_path: Path, *rows: object, name: str = "questions.jsonl") -> str:
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    (tmp_path / name).write_text(text, encoding="utf-8")
    return name


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        (ENGLISH, "en", ("RSS campaigns", "Source: ", "Checked on")),
        (FRENCH, "fr", ("campagnes RSS", "Source\u00a0: ", "Vérifié le")),
    ],
)
def test_a_question_is_answered_in_its_own_language(
    run: Run, few_only: Answers, question: str, language: str, words: tuple[str, ...]
) -> None:
    for environment in ("en", "fr"):
        ran = run("ask", question, JOURNEYDESK_LANG=environment)
        assert (ran.code, ran.err) == (0, "")
        entry = few_only.entry("", "rss-campaigns", language)  # type: ignore[arg-type]
        assert entry is not None
        assert ran.out.splitlines()[0] == entry.title
        assert all(word in ran.out for word in words)
        assert not any(mark in ran.out for mark in ("*", "&amp;", "&lt;", "<https"))


@pytest.mark.parametrize(("lang", "word"), [("en", "Source: "), ("fr", "Source\u00a0: ")])
@pytest.mark.parametrize("question", [ENGLISH, FRENCH])
def test_the_language_that_was_chosen_counts_more_than_the_questions(
    run: Run, few_only: Answers, question: str, lang: str, word: str
) -> None:
    ran = run("ask", question, "--lang", lang)
    assert (ran.code, word in ran.out) == (0, True)
    report = run("ask", question, "--lang", lang, "--json").report
    assert (report["language"], report["answer"]["language"]) == (lang, lang)


@pytest.mark.parametrize(
    ("lang", "words"), [("en", "I did not understand"), ("fr", "Je n'ai pas compris")]
)
def test_what_is_not_understood_ends_in_three(
    run: Run, few_only: Answers, lang: str, words: str
) -> None:
    for question in ("", "   ", "😀", "!!!"):
        ran = run("ask", question, JOURNEYDESK_LANG=lang)
        assert (ran.code, ran.err) == (3, "")
        assert words in ran.out


def test_what_is_not_meant_for_the_bot_ends_in_three(run: Run, few_only: Answers) -> None:
    ran = run("ask", FAR, "--json")
    assert ran.code == 3
    assert ran.report["decision"] in ("rephrase", "person", "choose")
    assert ran.report["answer"] is None


def test_json_has_the_shape_of_a_line_and_the_answer(run: Run, few_only: Answers) -> None:
    ran = run("ask", ENGLISH, "--json")
    assert (ran.code, ran.err) == (0, "")
    report = ran.report
    assert list(report) == [*KEYS, "answer"]
    assert (report["topic"], report["language"]) == ("rss-campaigns", "en")
    assert report["decision"] in ("answer", "confirm")
    assert 0 <= report["confidence"] <= 1
    assert report["candidates"][0] == {
        "topic": report["topic"],
        "confidence": report["confidence"],
    }
    assert report["answer"]["topic"] == "rss-campaigns"
    assert report["answer"]["sources"]


ROWS: list[dict[str, object]] = [
    {"id": "q1", "text": ENGLISH},
    {"id": 7, "text": FRENCH, "topic": "ignored"},
    {"text": "puis-je annuler la conversion ?"},
    {"id": None, "text": ""},
    {"id": "q1", "text": "😀"},
    {"id": ["a", {"b": 1.5}], "text": "line\nbreaks\u2028and " + "x" * 5000},
    {"id": "é", "text": FAR},
]


def test_a_file_gives_a_line_each_in_order_with_its_id(
    run: Run, few_only: Answers, tmp_path: Path
) -> None:
    ran = run("ask", "--file", written(tmp_path, *ROWS), "--json")
    assert (ran.code, ran.err) == (0, "")
    found = lines(ran.out)
    assert [row["id"] for row in found] == [row.get("id", 3) for row in ROWS]
    for row in found:
        assert list(row) == ["id", *KEYS]
        assert row["decision"] in ("answer", "confirm", "choose", "rephrase", "person")
        assert row["language"] in ("en", "fr")
        assert isinstance(row["confidence"], float)
        assert 0 <= row["confidence"] <= 1
        assert all(list(one) == ["topic", "confidence"] for one in row["candidates"])
        assert row["topic"] is None or row["topic"] in few_only.examples.topics
    assert [row["topic"] for row in found[:3]] == ["rss-campaigns", "rss-campaigns", "undo-archive"]
    assert [row["language"] for row in found[:3]] == ["en", "fr", "fr"]
    assert [(row["topic"], row["decision"]) for row in found[3:5]] == [(None, "rephrase")] * 2


def test_a_line_says_the_same_as_the_question_alone(
    run: Run, few_only: Answers, tmp_path: Path
) -> None:
    rows = lines(run("ask", "--file", written(tmp_path, *ROWS), "--json").out)
    for given, row in list(zip(ROWS, rows, strict=True))[:3]:
        alone = run("ask", str(given["text"]), "--json").report
        assert {key: row[key] for key in KEYS} == {key: alone[key] for key in KEYS}


def test_standard_input_is_a_file_too(run: Run, few_only: Answers, tmp_path: Path) -> None:
    text = Path(tmp_path / written(tmp_path, *ROWS)).read_text(encoding="utf-8")
    from_file = run("ask", "--file", "questions.jsonl", "--json").out
    assert run("ask", "--file", "-", "--json", stdin=text).out == from_file


@pytest.mark.parametrize("how", ["file", "input"])
@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ("", []),
        ("\n \n\t\n", []),
        ('{"text": "rss"}', [1]),
        ('\n\n{"text": "rss"}\n\n{"text": "rss", "id": "b"}\n\n', [3, "b"]),
        ('{"text": "rss"}\r\n{"text": "rss"}\r\n', [1, 2]),
        ('\ufeff{"text": "rss", "id": "after a mark"}\n', ["after a mark"]),
        ('{"text": "a\u2028b\u2029c\x85d", "id": "one line"}\n', ["one line"]),
        ('{"text": "a", "id": "\\ud800"}\n', ["\ud800"]),
    ],
    ids=["nothing", "blank", "no end", "blank lines", "Windows", "mark", "separators", "surrogate"],
)
def test_odd_but_good_lines(
    run: Run, few_only: Answers, tmp_path: Path, given: str, ids: list[object], how: str
) -> None:
    (tmp_path / "odd.jsonl").write_bytes(given.encode())
    ran = run("ask", "--file", "odd.jsonl" if how == "file" else "-", "--json", stdin=given)
    assert (ran.code, ran.err) == (0, "")
    assert [row["id"] for row in lines(ran.out)] == ids


@pytest.mark.parametrize(
    "bad",
    ["rss", "{", '"text"', "[]", "null", "{}", '{"text": 5}', '{"text": null}', "[" * 100_000],
    ids=lambda bad: bad[:16],
)
def test_a_bad_line_is_named_and_nothing_is_printed(
    run: Run, few_only: Answers, tmp_path: Path, bad: str
) -> None:
    (tmp_path / "bad.jsonl").write_text(f'{{"text": "rss"}}\n\n{bad}\n', encoding="utf-8")
    for lang, words in (("en", "bad.jsonl, line 3: "), ("fr", "bad.jsonl, ligne 3\u00a0: ")):
        ran = run("ask", "--file", "bad.jsonl", "--json", JOURNEYDESK_LANG=lang)
        assert (ran.code, ran.out) == (2, "")
        assert ran.err.startswith(words)
        assert len(ran.err.splitlines()) == 1


def test_input_that_is_not_utf8_is_told(
    run: Run, few_only: Answers, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "latin.jsonl").write_bytes('{"text": "déjà"}\n'.encode("latin-1"))
    ran = run("ask", "--file", "latin.jsonl", "--json", JOURNEYDESK_LANG="fr")
    assert (ran.code, ran.out) == (2, "")
    assert "UTF-8" in ran.err


def test_a_language_that_does_not_exist_is_refused(run: Run) -> None:
    ran = run("ask", ENGLISH, "--lang", "de")
    assert (ran.code, ran.out) == (2, "")
    assert "--lang de" in ran.err


def test_the_shipped_matcher_in_a_process_of_its_own(shell: Run, tmp_path: Path) -> None:
    """Everything real; standard output holds the lines and nothing else."""
    place = cache.folder()
    building.build(corpus.load(), place)
    here = {"JOURNEYDESK_CACHE": str(place)}
    rows = [
        {"id": "a", "text": "Is the free plan enough for journeys?"},
        {"id": "b", "text": "comment retrouver les rapports de mon ancienne automatisation ?"},
        {"id": "c", "text": "What is the weather like in Lyon?"},
    ]
    ran = shell("ask", "--file", written(tmp_path, *rows), "--json", **here)
    assert (ran.code, ran.err) == (0, "")
    found = lines(ran.out)
    assert [row["id"] for row in found] == ["a", "b", "c"]
    assert [row["topic"] for row in found[:2]] == [
        "plan-availability",
        "classic-access-and-reports",
    ]
    assert [row["language"] for row in found] == ["en", "fr", "en"]
    assert found[2]["decision"] in ("rephrase", "person")
