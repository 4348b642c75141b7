"""Which version of the bot this is."""

from importlib.metadata import PackageNotFoundError, version


def bot_version() -> str:
    """As the installed package says it; “unknown” where it is run without being installed."""
    try:
        return version("journeydesk")
    except PackageNotFoundError:
        return "unknown"
