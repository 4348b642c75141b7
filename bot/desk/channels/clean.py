"""Text of strangers, fit to be stored and sent on."""

import re

from converter.language import shorten

_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\u2028\u2029]+")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def one_line(text: str, limit: int = 10_000) -> str:
    """Without line breaks of any kind, control characters and halves of characters."""
    return shorten(_BLANK.sub(" ", _whole(text)), limit)


def plain(text: str) -> str:
    """Lines end as in Unix; without control characters and halves of characters."""
    return _CONTROL.sub("", _whole(text).replace("\r\n", "\n").replace("\r", "\n")).strip()


def _whole(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
