"""What the rules have to say, before it is worded: a code, a place and parameters."""

from collections.abc import Callable
from dataclasses import dataclass, field

from converter.content import load
from converter.language import Later, Param, duration, fill, listing, number, phrase, quote, render
from converter.report.model import Language


@dataclass(frozen=True, slots=True)
class Finding:
    """``in_series`` chooses the wording for a trigger of e-mail 2 or later."""

    code: str
    pointer: str
    params: dict[str, Param] = field(default_factory=dict)
    point: str | None = None
    in_series: bool = False


def the_automation() -> Later:
    return Later(lambda language: phrase("the_automation", language))


def the_email(position: int, title: str) -> Later:
    """“email 2 “Nos conseils””, with its article in French."""

    def word(language: Language) -> str:
        if not title.strip():
            return phrase("the_email_untitled", language, position=str(position))
        return phrase("the_email", language, position=str(position), title=quote(language, title))

    return Later(word)


def names(items: list[str]) -> Later:
    return Later(lambda language: listing(language, items))


def quoted(text: str) -> Later:
    return Later(lambda language: quote(language, text))


def span(amount: int, unit: str) -> Later:
    return Later(lambda language: duration(language, amount, unit))


def problem(key: str, **params: Param) -> Later:
    """A clause of ``diagnostics/problems.toml``."""
    template = load("diagnostics/problems.toml")[key]
    return Later(lambda language: fill(template[language], language, params))


def json_type(value: object) -> Later:
    kind = (
        "null"
        if value is None
        else "boolean"
        if isinstance(value, bool)
        else "number"
        if isinstance(value, int | float)
        else "string"
        if isinstance(value, str)
        else "array"
        if isinstance(value, list)
        else "object"
    )
    return json_type_named(kind)


def json_type_named(kind: str) -> Later:
    return Later(lambda language: load("diagnostics/problems.toml")["types"][kind][language])


def worded(word: Callable[[Language], str]) -> Later:
    return Later(word)


__all__ = [
    "Finding",
    "Param",
    "json_type",
    "json_type_named",
    "names",
    "number",
    "problem",
    "quoted",
    "render",
    "span",
    "the_automation",
    "the_email",
    "worded",
]
