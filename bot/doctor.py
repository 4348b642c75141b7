"""``journeydesk doctor``: what is set, what is missing, what works all the same."""

from collections.abc import Iterator
from datetime import date
from functools import partial

import httpx
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError, SlackClientError

from bot.findings import Line, Status, line
from bot.mailchimp import Client, Credentials, MailchimpError, Patience, read_identity
from bot.services import cache
from bot.services.answers import corpus_of
from bot.services.loading import survey
from bot.settings import Settings
from bot.storage import reason_of, role_is_possible
from bot.survey import survey as survey_database
from bot.unfinished import survey as survey_work
from bot.web.server import PortTaken, listen
from bot.work.problems import WorkProblem
from converter import plan_named
from converter.report.model import Language
from faq import FaqError, Library
from intents import building, corpus
from intents.encoder import status

SLACK_SECONDS = 5
_line = partial(line, "doctor")
MAILCHIMP_SECONDS = httpx.Timeout(5.0)


def doctor(settings: Settings, lang: Language) -> list[Line]:
    """Look at everything once. Writes nothing, except that the folders of the database and of the
    matcher may be made."""
    return list(_lines(settings, lang))


def _lines(settings: Settings, lang: Language) -> Iterator[Line]:
    yield _line("ok", "works_always", lang)
    yield from _slack(settings, lang)
    yield from survey_database(settings, lang)
    yield from survey_work(settings, lang)
    yield _role(settings, lang)
    yield from _bundle(settings, lang)
    yield _plan(settings, lang)
    yield from _matching(settings, lang)
    yield _line("ok", f"language_{settings.language}", lang)
    yield _port(settings, lang)
    yield _mailchimp(settings, lang)


def _mailchimp(settings: Settings, lang: Language) -> Line:
    key = settings.journeydesk_mailchimp_key
    if key is None:
        return _line("missing", "mailchimp_missing", lang)
    try:
        credentials = Credentials.from_key(key.get_secret_value())
        with Client(
            credentials,
            base_url=settings.mailchimp_base_url,
            patience=Patience(attempts=1),
            timeout=MAILCHIMP_SECONDS,
        ) as client:
            account = read_identity(client)
    except MailchimpError as error:
        return Line(status="problem", text=error.sentence(lang))
    name = str(account.get("account_name") or credentials.datacentre)
    return _line("ok", "mailchimp_answers", lang, account=name)


def _slack(settings: Settings, lang: Language) -> Iterator[Line]:
    through_socket = settings.slack_app_token is not None
    for field in ("slack_bot_token", "slack_signing_secret"):
        if field == "slack_signing_secret" and through_socket:
            yield _line("ok", "slack_app_token_set", lang)
        elif getattr(settings, field) is None:
            yield _line("missing", f"{field}_missing", lang)
        elif field == "slack_signing_secret":
            yield _line("ok", "slack_signing_secret_set", lang)
    if settings.slack_bot_token is None:
        return
    client = WebClient(
        token=settings.slack_bot_token.get_secret_value(),
        base_url=settings.slack_api_base_url,
        timeout=SLACK_SECONDS,
        retry_handlers=[],
    )
    where = settings.slack_api_base_url
    try:
        answer = client.auth_test()
    except SlackApiError as error:
        code = str(error.response.get("error") or "unknown_error")
        yield _line("problem", "slack_refuses", lang, error=code)
    except (SlackClientError, OSError, ValueError) as error:
        yield line(
            "doctor", "problem", "slack_unreachable", lang, where=where, why=reason_of(error)
        )
    else:
        team = str(answer.get("team") or answer.get("team_id"))
        yield _line("ok", "slack_answers", lang, team=team)


def _bundle(settings: Settings, lang: Language) -> Iterator[Line]:
    files, empty = settings.bundle_files()
    if not files and not empty:
        yield _line("missing", "bundle_missing", lang)
    for part in empty:
        yield _line("problem", "bundle_empty", lang, part=part)
    for file in files:
        found = survey(file, lang)
        if found.problem is not None:
            yield Line(status="problem", text=found.problem)
        else:
            yield line(
                "doctor", "ok", "bundle_file", lang, file=str(file), count=len(found.entries)
            )
        for sentence in found.broken:
            yield Line(status="problem", text=sentence)


def _matching(settings: Settings, lang: Language) -> Iterator[Line]:
    """What the bot knows, and what finds it."""
    folder = cache.folder(settings.journeydesk_cache)
    for one in status(folder):
        sentence = one.sentence(lang)
        if one.package == "other_weights":
            yield Line(status="problem", text=sentence)
            continue
        usable: Status = "missing" if one.engine is None else "ok"
        found: Status = "problem" if one.files == "damaged" else usable
        yield _line(found, "encoder", lang, what=sentence)
    have = building.encoders(folder)
    if have.deep is None:
        yield _line("missing", "without_deep", lang)
    try:
        library = Library(*settings.journeydesk_faq)
    except FaqError as error:
        for problem in error.problems:
            yield Line(status="problem", text=problem.say(lang))
        return
    known = library.current()
    if building.ready(corpus_of(corpus.load(), known), folder, have) is None:
        yield _line("missing", "not_learned", lang)
    else:
        yield _line("ok", "learned", lang)
    yield from _entries(settings, library, lang)


def _entries(settings: Settings, library: Library, lang: Language) -> Iterator[Line]:
    entries = library.current().entries.values()
    own = sum(entry.own for entry in entries)
    key = "faq_entries_own" if own else "faq_entries"
    yield _line("ok", key, lang, count=len(entries), own=own)
    if not settings.journeydesk_faq:
        yield _line("missing", "faq_own_missing", lang)
    for folder in settings.journeydesk_faq:
        yield _line("ok", "faq_folder", lang, folder=str(folder))
    for problem in library.error.problems if library.error is not None else ():
        yield Line(status="problem", text=problem.say(lang))
    due = [entry.id for entry in entries if entry.is_due(date.today())]
    if due:
        yield _line("missing", "faq_due", lang, count=len(due), ids=", ".join(due))


def _plan(settings: Settings, lang: Language) -> Line:
    if settings.journeydesk_plan is None:
        return _line("missing", "plan_missing", lang)
    plan = plan_named(settings.journeydesk_plan)
    name = plan.name if plan is not None else settings.journeydesk_plan
    return _line("ok", "plan_set", lang, plan=name)


def _port(settings: Settings, lang: Language) -> Line:
    where = f"{settings.host}:{settings.port}"
    try:
        listen(settings.host, settings.port).close()
    except PortTaken as reason:
        return _line("problem", "port_taken", lang, where=where, why=str(reason))
    return _line("ok", "port_free", lang, where=where)


def _role(settings: Settings, lang: Language) -> Line:
    if not role_is_possible(settings):
        return Line(status="problem", text=WorkProblem("one_process").sentence(lang))
    return _line("ok", f"role_{settings.journeydesk_role}", lang)
