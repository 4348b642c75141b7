"""The settings that a command works with."""

from bot.cli.usage import UsageProblem
from bot.settings import Settings, SettingsError, load_settings
from converter.report.model import Language


def settings_of(language: Language) -> Settings:
    """Raises UsageProblem, a line for each setting that cannot be used."""
    try:
        return load_settings(language=language)
    except SettingsError as error:
        raise UsageProblem("\n".join(error.sentences)) from None
