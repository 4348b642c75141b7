"""The examples of the pages are run: what a page shows is what the command prints.

In a ``console`` block, lines after ``$ journeydesk …`` are its output, of which spaces at the end
are ignored. A line ``…`` stands for any lines, ``…`` at the end of a line for any rest of it.
``$ echo $?`` shows the exit code. The blocks of a page run in order, in one folder that holds
the sample account and the files that the page itself shows (``<!-- file: NAME -->``). A command may
have settings in front of it (``NAME=value journeydesk …``).
"""

import io
import os
import re
import shlex
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

from bot.cli import run
from bot.cli.words import said
from bot.demo.run import SAMPLE
from tests.commands import PREFIXES, SETTINGS
from tests.docs.markdown import fences, read

PAGES = {
    "README.md": "en_GB.UTF-8",
    "README.fr.md": "fr_FR.UTF-8",
    "docs/command-line.md": "en_GB.UTF-8",
    "docs/fr/ligne-de-commande.md": "fr_FR.UTF-8",
    "docs/audit.md": "en_GB.UTF-8",
    "docs/fr/audit.md": "fr_FR.UTF-8",
    "docs/faq.md": "en_GB.UTF-8",
    "docs/fr/faq.md": "fr_FR.UTF-8",
    "docs/matcher.md": "en_GB.UTF-8",
    "docs/fr/moteur.md": "fr_FR.UTF-8",
    "docs/slack.md": "en_GB.UTF-8",
    "docs/fr/slack.md": "fr_FR.UTF-8",
    "docs/running.md": "en_GB.UTF-8",
    "docs/fr/exploitation.md": "fr_FR.UTF-8",
    "docs/reports.md": "en_GB.UTF-8",
    "docs/fr/rapports.md": "fr_FR.UTF-8",
    "docs/map.md": "en_GB.UTF-8",
    "docs/fr/carte.md": "fr_FR.UTF-8",
    "docs/storage.md": "en_GB.UTF-8",
    "docs/fr/stockage.md": "fr_FR.UTF-8",
}
COLUMNS = "100"
"""What fits a page of documentation without a scroll bar."""


def steps(block: str) -> list[tuple[str, list[str]]]:
    """Each command of a block with the lines shown below it."""
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if line.startswith("$ "):
            found.append((line[2:], []))
        else:
            found[-1][1].append(line.rstrip())
    return found


def matches(shown: Sequence[str], printed: Sequence[str]) -> bool:
    """Whether the printed lines are the shown ones, with ``…`` for what may be anything."""
    pattern = ""
    for line in shown:
        if line == "…":
            pattern += r"(?:.*\n)*?"
        elif line.endswith("…"):
            pattern += re.escape(line[:-1]) + r".*\n"
        else:
            pattern += re.escape(line) + r"\n"
    return re.fullmatch(pattern, "".join(f"{line}\n" for line in printed)) is not None


def lines_of(text: str) -> list[str]:
    """Without spaces at the ends of lines, and without empty lines around the whole.

    A no-break space counts as a space: neither a terminal nor a page shows the difference.
    """
    plain = text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{NARROW NO-BREAK SPACE}", " ")
    return [line.rstrip() for line in plain.strip("\n").splitlines()]


@pytest.mark.parametrize("page", PAGES)
def test_a_page_shows_what_its_commands_print(
    page: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> None:
    for name in list(os.environ):
        # The cache only saves time: what is in it is made again where it is not.
        if name in SETTINGS or (name.startswith(PREFIXES) and name != "JOURNEYDESK_CACHE"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("LANG", PAGES[page])
    monkeypatch.setenv("COLUMNS", COLUMNS)
    monkeypatch.chdir(tmp_path)
    Path("bot/demo").mkdir(parents=True)
    shutil.copy(SAMPLE, "bot/demo")
    code, examples = None, 0
    for fence in fences(read(page)):
        kind, _, name = fence.mark.partition(": ")
        if kind == "file":
            Path(name).parent.mkdir(parents=True, exist_ok=True)
            Path(name).write_text(fence.text, encoding="utf-8")
        for command, shown in steps(fence.text) if fence.kind == "console" else ():
            if command == "echo $?":
                printed = [str(code)]
            else:
                code, printed = executed(command, monkeypatch, capsysbinary)
                examples += 1
            wanted = lines_of("\n".join(shown))
            assert matches(wanted, printed), f"$ {command}\n" + "\n".join(printed)
    assert examples


def executed(
    command: str,
    monkeypatch: pytest.MonkeyPatch,
    capsysbinary: pytest.CaptureFixture[bytes],
) -> tuple[int, list[str]]:
    """Exit code and lines of ``journeydesk …``, which may read a file with ``<``.

    That the matcher has to be learned first is said only where it was not learned before.
    """
    words = shlex.split(command)
    settings = dict[str, str]()
    while "=" in words[0]:
        name, _, value = words.pop(0).partition("=")
        settings[name] = value
    assert words.pop(0) == "journeydesk", command
    given = b""
    if "<" in words:
        at = words.index("<")
        given = Path(words[at + 1]).read_bytes()
        del words[at : at + 2]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(given)))
    capsysbinary.readouterr()
    with monkeypatch.context() as patch:
        for name, value in settings.items():
            patch.setenv(name, value)
        code = run(words)
    out, err = capsysbinary.readouterr()
    once = {said().say("learning_once", "en"), said().say("learning_once", "fr")}
    told = "".join(f"{line}\n" for line in err.decode().splitlines() if line not in once)
    return code, lines_of(out.decode() + told)


def test_matching_is_strict() -> None:
    printed = ["one", "two", "three"]
    assert matches(["one", "…", "three"], printed)
    assert matches(["…", "tw…", "three"], printed)
    assert matches(["one", "two", "three", "…"], printed)
    assert not matches(["one", "three"], printed)
    assert not matches(["…", "two"], printed)
    assert not matches(["one", "tw", "three"], printed)


@pytest.mark.parametrize("page", ["docs/command-line.md", "docs/fr/ligne-de-commande.md"])
def test_every_command_has_an_example(page: str) -> None:
    shown = {
        command.split()[1]
        for fence in fences(read(page))
        if fence.kind == "console"
        for command, _ in steps(fence.text)
        if command.startswith("journeydesk")
    }
    # The demo runs until it is stopped; tests/bot/test_bot_demo.py starts it for real.
    assert shown == {
        *("convert", "ask", "faq", "explain", "plans", "doctor", "work", "serve", "socket"),
    }
