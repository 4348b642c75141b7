"""``ask``: what is said where the question or the file is not one. No matcher is needed for it."""

from pathlib import Path

import pytest

from bot.cli.wrapping import wrapped
from tests.commands import Run


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("gone.jsonl", None, "one question a line"),
        ("bad.jsonl", b"not json\n", '{"id": "q1", "text": "which plan do I need?"}'),
        ("no-text.jsonl", b'{"id": 1}\n', "line 1"),
        ("second.jsonl", b'{"text": "a"}\n\n[]\n', "line 3"),
        ("binary.jsonl", b"\x80\xff\x00", "UTF-8"),
    ],
)
def test_a_file_that_holds_no_questions_is_named(
    run: Run, tmp_path: Path, name: str, content: bytes | None, told: str
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    ran = run("ask", "--file", name, "--json")
    assert (ran.code, ran.out) == (2, "")
    assert name in ran.err
    assert told in ran.err
    assert "{{" not in ran.err
    assert "automation" not in ran.err


def test_a_folder_is_no_file_of_questions(run: Run, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()
    ran = run("ask", "--file", "folder", "--json", JOURNEYDESK_LANG="fr")
    assert ran.code == 2
    assert "folder est un dossier" in ran.err


@pytest.mark.parametrize("arguments", [(), ("question", "--file", "x", "--json"), ("--file", "x")])
def test_it_takes_a_question_or_a_file(run: Run, arguments: tuple[str, ...]) -> None:
    assert run("ask", *arguments).code == 2


def test_lines_break_at_ordinary_spaces_only() -> None:
    text = "Combien de points\u00a0? Voilà\u00a0: trois"
    assert wrapped(text, 17) == "Combien de\npoints\u00a0? Voilà\u00a0:\ntrois"
    assert wrapped("• one\n\n• two", 80) == "• one\n\n• two"
