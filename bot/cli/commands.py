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

Role = Annotated[
    Optional[str],  # noqa: UP045 - typer reads the annotation at run time
    typer.Option("--role", metavar="all|receiver|worker", help=_("help_role")),
]

Plan = Annotated[Optional[str], typer.Option("--plan", metavar="PLAN", help=_("help_plan"))]  # noqa: UP045
AnswersFile = Annotated[
    Optional[Path], typer.Option("--answers", metavar="FILE", help=_("help_answers"))  # noqa: UP045
]
FailLevel = Annotated[
    str, typer.Option("--fail-level", metavar="error|warning", help=_("help_fail_level"))
]
ExitZero = Annotated[bool, typer.Option("--exit-zero", help=_("help_exit_zero"))]
Limit = Annotated[int, typer.Option("--limit", metavar="N", min=1, help=_("help_work_limit"))]


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
    plan: Plan = None,
    answers: AnswersFile = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("help_json"))] = False,
    ledger: Annotated[bool, typer.Option("--ledger", help=_("help_ledger"))] = False,
    out: Annotated[
        Optional[Path], typer.Option("--out", metavar="DIR", help=_("help_out"))  # noqa: UP045
    ] = None,
    formats: Annotated[
        Optional[str], typer.Option("--format", metavar="LIST", help=_("help_format"))  # noqa: UP045
    ] = None,
    fail_level: FailLevel = "error",
    exit_zero: ExitZero = False,
    no_map: Annotated[bool, typer.Option("--no-map", help=_("help_no_map"))] = False,
    theme: Annotated[
        str, typer.Option("--theme", metavar="light|dark", help=_("help_theme"))
    ] = "light",
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
        formats=formats,
        fail_level=fail_level,
        exit_zero=exit_zero,
        maps=not no_map,
        theme=theme,
    )
    raise typer.Exit(convert_file(request))


@app.command(cls=Command, rich_help_panel=COMMANDS, help=_("help_audit"))
def audit(
    file: Annotated[
        Optional[str], typer.Argument(metavar="FILE", help=_("help_file"))  # noqa: UP045
    ] = None,
    live: Annotated[bool, typer.Option("--live", help=_("help_live"))] = False,
    plan: Plan = None,
    answers: AnswersFile = None,
    before: Annotated[
        Optional[Path], typer.Option("--before", metavar="EARLIER", help=_("help_before"))  # noqa: UP045
    ] = None,
    out: Annotated[
        Optional[Path], typer.Option("--out", metavar="DIR", help=_("help_audit_out"))  # noqa: UP045
    ] = None,
    formats: Annotated[
        Optional[str],  # noqa: UP045
        typer.Option("--format", metavar="FORMATS", help=_("help_format")),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help=_("help_audit_json"))] = False,
    fail_level: FailLevel = "error",
    exit_zero: ExitZero = False,
    lang: Lang = None,
) -> None:
    from bot.cli.audit import AuditRequest, audit_account

    request = AuditRequest(
        file=file,
        language=_language(lang),
        plan=plan,
        answers=answers,
        before=before,
        out=out,
        as_json=as_json,
        fail_level=fail_level,
        exit_zero=exit_zero,
        live=live,
        formats=formats,
    )
    raise typer.Exit(audit_account(request))


@app.command(cls=Command, rich_help_panel=COMMANDS, help=_("help_export"))
def export(
    out: Annotated[Path, typer.Option("--out", metavar="FILE", help=_("help_export_out"))] = Path(
        "mailchimp-account.json"
    ),
    plan: Annotated[
        Optional[str], typer.Option("--plan", metavar="PLAN", help=_("help_export_plan"))  # noqa: UP045
    ] = None,
    key_file: Annotated[
        Optional[str], typer.Option("--key-file", metavar="FILE", help=_("help_key_file"))  # noqa: UP045
    ] = None,
    resume: Annotated[bool, typer.Option("--resume/--anew", help=_("help_resume"))] = True,
    with_contacts: Annotated[
        bool, typer.Option("--with-contacts", help=_("help_with_contacts"))
    ] = False,
    lang: Lang = None,
) -> None:
    from bot.cli.export import Request
    from bot.cli.export import export as export_account

    request = Request(
        out=out,
        language=_language(lang),
        plan=plan,
        key_file=key_file,
        resume=resume,
        with_contacts=with_contacts,
    )
    raise typer.Exit(export_account(request))


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
def serve(role: Role = None, lang: Lang = None) -> None:
    from bot.cli.running import run_serve

    raise typer.Exit(run_serve(_language(lang) if lang else None, role))


