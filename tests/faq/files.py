"""Files of entries for the tests: one that is right, ways to break it, a writer."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from faq import Entry

TODAY = date(2026, 11, 22)

RIGHT = '''id = "opening"
kind = "topic"
evidence = "official"
checked = 2026-11-20
valid_until = 2027-05-20
related = ["closing"]
actions = ["convert", "plans"]

[en]
title = "When we open"
short = "We open *at nine*. See <https://example.org/a?b=1&amp;c=2|the page>."
detail = """
First line, _for sure_.
• a list of
• two
1. a number &lt; 2"""

[fr]
title = "Quand nous ouvrons"
short = "Nous ouvrons à neuf heures."
detail = "Sans exception."

[[sources]]
title_en = "A page"
title_fr = "Une page"
url = "https://example.org/a"
date = "2024-05"
evidence = "official"

[[sources]]
title_en = "Another"
title_fr = "Une autre"
date = "2025"
date_note_en = "seen on the screen"
date_note_fr = "vu à l'écran"
evidence = "observed"
'''
OTHER = (
    RIGHT.replace('"opening"', '"other"', 1)
    .replace('["closing"]', '["opening"]')
    .replace('"other"', '"closing"', 1)
)
HELLO = """id = "hello"
kind = "dialogue"
evidence = "observed"
checked = 2026-11-20
[en]
title = "Say hello"
short = "Hello."
[fr]
title = "Saluer"
short = "Bonjour."
"""
OWN = """id = "our-office"
kind = "topic"
evidence = "official"
checked = 2026-11-20
[fr]
title = "Notre bureau"
short = "Au deuxième étage."
examples = ["où est le bureau", "c'est à quel étage ?", "adresse du bureau svp"]
"""


def write(folder: Path, **files: str) -> Path:
    """A folder with these files; an underscore in a name stands for a hyphen."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / f"{name.replace('_', '-')}.toml").write_text(text, encoding="utf-8")
    return folder


def built_in(folder: Path, opening: str = RIGHT) -> Path:
    return write(folder / "entries", opening=opening, closing=OTHER, hello=HELLO)


def changed(text: str, old: str, new: str) -> str:
    assert old in text, f"nothing to change: {old}"
    return text.replace(old, new, 1)


def as_toml(entry: Entry) -> str:
    """An entry as a file that reads back as the same entry."""
    lines = [
        f"id = {_quoted(entry.id)}",
        f"kind = {_quoted(entry.kind)}",
        f"evidence = {_quoted(entry.evidence)}",
        f"checked = {entry.checked.isoformat()}",
        f"related = {_listed(entry.related)}",
        f"actions = {_listed(entry.actions)}",
    ]
    if entry.valid_until is not None:
        lines.append(f"valid_until = {entry.valid_until.isoformat()}")
    for language, text in entry.texts.items():
        lines += [f"[{language}]", f"title = {_quoted(text.title)}"]
        lines += [f"short = {_quoted(text.short)}", f"detail = {_quoted(text.detail)}"]
        if language in entry.examples:
            lines.append(f"examples = {_listed(entry.examples[language])}")
    for source in entry.sources:
        lines += ["[[sources]]", f"date = {_quoted(source.date)}"]
        lines.append(f"evidence = {_quoted(source.evidence)}")
        lines += [f"title_{language} = {_quoted(t)}" for language, t in source.titles.items()]
        lines += [f"date_note_{language} = {_quoted(t)}" for language, t in source.notes.items()]
        if source.url is not None:
            lines.append(f"url = {_quoted(source.url)}")
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
    return f'"{escaped}"'


def _listed(texts: Iterable[str]) -> str:
    return f"[{', '.join(_quoted(text) for text in texts)}]"
