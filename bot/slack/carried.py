"""What buttons and forms carry: ids in one line, checked when it comes back."""

import re
from typing import Annotated, Any, ClassVar, Self, get_args

from pydantic import BeforeValidator

from converter.frozen import Frozen
from converter.report.model import Language

ID = r"\d{1,18}"


def one_of(words: Any) -> str:
    """A pattern of one of a Literal's words."""
    return "|".join(get_args(words))


LANGUAGE = one_of(Language)
Shared = Annotated[bool, BeforeValidator(lambda given: {"s": True, "p": False}.get(given, given))]
"""Written as s or p."""


class Carried(Frozen):
    """The named groups of ``pattern`` are fields; those that were not written keep their default.
    ``language`` is that of the message it stands in."""

    pattern: ClassVar[re.Pattern[str]]
    language: Language

    @classmethod
    def decode(cls, value: object) -> Self | None:
        """None for anything that ``encode`` did not write."""
        found = cls.pattern.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            return None
        written = {name: text for name, text in found.groupdict().items() if text is not None}
        return cls.model_validate(written)
