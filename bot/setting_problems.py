"""What is wrong with a setting, and a check that several of them share."""

from urllib.parse import urlsplit

from pydantic_core import PydanticCustomError


def problem(code: str, **params: str) -> PydanticCustomError:
    """``code`` names its sentence in ``bot/texts/settings.toml``."""
    # pydantic's own texts are in English and show the value, which may be a secret.
    return PydanticCustomError(f"journeydesk.{code}", code, dict(params))


def address(value: str) -> str:
    """A web address, with a slash at the end. Raises the problem that it is none."""
    try:
        parts = urlsplit(value.strip())
        known = parts.scheme in ("http", "https") and bool(parts.hostname)
        _ = parts.port
    except ValueError:
        known = False
    if not known:
        raise problem("address", value=value)
    return value.strip().rstrip("/") + "/"
