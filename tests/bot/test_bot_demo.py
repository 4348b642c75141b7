"""The demo is started for real: three processes, their pages, and nothing left at the end."""

import contextlib
import json
import os
import re
import signal
import socket
import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.demo.process import Child, clean_environment
from bot.demo.run import SAMPLE, browser_wanted, demo
from bot.services.names import AutomationRef, NameIndex
from bot.words import texts
from converter import read_bundle

PATIENCE = 120
"""Seconds after which a process is taken for stuck; nothing is measured with it."""


def sample_names() -> NameIndex:
    values = [e.value for e in read_bundle(SAMPLE).entries() if e.kind == "automation"]
    titles = [v["automation"]["settings"]["title"] for v in values if isinstance(v, dict)]
    return NameIndex(
        AutomationRef(key=n, automation_id=str(n), name=title, kind="automation")
        for n, title in enumerate(titles)
    )


def lines_until(output: Iterator[str], wanted: str) -> list[str]:
    lines = []
    for line in output:
        lines.append(line)
        if wanted in line:
            return lines
    raise AssertionError(f"ended without {wanted!r}: {''.join(lines)}")


@contextlib.contextmanager
def running(folder: Path, *arguments: str) -> Iterator[subprocess.Popen[str]]:
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "demo", "--no-browser", *arguments],
        cwd=folder,
        env={**clean_environment(), "JOURNEYDESK_LANG": "fr", "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        text=True,
    )
    watchdog = threading.Timer(PATIENCE, process.kill)
    watchdog.start()
    try:
        yield process
    finally:
        watchdog.cancel()
        process.kill()
        process.wait()


def get(url: str) -> bytes:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(url, timeout=30) as response:
        content: bytes = response.read()
        return content


def bot_address(folder: Path) -> str:
    (log,) = folder.glob("var/demo/*/bot.log")
    found = re.search(r"http://127\.0\.0\.1:\d+", log.read_text(encoding="utf-8"))
    assert found is not None
    return found[0]


def closed(address: str) -> bool:
    host, port = address.removeprefix("http://").split(":")
    with socket.socket() as probe:
        return probe.connect_ex((host, int(port.strip("/")))) != 0


def wait_until_closed(address: str) -> None:
    for _ in range(PATIENCE * 10):
        if closed(address):
            return
        threading.Event().wait(0.1)
    raise AssertionError(f"{address} still listens")


def test_the_demo_starts_answers_and_stops_cleanly(tmp_path: Path) -> None:
    with running(tmp_path) as process:
        assert process.stdout is not None
        shown = lines_until(iter(process.stdout), "Ctrl+C")
        found = re.search(r"http://127\.0\.0\.1:\d+/", "".join(shown))
        assert found is not None
        assert b"<html" in get(found[0]).lower()
        bot = bot_address(tmp_path)
        assert json.loads(get(f"{bot}/health"))["database"] == "ok"
        assert (tmp_path / "var").exists()
        process.send_signal(signal.SIGINT)
        rest = process.stdout.read()
        assert process.wait(PATIENCE) == 0
        assert texts("demo").say("stopped", "fr") in rest
        assert "Traceback" not in rest
        assert closed(bot)
        assert closed(found[0])
    (told,) = tmp_path.glob("var/demo/*/bot.log")
    assert "Connecté à l'espace de travail" in told.read_text(encoding="utf-8")
    for log in tmp_path.glob("var/demo/*/*.log"):
        assert "Traceback" not in log.read_text(encoding="utf-8")


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs SIGKILL")
def test_nothing_is_left_when_the_demo_itself_is_killed(tmp_path: Path) -> None:
    with running(tmp_path) as process:
        assert process.stdout is not None
        shown = lines_until(iter(process.stdout), "Ctrl+C")
        found = re.search(r"http://127\.0\.0\.1:\d+/", "".join(shown))
        assert found is not None
        bot = bot_address(tmp_path)
        process.send_signal(signal.SIGKILL)
        process.wait(PATIENCE)
        wait_until_closed(bot)
        wait_until_closed(found[0])


def test_a_taken_port_gives_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    said: list[str] = []
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        assert demo(port, open_browser=False, lang="fr", say=said.append) == 1
    assert f"127.0.0.1:{port}" in said[-1]
    assert "port libre" in said[-1]


def test_a_process_that_dies_is_told_with_the_end_of_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("bot.demo.run.BOT_MODULE", ("bot.no_such_module",))
    said: list[str] = []
    assert demo(open_browser=False, lang="en", say=said.append) == 1
    assert said[-1].startswith("The bot has ended unexpectedly")
    assert "no_such_module" in said[-1]


def test_a_child_ends_when_its_standard_input_closes(tmp_path: Path) -> None:
    (tmp_path / "sleeper.py").write_text("import threading\nthreading.Event().wait()\n")
    environment = {**os.environ, "PYTHONPATH": str(tmp_path)}
    child = Child("sleeper", ["sleeper"], environment, tmp_path, "")
    assert child.alive()
    stdin = child._process.stdin
    assert stdin is not None
    stdin.close()
    assert child._process.wait(PATIENCE) == -signal.SIGTERM


@pytest.mark.parametrize(
    ("environment", "platform", "wanted"),
    [
        ({}, "linux", False),
        ({"DISPLAY": ":0"}, "linux", True),
        ({"WAYLAND_DISPLAY": "w"}, "linux", True),
        ({"DISPLAY": ":0", "CI": "true"}, "linux", False),
        ({}, "darwin", True),
        ({"CI": "1"}, "win32", False),
    ],
)
def test_the_browser_opens_only_where_somebody_sees_it(
    environment: dict[str, str], platform: str, wanted: bool
) -> None:
    assert browser_wanted(environment, platform) is wanted


def test_children_get_nothing_that_leads_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in (
        "SLACK_BOT_TOKEN",
        "JOURNEYDESK_MAILCHIMP_KEY",
        "DATABASE_URL",
        "HTTPS_PROXY",
        "http_proxy",
    ):
        monkeypatch.setenv(name, "x")
    monkeypatch.setenv("KEPT", "y")
    environment = clean_environment()
    assert environment["KEPT"] == "y"
    assert "x" not in environment.values()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_what_is_proposed_finds_something_in_the_sample(language: str) -> None:
    said = texts("demo")
    names = sample_names()
    lines = [said.say(key, "fr" if language == "fr" else "en") for key in said if key[:4] == "try_"]
    assert len(lines) >= 3
    asked = [line.split("   ")[0].removeprefix("/convert").strip() for line in lines]
    queries = [re.sub(r"\s*plan:\w+", "", query) for query in asked]
    exact, typo = names.find(queries[0]), names.find(queries[1])
    assert exact.match is not None
    assert typo.candidates or typo.match
    assert queries.pop(3).startswith("/faq ")
    assert queries[2:] == ["", "tout" if language == "fr" else "all", "help", "connect"]
