"""``explain``, ``plans``, ``doctor`` and ``--help``."""

import pytest

from bot.demo.run import SAMPLE
from converter import codes
from tests.commands import Run


def test_every_code_has_a_page_in_both_languages(run: Run) -> None:
    listed = run("explain").out
    assert all(code in listed for code in codes())
    assert "Source: " in run("explain", "cj301").out
    assert "Source\u00a0: " in run("explain", "CJ301", "--lang", "fr").out


@pytest.mark.parametrize("columns", ["48", "80"])
def test_french_signs_stay_with_their_words(
    run: Run, monkeypatch: pytest.MonkeyPatch, columns: str
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    pages = [run("explain", code, "--lang", "fr").out for code in codes()]
    pages.append(run("convert", str(SAMPLE), "--lang", "fr", "--exit-zero").out)
    lines = [line.strip() for page in pages for line in page.splitlines()]
    assert [line for line in lines if line.startswith(("»", ":", ";", "!", "? Oui"))] == []
    assert [line for line in lines if line.endswith("«")] == []


def test_plans_show_limits_with_their_sources(run: Run) -> None:
    english, french = run("plans").out, run("plans", "--lang", "fr").out
    assert "3 (help article) or 4 (seen in the builder)" in english
    assert "3 (article d'aide) ou 4 (vu dans le créateur)" in french
    assert "https://mailchimp.com/help/" in english


@pytest.mark.parametrize(
    "command", ["convert", "explain", "export", "plans", "doctor", "serve", "demo"]
)
def test_every_command_has_help_in_both_languages(shell: Run, command: str) -> None:
    english, french = shell(command, "--help"), shell(command, "--help", JOURNEYDESK_LANG="fr")
    assert (english.code, french.code) == (0, 0)
    assert english.out != french.out


def test_doctor_works_with_nothing_set_and_says_what_does(run: Run) -> None:
    for language, words in (("en", "journeydesk demo"), ("fr", "journeydesk demo")):
        ran = run("doctor", "--lang", language)
        assert ran.code == 0
        assert "SLACK_BOT_TOKEN" in ran.out
        assert words in ran.out or "make demo" in ran.out


def test_serve_without_settings_says_which_are_missing(run: Run) -> None:
    ran = run("serve", JOURNEYDESK_LANG="fr")
    assert ran.code == 2
    assert "SLACK_BOT_TOKEN" in ran.err
    assert "SLACK_SIGNING_SECRET" in ran.err
    assert "Traceback" not in ran.err


def test_the_bare_word_shows_the_help(shell: Run) -> None:
    for language, words in (("en", "Commands"), ("fr", "Commandes")):
        ran = shell(JOURNEYDESK_LANG=language)
        assert (ran.code, ran.err) == (0, "")
        assert "convert" in ran.out
        assert words in ran.out


def test_french_help_has_no_english_frame(shell: Run) -> None:
    ran = shell("convert", "--help", JOURNEYDESK_LANG="fr")
    assert "Afficher cette aide et quitter." in ran.out
    assert "Show this" not in ran.out


@pytest.mark.parametrize("command", ["doctor", "serve"])
def test_unusable_settings_are_told_in_the_chosen_language(run: Run, command: str) -> None:
    for language, words in (("fr", "n'est pas un port"), ("en", "is not a port")):
        ran = run(command, "--lang", language, PORT="x")
        assert ran.code == 2
        assert words in ran.out + ran.err
    wrong = run(command, "--lang", "fr", JOURNEYDESK_LANG="de")
    assert (wrong.code, "JOURNEYDESK_LANG" in wrong.out + wrong.err) == (2, True)


def test_serve_speaks_the_chosen_language(run: Run) -> None:
    assert "n'est pas défini" in run("serve", "--lang", "fr").err
    assert "is not set" in run("serve", "--lang", "en", JOURNEYDESK_LANG="fr").err
    assert run("serve", "--lang", "de").code == 2
