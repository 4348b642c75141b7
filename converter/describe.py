"""A journey in words: its starting point and each point, numbered as a person counts."""

from collections.abc import Mapping, Sequence

from converter.catalog import CODES, STARTING_POINTS, TARGETS
from converter.content import load
from converter.journey import (
    Condition,
    ConditionalSplit,
    Delay,
    Exit,
    Journey,
    PercentageSplit,
    Placeholder,
    Point,
    ReEntry,
    SendEmail,
    StartingPoint,
    WaitForTrigger,
)
from converter.language import duration, phrase, quote, shorten
from converter.report.model import Language
from converter.rules.sending import window_text

SHOWN_CONDITIONS = 5
TAGGED = ("static_is", "static_not")
"""What a condition may ask of a tag, which the API calls a static segment."""


def numbered(
    journey: Journey, language: Language, unknown: Mapping[str, str] | None = None
) -> tuple[Point, ...]:
    """The points with their number and words; exits have words but no number.

    ``unknown`` maps the pointer of an action to the target that the API does not tell.
    """
    numbers: dict[str, int] = {}
    for point in journey.points:
        if not isinstance(point, Exit):
            numbers[point.id] = len(numbers) + 1
    emails = {p.id: p for p in journey.points if isinstance(p, SendEmail)}
    return tuple(
        _with_words(
            p,
            numbers.get(p.id),
            _words(p, language, numbers, emails) + _gap(p, language, unknown or {}),
        )
        for p in journey.points
    )


def _with_words(point: Point, number: int | None, text: str) -> Point:
    # model_copy is several times slower, and an account has a hundred thousand points
    return type(point).model_construct(**{**point.__dict__, "number": number, "text": text})


def starting_point(
    start: StartingPoint, language: Language, unknown: str | None = None
) -> StartingPoint:
    """The starting point in words; ``unknown`` is the target that the API does not tell."""
    parts = [STARTING_POINTS[start.kind].name[language]]
    parameters = _parameters(start.parameters, language)
    if parameters:
        parts.append(parameters)
    if unknown is not None:
        parts.append(_unknown(unknown, language))
    if start.filter is not None:
        parts.append(
            phrase(
                "filter",
                language,
                match=_match(start.filter.match, start.filter.conditions, language),
            )
        )
    return start.model_copy(update={"text": " · ".join(parts)})


def _gap(point: Point, language: Language, unknown: Mapping[str, str]) -> str:
    target = unknown.get(f"{point.source}/action")
    if target is None or not isinstance(point, WaitForTrigger):
        return ""
    return f" · {_unknown(target, language)}"


def _unknown(target: str, language: Language) -> str:
    return phrase("unknown_target", language, target=TARGETS[target].words(language))


def re_entry(rule: ReEntry, language: Language) -> str:
    if not rule.allowed:
        return phrase("re_entry_off", language)
    if rule.minimum_gap_days is None:
        return phrase("re_entry_on", language)
    return phrase("re_entry_gap", language, days=rule.minimum_gap_days)


def _words(
    point: Point, language: Language, numbers: Mapping[str, int], emails: Mapping[str, SendEmail]
) -> str:
    match point:
        case Delay():
            return phrase(
                "point_delay", language, span=duration(language, point.amount, point.unit)
            )
        case SendEmail():
            return _send(point, language)
        case WaitForTrigger():
            return _wait(point, language, emails)
        case ConditionalSplit():
            return _split(point, language, numbers, emails)
        case PercentageSplit():
            return phrase("point_percentage_split", language, percent=point.percent)
        case Placeholder():
            return phrase("point_placeholder", language, code=point.code,
                          title=CODES[point.code].words(language)["title"])  # fmt: skip
        case Exit():
            return phrase("point_exit", language)
        case _:
            value = getattr(point, "value", "")
            return phrase(
                f"point_{point.kind}", language, value=quote(language, value) if value else ""
            )


def send_title(point: SendEmail, language: Language) -> str:
    """Which e-mail is sent, without when."""
    label = point.title or point.subject
    name = (
        quote(language, label)
        if label.strip()
        else phrase("email_number", language, position=str(point.position))
    )
    return phrase("point_send_email", language, email=name)


def _send(point: SendEmail, language: Language) -> str:
    text = send_title(point, language)
    if point.window is not None:
        window = window_text(language, point.window.days, point.window.hours)
        if point.window.times:
            window += f" ({shorten(point.window.times)})"
        text += phrase("point_window", language, window=window)
    if point.paused:
        text += phrase("point_paused", language)
    return text


