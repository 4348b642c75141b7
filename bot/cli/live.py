"""The account as Mailchimp gives it now, for a command that otherwise reads a file."""

import sys
import tempfile
from contextlib import ExitStack
from pathlib import Path

from bot.cli.export import reading_bar
from bot.cli.usage import UsageProblem
from bot.cli.words import said
from bot.mailchimp import MailchimpError
from bot.mailchimp import export as export_account
from bot.mailchimp.configured import client_of
from bot.settings import Settings
from converter.report.model import Language

NAME = "mailchimp-account.json"


class LiveProblem(Exception):
    """Mailchimp could not be read; ``sentence`` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def live_account(language: Language, settings: Settings, stack: ExitStack) -> Path:
    """A bundle in a folder that only this user reads and that goes with ``stack``.

    It holds no contact's address. Raises UsageProblem without a key, LiveProblem.
    """
    folder = stack.enter_context(tempfile.TemporaryDirectory())
    out = Path(folder) / NAME
    try:
        client = client_of(settings)
        if client is None:
            raise UsageProblem(said().say("live_no_key", language))
        with client, reading_bar(language) as progress:
            account = export_account(client, out, progress=progress).account
    except MailchimpError as error:
        raise LiveProblem(error.sentence(language)) from None
    if not account.whole:
        print(said().say("live_incomplete", language), file=sys.stderr)
    return out
