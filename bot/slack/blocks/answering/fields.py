"""The fields of a question in the form. A block's id says to which question it belongs, of what
kind that is, and which field it holds: what is sent can be read without anything else."""

from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from typing import Any

from bot.slack.blocks.answering.values import NO, NONE, PAIRS, TEXT, YES, Fields
from bot.slack.blocks.desk.forms import field
from bot.slack.blocks.elements import OPTION_TEXT, Block, option, plain_text
from bot.slack.mrkdwn import shorten
from bot.slack.texts import plain
from converter.classic import ALL_DAYS
from converter.report.model import Language, Question
from converter.unicode import whole_text

LONGEST, LINES = 500, 2000
_MARK = "answer"


def fields_of(
    question: Question, shown: Fields, language: Language, *, again: bool, explained: bool
) -> list[Block]:
    """The input blocks of one question, all optional. ``shown``: what stands in them. ``again``:
    it is answered already, so that a choice can be taken back. ``explained``: how to write such an
    answer is said above."""
    label = question.text
    match question.kind:
        case "choice":
            choices = dict(question.choices or {})
            return [_choice(question, "choice", label, choices, shown, language, again=again)]
        case "re_entry":
            choices = {
                NO: plain(language, "answers_once"),
                YES: plain(language, "answers_again"),
            }
            return [
                _choice(question, "again", label, choices, shown, language, again=again),
                _line(question, "days", plain(language, "answers_days_label"), shown),
            ]
        case "window":
            days = [option(plain(language, f"answers_{day}"), day) for day in ALL_DAYS]
            ticks: Block = {"type": "checkboxes", "action_id": "days", "options": days}
            ticked = [one for one in days if one["value"] in (shown.get("days") or ())]
            if ticked:
                ticks["initial_options"] = ticked
            return [
                _input(question, "days", label, ticks),
                _time(question, "from", plain(language, "answers_from"), shown),
                _time(question, "to", plain(language, "answers_to"), shown),
            ]
        case "actions":
            element = _text_element("lines", shown, LINES) | {"multiline": True}
            hint = "" if explained else plain(language, "answers_actions_hint")
            return [_input(question, "lines", label, element, hint)]
    return _parameters(question, label, shown, language, again=again)


def filled_in(view: Mapping[str, Any]) -> dict[str, tuple[str, Fields]]:
    """By the digest of a question (see ``digest``), its kind and what stands in its fields."""
    values = (view.get("state") or {}).get("values") or {}
    kinds: dict[str, str] = {}
    fields: dict[str, dict[str, str | tuple[str, ...]]] = {}
    for block_id, actions in values.items():
        mark, _, rest = block_id.partition("/")
        parts = rest.split("/")
        if mark != _MARK or len(parts) != 3:
            continue
        which, kind, name = parts
        kinds[which] = kind
        fields.setdefault(which, {})[name] = _value(actions.get(name) or {})
    return {which: (kind, fields[which]) for which, kind in kinds.items()}


def digest(question_id: str) -> str:
    """Short, as ids of blocks have to be; the ids of an account's e-mails may be long."""
    return sha256(question_id.encode()).hexdigest()[:16]


def block_id(which: str, kind: str, name: str) -> str:
    return f"{_MARK}/{which}/{kind}/{name}"


def _parameters(
    question: Question, label: str, shown: Fields, language: Language, *, again: bool
) -> list[Block]:
    if question.target == "imports":
        choices = {YES: plain(language, "answers_yes"), NO: plain(language, "answers_no")}
        return [_choice(question, YES, label, choices, shown, language, again=again)]
    names: Sequence[str] = PAIRS.get(question.target or "", (TEXT,))
    if len(names) == 1:
        return [_line(question, TEXT, label, shown)]
    first, second = names
    return [
        _line(question, first, label, shown, plain(language, f"answers_{first}")),
        _line(question, second, plain(language, f"answers_{question.target}_{second}"), shown),
    ]


def _choice(
    question: Question,
    name: str,
    label: str,
    choices: Mapping[str, str],
    shown: Fields,
    language: Language,
    *,
    again: bool,
) -> Block:
    """Slack lets nobody take back a choice among radio buttons: where one stands, “no answer” is
    one of them."""
    offered = [option(shorten(words, OPTION_TEXT), value) for value, words in choices.items()]
    if again:
        offered.append(option(plain(language, "answers_none"), NONE))
    element: Block = {"type": "radio_buttons", "action_id": name, "options": offered}
    chosen = [one for one in offered if one["value"] == shown.get(name)]
    if chosen:
        element["initial_option"] = chosen[0]
    return _input(question, name, label, element)


def _line(question: Question, name: str, label: str, shown: Fields, hint: str = "") -> Block:
    return _input(question, name, label, _text_element(name, shown, LONGEST), hint)


def _time(question: Question, name: str, label: str, shown: Fields) -> Block:
    element: Block = {"type": "timepicker", "action_id": name}
    if shown.get(name):
        element["initial_time"] = shown[name]
    return _input(question, name, label, element)


def _text_element(name: str, shown: Fields, longest: int) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": name, "max_length": longest}
    text = shown.get(name)
    if isinstance(text, str) and text:
        element["initial_value"] = text[:longest]
    return element


def _input(question: Question, name: str, label: str, element: Block, hint: str = "") -> Block:
    made = field(block_id(digest(question.id), question.kind, name), label, element, optional=True)
    return made | {"hint": plain_text(hint, 2000)} if hint else made


def _value(state: Mapping[str, Any]) -> str | tuple[str, ...]:
    """What Slack tells of an element, whichever it is."""
    if "selected_options" in state:
        return tuple(_chosen(state["selected_options"]))
    chosen = state.get("selected_option")
    found = chosen.get("value") if isinstance(chosen, Mapping) else None
    value = found or state.get("value") or state.get("selected_time")
    return whole_text(value) if isinstance(value, str) else ""


def _chosen(options: object) -> Iterator[str]:
    for one in options if isinstance(options, list) else ():
        value = one.get("value") if isinstance(one, Mapping) else None
        if isinstance(value, str):
            yield value