def _wait(point: WaitForTrigger, language: Language, emails: Mapping[str, SendEmail]) -> str:
    if point.email is not None:
        text = phrase(f"wait_{point.trigger}", language, email=_name(point.email, language, emails))
    else:
        text = phrase("point_wait", language, event=STARTING_POINTS[point.trigger].name[language])
    parameters = _parameters(point.parameters, language)
    return f"{text} · {parameters}" if parameters else text


def _split(
    point: ConditionalSplit,
    language: Language,
    numbers: Mapping[str, int],
    emails: Mapping[str, SendEmail],
) -> str:
    test = split_test(point, language, emails)
    return phrase("point_split", language, test=test, yes=_where(point.yes, language, numbers),
                  no=_where(point.no, language, numbers))  # fmt: skip


def split_test(point: ConditionalSplit, language: Language, emails: Mapping[str, SendEmail]) -> str:
    """What a split asks, without its arms; ``emails`` are the journey's, by their id."""
    tests = []
    for condition in point.conditions:
        if condition.kind in ("not_opened", "not_clicked"):
            tests.append(
                phrase(
                    f"test_{condition.kind}",
                    language,
                    email=_name(condition.email or "", language, emails),
                )
            )
    segment = tuple(c for c in point.conditions if c.kind in ("segment", "saved_segment"))
    if segment:
        tests.append(phrase("test_segment", language, match=_match(point.match, segment, language)))
    return f" {phrase('and', language)} ".join(tests)


def _where(target: str, language: Language, numbers: Mapping[str, int]) -> str:
    if target in numbers:
        return phrase("goes_to_point", language, number=str(numbers[target]))
    return phrase("goes_out", language)


def _name(point_id: str, language: Language, emails: Mapping[str, SendEmail]) -> str:
    email = emails.get(point_id)
    label = (email.title or email.subject) if email else ""
    if not label.strip():
        return phrase("email_number", language, position=str(email.position if email else "?"))
    return quote(language, label)


def _match(match: str, conditions: Sequence[Condition], language: Language) -> str:
    """“any of the 2 conditions of the segment (…; …)”, each in words where they
    are known, else as the API gives it."""
    key = f"match_{match if len(conditions) > 1 else 'one'}"
    shown = [_condition(c, language) for c in conditions[:SHOWN_CONDITIONS]]
    rest = "; …" if len(conditions) > SHOWN_CONDITIONS else ""
    return phrase(key, language, conditions=len(conditions)) + f" ({'; '.join(shown)}{rest})"


def _condition(condition: Condition, language: Language) -> str:
    detail = condition.detail
    if detail.get("field") == "static_segment" and detail.get("op") in TAGGED:
        value = shorten(str(detail.get("value")), 40)
        return phrase(f"condition_{detail['op']}", language, value=value)
    parts = [detail.get(key) for key in ("field", "op", "value", "extra") if key in detail]
    if not parts:
        parts = list(detail.values())
    return shorten(" ".join(str(part) for part in parts), 80)


def _parameters(parameters: Mapping[str, object], language: Language) -> str:
    """Known parameters in words; a date's offset as “7 days before”."""
    rest = dict(parameters)
    parts = []
    amount, unit, direction = (
        rest.pop("amount", None),
        rest.pop("unit", None),
        rest.pop("direction", None),
    )
    if isinstance(amount, int) and isinstance(unit, str):
        span = duration(language, amount, unit)
        parts.append(
            phrase("offset_before", language, span=span) if direction == "before" else span
        )
    for key, value in rest.items():
        name, words = _parameter_name(key, language), shorten(_plain(value, language))
        parts.append(phrase("parameter", language, name=name, value=words))
    return ", ".join(parts)


def _plain(value: object, language: Language) -> str:
    """A value of a parameter as a person would write it."""
    if isinstance(value, bool):
        return phrase("yes" if value else "no", language)
    if isinstance(value, list):
        return ", ".join(_plain(item, language) for item in value[:20])
    if isinstance(value, dict):
        return ", ".join(f"{k} {_plain(v, language)}" for k, v in list(value.items())[:20])
    return "–" if value is None else str(value)


def _parameter_name(key: str, language: Language) -> str:
    known: dict[str, str] = load("texts/phrases.toml")["parameters"][language]
    return known.get(key, shorten(key.replace("_", " "), 40))