@app.command(cls=Command, rich_help_panel=COMMANDS, help=_("help_socket"))
def socket(role: Role = None, lang: Lang = None) -> None:
    from bot.cli.running import run_serve

    raise typer.Exit(run_serve(_language(lang) if lang else None, role, socket=True))


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


work = typer.Typer(cls=Group, help=_("help_work"), subcommand_metavar=_("usage_command"))
app.add_typer(work, name="work", rich_help_panel=COMMANDS)

WorkId = Annotated[str, typer.Argument(metavar="ID", help=_("help_work_id"))]


@work.command("list", cls=Command, rich_help_panel=COMMANDS, help=_("help_work_list"))
def work_list(
    state: Annotated[
        Optional[list[str]],  # noqa: UP045
        typer.Option("--state", metavar="STATE", help=_("help_work_state")),
    ] = None,
    limit: Limit = 50,
    lang: Lang = None,
) -> None:
    from bot.cli.work import list_work

    raise typer.Exit(list_work(state or [], limit, _language(lang)))


@work.command("show", cls=Command, rich_help_panel=COMMANDS, help=_("help_work_show"))
def work_show(work_id: WorkId, lang: Lang = None) -> None:
    from bot.cli.work import show_work

    raise typer.Exit(show_work(work_id, _language(lang)))


@work.command("retry", cls=Command, rich_help_panel=COMMANDS, help=_("help_work_retry"))
def work_retry(work_id: WorkId, lang: Lang = None) -> None:
    from bot.cli.work import retry_work

    raise typer.Exit(retry_work(work_id, _language(lang)))


@work.command("drop", cls=Command, rich_help_panel=COMMANDS, help=_("help_work_drop"))
def work_drop(work_id: WorkId, lang: Lang = None) -> None:
    from bot.cli.work import drop_work

    raise typer.Exit(drop_work(work_id, _language(lang)))


@work.command("undelivered", cls=Command, rich_help_panel=COMMANDS, help=_("help_work_undelivered"))
def work_undelivered(
    limit: Limit = 50,
    lang: Lang = None,
) -> None:
    from bot.cli.work import list_undelivered

    raise typer.Exit(list_undelivered(limit, _language(lang)))


@work.command("resend", cls=Command, rich_help_panel=COMMANDS, help=_("help_work_resend"))
def work_resend(
    key: Annotated[str, typer.Argument(metavar="KEY", help=_("help_work_key"))], lang: Lang = None
) -> None:
    from bot.cli.work import resend_message

    raise typer.Exit(resend_message(key, _language(lang)))


db = typer.Typer(cls=Group, help=_("help_db"), subcommand_metavar=_("usage_command"))
app.add_typer(db, name="db", rich_help_panel=COMMANDS)


@db.command("upgrade", cls=Command, rich_help_panel=COMMANDS, help=_("help_db_upgrade"))
def db_upgrade(lang: Lang = None) -> None:
    from bot.cli.database import upgrade_database

    raise typer.Exit(upgrade_database(_language(lang)))


@db.command("downgrade", cls=Command, rich_help_panel=COMMANDS, help=_("help_db_downgrade"))
def db_downgrade(
    yes: Annotated[bool, typer.Option("--yes", help=_("help_yes"))] = False, lang: Lang = None
) -> None:
    from bot.cli.database import downgrade_database

    raise typer.Exit(downgrade_database(_language(lang), yes))


@db.command("check", cls=Command, rich_help_panel=COMMANDS, help=_("help_db_check"))
def db_check(lang: Lang = None) -> None:
    from bot.cli.database import check_database

    raise typer.Exit(check_database(_language(lang)))


@db.command("rotate-keys", cls=Command, rich_help_panel=COMMANDS, help=_("help_db_rotate"))
def db_rotate_keys(lang: Lang = None) -> None:
    from bot.cli.database import rotate_keys

    raise typer.Exit(rotate_keys(_language(lang)))
