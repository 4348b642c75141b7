"""Writes docs/codes.md and docs/fr/codes.md from what the converter says about each code.

    .venv/bin/python docs/build_codes.py            write both pages
    .venv/bin/python docs/build_codes.py --check    only say which page is out of date

The words come from converter/diagnostics/texts.toml: correct them there, never in the pages. Exit
code: 0, or 1 where --check finds a page out of date.
"""

import sys
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER.parent))

from bot.words import texts  # noqa: E402
from converter import codes, explain  # noqa: E402
from converter.report.model import Language  # noqa: E402

PAGES: dict[Language, Path] = {"en": FOLDER / "codes.md", "fr": FOLDER / "fr" / "codes.md"}

GENERATED = (
    "<!-- Made by docs/build_codes.py from converter/diagnostics/texts.toml: change it there. -->"
)
INTRO: dict[Language, str] = {
    "en": """\
# What each code means

[Version française](fr/codes.md) · [back to the README](../README.md)

A finding in a report has a code. It always means the same thing, and it is never given another
meaning. `journeydesk explain CJ301` shows one of these pages on the command line; the button
*Explain* shows it in Slack.

**error**: known not to be equivalent, or no counterpart was found; somebody has to decide.
**warning**: not confirmed to be equivalent, or different in the way that is stated.
**note**: good to know; at most a question to answer.

*Evidence* says where a fact comes from. **official**: Mailchimp or Intuit wrote it.
**observed**: seen on a real account, not documented. **inferred**: concluded by us.

A code starts with its family: 1 plans and hard limits, 2 settings and content, 3 triggers,
segments and wait rules, 4 time, 5 the cut-over, 6 what the file holds, 9 our own faults.

| code | severity | what it is about |
|---|---|---|""",
    "fr": """\
# Ce que chaque code signifie

[English version](../codes.md) · [retour au README](../../README.fr.md)

Chaque constat d'un rapport porte un code. Un code garde toujours le même sens ; il n'est jamais
réutilisé pour autre chose. `journeydesk explain CJ301` affiche l'une de ces pages en ligne de
commande ; dans Slack, c'est le bouton *Expliquer*.

**erreur** : on sait que ce n'est pas équivalent, ou aucun équivalent n'a été trouvé ; quelqu'un
doit décider. **avertissement** : l'équivalence n'est pas confirmée, ou le comportement change de la
façon indiquée. **note** : bon à savoir ; au plus une question à laquelle répondre.

La *preuve* dit d'où vient un fait. **officielle** : Mailchimp ou Intuit l'a écrit.
**observée** : vu sur un vrai compte, non documenté. **déduite** : notre conclusion.

Un code commence par sa famille : 1 forfaits et limites fermes, 2 réglages et contenu,
3 déclencheurs, segments et règles d'attente, 4 horaires et délais, 5 le passage au parcours,
6 ce que contient le fichier, 9 nos propres erreurs.

| code | gravité | de quoi il s'agit |
|---|---|---|""",
}


def with_no_break_spaces(text: str) -> str:
    """French typography: the space before : ; ? ! is one that does not break."""
    for mark in ":;?!":
        text = text.replace(f" {mark}", f"\N{NO-BREAK SPACE}{mark}")
    return text


def page(language: Language) -> str:
    """The whole page in one language, ending in a newline."""
    said = texts("cli")
    intro = INTRO[language]
    lines = [GENERATED, "", with_no_break_spaces(intro) if language == "fr" else intro]
    for code in codes():
        known = explain(code, language)
        severity = said.say(f"severity_{known.severity}", language)
        lines.append(f"| [{code}](#{code.lower()}) | {severity} | {known.title} |")
    for code in codes():
        known = explain(code, language)
        facts = said.say(
            "code_facts",
            language,
            severity=said.say(f"severity_{known.severity}", language),
            effort=said.say(f"effort_{known.effort}", language),
            evidence=said.say(f"evidence_{known.evidence}", language),
            name=f"`{known.name}`",
        )
        source = said.say("source", language, source=known.source)
        lines += ["", f'<a id="{code.lower()}"></a>', "", f"## {code} · {known.title}", ""]
        lines += [facts, "", known.page.strip(), "", f"<sub>{source}</sub>"]
    return "\n".join(lines) + "\n"


def main(arguments: list[str]) -> int:
    old = 0
    for language, path in PAGES.items():
        new = page(language)
        if path.exists() and path.read_text(encoding="utf-8") == new:
            continue
        if "--check" in arguments:
            old += 1
            print(f"{path.relative_to(FOLDER.parent)} is out of date")
        else:
            path.write_text(new, encoding="utf-8")
            print(f"{path.relative_to(FOLDER.parent)} written")
    return 1 if old else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
