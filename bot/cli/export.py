"""``journeydesk export``: the account as Mailchimp's API gives it, into a file to convert."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from bot.cli.given import settings_of
from bot.cli.usage import UsageProblem
from bot.cli.words import said
from bot.mailchimp import Client, Entry, Exported, ExportProblem, MailchimpError, Progress
from bot.mailchimp import export as export_account
from bot.mailchimp.configured import client_of
from bot.mailchimp.export import partial_of
from converter import plan_named
from converter.language import Param, listing, quote
from converter.reading import name_of
from converter.report.model import Language

NAMED = 20
"""Automations with something unread that are named; the report names all of them."""
LONGEST_KEY = 1000


@dataclass(frozen=True, slots=True)
class Request:
    out: Path
    language: Language
    plan: str | None
    key_file: str | None
    resume: bool
    with_contacts: bool


def export(request: Request) -> int:
    """0: everything was read; 1: something was not, or nothing could be. Raises UsageProblem."""
    language = request.language
    settings = settings_of(language)
    plan = _plan(request)
    try:
        client = client_of(settings, _key(request))
    except MailchimpError as error:
        raise UsageProblem(error.sentence(language)) from None
    if client is None:
        raise _usage(request, "export_no_key")
    try:
        with client:
            done = _exported(request, client, plan, settings.journeydesk_plan)
    except MailchimpError as error:
        print(error.sentence(language), file=sys.stderr)
        if partial_of(request.out).exists():
            print(said().say("export_kept", language), file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print(said().say("export_interrupted", language), file=sys.stderr)
        raise
    return _tell(request, done)


def _exported(
    request: Request, client: Client, plan: str | None, default_plan: str | None
) -> Exported:
    try:
        with reading_bar(request.language) as progress:
            return export_account(
                client,
                request.out,
                plan=plan,
                default_plan=default_plan,
                with_contacts=request.with_contacts,
                anew=not request.resume,
                progress=progress,
            )
    except ExportProblem as error:
        raise _usage(request, error.key, file=str(request.out)) from None
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise _usage(request, "export_cannot_write", file=str(request.out), why=why) from None


@contextmanager
def reading_bar(language: Language) -> Iterator[Callable[[Progress], None]]:
    """Gives a function that shows how far the reading is."""
    console = Console(stderr=True)
    with Bar(
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task(said().say("exporting", language), total=None)

        def show(now: Progress) -> None:
            bar.update(task, completed=now.done, total=now.total)

        yield show


def _tell(request: Request, done: Exported) -> int:
    account, language = done.account, request.language
    emails = sum(len(entry.get("emails") or ()) for entry in account.entries)
    shown = account.overview.account.get("account_name")
    _say(
        language,
        "export_done",
        file=str(request.out),
        automations=len(account.entries),
        emails=emails,
        account=quote(language, str(shown or "Mailchimp")),
    )
    if done.resumed:
        _say(language, "export_resumed", resumed=done.resumed)
    _say(language, "export_with_contacts" if request.with_contacts else "export_no_contacts")
    if account.whole:
        _say(language, "export_next", file=str(request.out))
        return 0
    _tell_unread(account.incomplete, language)
    missing = account.overview.counted - len(account.entries)
    if missing > 0:
        _say(language, "export_fewer", missing=missing)
    error = account.overview.campaigns_error
    if error is not None:
        _say(language, "export_no_campaigns", why=error.sentence(language))
    _say(language, "export_again")
    return 1


def _tell_unread(incomplete: tuple[Entry, ...], language: Language) -> None:
    if not incomplete:
        return
    _say(language, "export_unread", count=len(incomplete))
    for entry in incomplete[:NAMED]:
        identity, title = name_of(entry)
        missing = [said().say(f"unread_{key}", language) for key in entry["unread"]]
        print(f"  {title or identity} ({identity}): {listing(language, missing)}")


def _say(language: Language, key: str, **params: Param) -> None:
    print(said().say(key, language, **params))


def _plan(request: Request) -> str | None:
    if request.plan is None:
        return None
    plan = plan_named(request.plan)
    if plan is None:
        raise _usage(request, "bad_plan", value=request.plan)
    return plan.id


def _key(request: Request) -> str | None:
    """The first line of --key-file, or of standard input for “-”."""
    if request.key_file is None:
        return None
    try:
        if request.key_file == "-":
            return sys.stdin.readline(LONGEST_KEY)
        with Path(request.key_file).open(encoding="utf-8") as file:
            return file.readline(LONGEST_KEY)
    except (OSError, UnicodeDecodeError):
        raise _usage(request, "export_key_file", file=request.key_file) from None


def _usage(request: Request, key: str, **params: Param) -> UsageProblem:
    return UsageProblem(said().say(key, request.language, **params))
