"""From what stands in a form to an answer, and back. Pure; the converter says what an answer is.

A question has one field or several, each with a name: ``Fields`` maps it to what is filled in.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from converter.classic import ALL_DAYS
from converter.frozen import Frozen
from converter.questions import gap_in_days, usable

Fields = Mapping[str, str | tuple[str, ...]]

TEXT, PAIRS = "value", {"campaign_link": ("campaign", "link"), "field": ("field", "value")}
"""The fields of a trigger's target: one, unless it takes two to name it."""
YES, NO, NONE = "yes", "no", "-"
NOTHING = ("none", "nothing", "rien", "aucun", "aucune", "-")
"""How to say that nothing happens after an e-mail: an empty field is no answer."""
MOST_DAYS = 9999
_KINDS = {
    "tag": ("tag", "balise"),
    "untag": ("untag", "remove tag", "retirer balise", "enlever balise"),
    "group": ("group", "groupe"),
    "ungroup": ("ungroup", "leave group", "retirer groupe", "quitter groupe"),
    "update_contact": ("update_contact", "update", "contact", "modifier"),
    "unsubscribe": ("unsubscribe", "désabonner", "desabonner", "désinscrire", "desinscrire"),
}
_WORDS = {word: kind for kind, words in _KINDS.items() for word in words}
_LINE = re.compile(
    rf"({'|'.join(map(re.escape, _WORDS))})(?:\s*:\s*(?=\S)|\s+|$)(.*)", re.IGNORECASE
)


class Mistake(Frozen):
    """What is wrong in a form: in which field, and the key of the sentence that says what is
    expected there. ``value`` is what it is about."""

    field: str
    key: str
    value: str = ""


def answer_from(kind: str, fields: Fields) -> Any | Mistake | None:
    """The answer that stands in the fields of a question; None where they are empty."""
    return _FROM[kind](fields)


def fields_from(kind: str, target: str | None, answer: Any) -> Fields:
    """What to show for an answer that stands; empty for one that no form could have given."""
    if not usable(kind, answer):
        return {}
    return _TO[kind](target, answer)


def _parameters(fields: Fields) -> Any:
    told = {name: text for name in fields if (text := _text(fields, name))}
    if set(told) == {YES}:
        return None if told[YES] == NONE else told[YES] == YES
    if set(told) == {TEXT} and "field" not in fields:
        return told[TEXT]
    if set(told) == {TEXT}:
        return Mistake(field="field", key="answer_needs_field")
    return told or None


def _choice(fields: Fields) -> Any:
    chosen = _text(fields, "choice")
    return chosen if chosen in ("skip", "stop") else None


def _re_entry(fields: Fields) -> Any:
    chosen, days = _text(fields, "again"), _text(fields, "days")
    if chosen == NONE:
        return None
    if chosen == NO:
        return Mistake(field="days", key="answer_days_and_off") if days else "off"
    if not days:
        return Mistake(field="days", key="answer_needs_days") if chosen == YES else None
    if not (days.isascii() and days.isdecimal() and int(days[:9]) <= MOST_DAYS):
        return Mistake(field="days", key="answer_days", value=days)
    return int(days)


def _window(fields: Fields) -> Any:
    chosen = fields.get("days") or ()
    days = [day for day in ALL_DAYS if day in chosen]
    begins, ends = _text(fields, "from"), _text(fields, "to")
    if ends and not begins:
        return Mistake(field="from", key="answer_needs_from")
    if ends and ends <= begins:
        return Mistake(field="to", key="answer_ends_early", value=begins)
    told: dict[str, Any] = {"days": days} if days else {}
    told |= {name: text for name, text in (("from", begins), ("to", ends)) if text}
    return told or None


def _actions(fields: Fields) -> Any:
    lines = [
        line.strip().lstrip("•*- ") or line.strip() for line in _text(fields, "lines").splitlines()
    ]
    lines = [line for line in lines if line]
    if not lines:
        return None
    if len(lines) == 1 and lines[0].casefold() in NOTHING:
        return []
    made = []
    for line in lines:
        found = _LINE.fullmatch(line)
        kind = _WORDS[found[1].casefold()] if found else ""
        value = found[2].strip(" \"'“”«»\u00a0") if found else ""
        if not kind or (kind != "unsubscribe" and not value):
            return Mistake(field="lines", key="answer_line", value=line)
        made.append({"kind": kind} if kind == "unsubscribe" else {"kind": kind, "value": value})
    return made


def _text(fields: Fields, name: str) -> str:
    value = fields.get(name)
    return value.strip() if isinstance(value, str) else ""


def _of_parameters(target: str | None, answer: Any) -> Fields:
    if target == "imports":
        told = answer.get(target) if isinstance(answer, dict) else answer
        return {YES: YES if told else NO} if isinstance(told, bool) else {}
    names = PAIRS.get(target or "")
    if isinstance(answer, dict):
        told = {str(name): str(value) for name, value in answer.items()}
        if names and set(told) <= set(names):
            return told
        return {TEXT: next(iter(told.values()))} if not names and set(told) == {target} else {}
    return {(names or (TEXT,))[0]: str(answer)}


def _of_choice(_target: str | None, answer: Any) -> Fields:
    return {"choice": str(answer)}


def _of_re_entry(_target: str | None, answer: Any) -> Fields:
    gap = gap_in_days(answer)
    return {"again": NO} if gap is None else {"again": YES, "days": str(gap)}


def _of_window(_target: str | None, answer: Any) -> Fields:
    if not isinstance(answer, dict) or not set(answer) <= {"days", "from", "to"}:
        return {}
    days = answer.get("days") or []
    shown: dict[str, str | tuple[str, ...]] = {}
    if isinstance(days, list) and days:
        shown["days"] = tuple(day for day in ALL_DAYS if day in days)
    for name in ("from", "to"):
        if re.fullmatch(r"(?:[01]\d|2[0-3]):[0-5]\d", str(answer.get(name) or "")):
            shown[name] = str(answer[name])
    return shown


def _of_actions(_target: str | None, answer: Any) -> Fields:
    lines = [
        action["kind"]
        if action["kind"] == "unsubscribe"
        else f"{action['kind']}: {action['value']}"
        for action in answer
    ]
    return {"lines": "\n".join(lines) or NOTHING[0]}


_FROM: dict[str, Callable[[Fields], Any]] = {
    "parameters": _parameters,
    "choice": _choice,
    "re_entry": _re_entry,
    "window": _window,
    "actions": _actions,
}
_TO: dict[str, Callable[[str | None, Any], Fields]] = {
    "parameters": _of_parameters,
    "choice": _of_choice,
    "re_entry": _of_re_entry,
    "window": _of_window,
    "actions": _of_actions,
}
