"""The settings, with what is wrong in them told in the language that --lang chose."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from bot.settings import Settings, SettingsError, load_settings
from converter.report.model import Language

VARIABLE = "JOURNEYDESK_LANG"


def settings_in(language: Language | None) -> Settings:
    """Raises SettingsError with its sentences in ``language``; None is the environment's."""
    try:
        return load_settings()
    except SettingsError as error:
        if language is None:
            raise
        with _speaking(language):
            load_settings()
        # Only the variable itself is wrong, and it is hidden while we speak for it.
        raise error from None


@contextmanager
def _speaking(language: Language) -> Iterator[None]:
    """As if the environment had chosen ``language``."""
    before = os.environ.get(VARIABLE)
    os.environ[VARIABLE] = language
    try:
        yield
    finally:
        if before is None:
            del os.environ[VARIABLE]
        else:
            os.environ[VARIABLE] = before
