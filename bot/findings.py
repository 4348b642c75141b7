"""What a look at the set-up finds, a sentence each."""

from typing import Literal

from bot.words import texts
from converter.frozen import Frozen
from converter.language import Param
from converter.report.model import Language

Status = Literal["ok", "missing", "problem"]


class Line(Frozen):
    """``missing`` is nothing wrong: the sentence says what works without it."""

    status: Status
    text: str


def line(book: str, status: Status, key: str, language: Language, **params: Param) -> Line:
    """The sentence ``key`` of the texts ``book``."""
    return Line(status=status, text=texts(book).say(key, language, **params))
