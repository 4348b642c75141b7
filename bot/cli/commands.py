"""The commands, with their help in the language of whoever types."""

import sys
from pathlib import Path
from typing import Annotated, Optional

import typer

from bot.cli.help import Command, Group
from bot.cli.words import chosen_language, said
from converter.report.model import Language

LANGUAGE = chosen_language(sys.argv[1:])


def _(key: str) -> str:
    return said().say(key, LANGUAGE)


app = typer.Typer(
    cls=Group,
    help=_("help"),
    subcommand_metavar=_("usage_command"),
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

COMMANDS = _("panel_commands")

Lang = Annotated[
    Optional[str],  # noqa: UP045 - typer reads the annotation at run time
    typer.Option("--lang", metavar="fr|en", help=_("help_lang")),
]


def _language(lang: str | None) -> Language:
    from bot.cli.usage import UsageProblem

    if lang is None:
        return chosen_language([])
    if lang not in ("en", "fr"):
        raise UsageProblem(said().say("bad_lang", LANGUAGE, value=lang))
    return lang  # type: ignore[return-value]


@app.command(cls=Command, rich_help_panel=COMMANDS, help=_("help_convert"))
def convert(
    file: Annotated[str, typer.Argument(metavar="FILE", help=_("help_file"))],
    automation: Annotated[
        Optional[str], typer.Option("--automation", metavar="NAME", help=_("help_automation"))  # noqa: UP045
    ] = None,
    plan: Annotated[
        Optional[str], typer.Option("--plan", metavar="PLAN", help=_("help_plan"))  # noqa: UP045
    ] = None,
    answers: Annotated[
        Optional[Path], typer.Option("--answers", metavar="FILE", help=_("help_answers"))  # noqa: UP045
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("help_json"))] = False,
    ledger: Annotated[bool, typer.Option("--ledger", help=_("help_ledger"))] = False,
    out: Annotated[
        Optional[Path], typer.Option("--out", metavar="DIR", help=_("help_out"))  # noqa: UP045
    ] = None,
    fail_level: Annotated[
        str, typer.Option("--fail-level", metavar="error|warning", help=_("help_fail_level"))
    ] = "error",
    exit_zero: Annotated[bool, typer.Option("--exit-zero", help=_("help_exit_zero"))] = False,
    lang: Lang = None,
) -> None:
    from bot.cli.convert import Request, convert_file

    request = Request(
        file=file,
        language=_language(lang),
        automation=automation,
        plan=plan,
        answers=answers,
        as_json=as_json,
        ledger=ledger,
        out=out,
        fail_level=fail_level,
        exit_zero=exit_zero,
    )
    raise typer.Exit(convert_file(request))


@app.command(cls=Command, rich_help_panel=COMMANDS, help=_("help_explain"))
def explain(
    code: Annotated[
        Optional[str], typer.Argument(metavar="CODE", help=_("help_code"))  # noqa: UP045
    ] = None,
    lang: Lang = None,
) -> None:
    from bot.cli.reference import show_code

    raise typer.Exit(show_code(code, _language(lang)))


@app.command(cls=Command, rich_help_panel=COMMANDS, help=_("help_plans"))
def plans(lang: Lang = None) -> None:
    from bot.cli.reference import show_plans

    raise typer.Exit(show_plans(_language(lang)))


@app.command(cls=Command, rich_help_panel=COMMANDS, help=_("help_doctor"))
def doctor(lang: Lang = None) -> None:
    from bot.cli.running import run_doctor

    raise typer.Exit(run_doctor(_language(lang)))


@app.command(cls=Command, rich_help_panel=COMMANDS, help=_("help_serve"))
def serve(lang: Lang = None) -> None:
    from bot.cli.running import run_serve

    raise typer.Exit(run_serve(_language(lang) if lang else None))


@app.command(cls=Command, rich_help_panel=COMMANDS, help=_("help_demo"))
def demo(
    port: Annotated[
        Optional[int], typer.Option("--port", metavar="PORT", help=_("help_port"))  # noqa: UP045
    ] = None,
    browser: Annotated[bool, typer.Option("--browser/--no-browser", help=_("help_browser"))] = True,
    lang: Lang = None,
) -> None:
    from bot.demo.run import demo as run_demo

    raise typer.Exit(run_demo(port, browser, _language(lang) if lang else None))


@app.command(cls=Command, rich_help_panel=COMMANDS, help=_("help_ask"))
def ask(
    question: Annotated[
        Optional[str], typer.Argument(metavar="QUESTION", help=_("help_question"))  # noqa: UP045
    ] = None,
    file: Annotated[
        Optional[str], typer.Option("--file", metavar="FILE", help=_("help_ask_file"))  # noqa: UP045
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("help_ask_json"))] = False,
    lang: Lang = None,
) -> None:
    from bot.cli.ask import ask as ask_question

    raise typer.Exit(ask_question(question, file, as_json, _language(lang) if lang else None))


faq = typer.Typer(cls=Group, help=_("help_faq"), subcommand_metavar=_("usage_command"))
app.add_typer(faq, name="faq", rich_help_panel=COMMANDS)


@faq.command("check", cls=Command, rich_help_panel=COMMANDS, help=_("help_faq_check"))
def faq_check(lang: Lang = None) -> None:
    from bot.cli.faq import check_entries

    raise typer.Exit(check_entries(_language(lang)))


@faq.command("list", cls=Command, rich_help_panel=COMMANDS, help=_("help_faq_list"))
def faq_list(lang: Lang = None) -> None:
    from bot.cli.faq import list_entries

    raise typer.Exit(list_entries(_language(lang)))


@faq.command("learn", cls=Command, rich_help_panel=COMMANDS, help=_("help_faq_learn"))
def faq_learn(lang: Lang = None) -> None:
    from bot.cli.faq import learn

    raise typer.Exit(learn(_language(lang)))
