"""What the API hides is asked once; answers are checked before they are believed."""

from dataclasses import dataclass
from typing import Literal

from converter.catalog import TARGETS
from converter.classic import ClassicAutomation, ClassicEmail
from converter.findings import Param, problem, the_automation, worded
from converter.language import phrase, render
from converter.pointer import join
from converter.reading import Notes
from converter.report.model import Language, Question

ACTION_KINDS = ("tag", "untag", "group", "ungroup", "update_contact", "unsubscribe")
EVERY_POST_SEND = "post_send:*"
"""Answers the question about post-sending actions for every e-mail without an answer of its own."""
PREFIXES = ("target", "send_window", "segment_no_match", "post_send")
Answer = object
Kind = Literal["text", "choice", "parameters", "re_entry", "window", "actions"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question before it is worded. ``email`` is its label, where it is about one."""

    id: str
    pointer: str
    kind: Kind
    email: Param | None = None
    target: str | None = None

    def say(self, language: Language) -> Question:
        email = render(self.email, language) if self.email is not None else ""
        choices: dict[str, str] | None = None
        if self.target is not None:
            text = TARGETS[self.target].question[language]
            if email:
                text = phrase("question_target", language, question=text, email=email)
        else:
            text = phrase(f"question_{self.id.split(':')[0]}", language, email=email)
        if self.kind == "choice":
            choices = {c: phrase(f"choice_{c}", language) for c in ("skip", "stop")}
        return Question(
            id=self.id,
            pointer=self.pointer,
            text=text,
            kind=self.kind,
            choices=choices,
            target=self.target,
        )


def answer_for(
    automation: ClassicAutomation, question: str, kind: str, notes: Notes
) -> Answer | None:
    """The answer to a question if there is a usable one; an unusable one is reported, once."""
    if question not in automation.answers:
        return None
    value = automation.answers[question]
    if value is None:
        return None
    if usable(kind, value):
        return value
    notes.add(
        "CJ605",
        join(automation.pointer, "answers", question),
        where=the_automation(),
        problem=problem("answer_invalid", question=question, expected=_expected(kind)),
    )
    return None


def usable(kind: str, value: object) -> bool:
    match kind:
        case "parameters":
            return isinstance(value, str | int | float | bool | dict) and value not in ("", {})
        case "re_entry":
            return value == "off" or _gap(value) is not None
        case "window":
            return isinstance(value, str | dict) and value not in ("", {})
        case "choice":
            return value in ("skip", "stop")
        case "actions":
            return isinstance(value, list) and all(_is_action(item) for item in value)
    return False


def gap_in_days(value: object) -> int | None:
    """The minimum gap of a ``re_entry`` answer; None for “off”."""
    return None if value == "off" else _gap(value)


def _gap(value: object) -> int | None:
    if isinstance(value, dict):
        value = value.get("minimum_gap_days")
    if isinstance(value, str) and value.isdecimal():
        value = int(value[:6])
    return value if isinstance(value, int) and not isinstance(value, bool) and value >= 0 else None


def _is_action(item: object) -> bool:
    if not isinstance(item, dict) or item.get("kind") not in ACTION_KINDS:
        return False
    value = item.get("value")
    return item["kind"] == "unsubscribe" or (isinstance(value, str) and value.strip() != "")


def _expected(kind: str) -> Param:
    return worded(lambda language: phrase(f"expected_{kind}", language))


def report_unknown_answers(automation: ClassicAutomation, notes: Notes) -> None:
    """An answer to a question that does not exist is a typing error: say so, lose nothing."""
    emails = {email.id for email in automation.emails}
    for question in automation.answers:
        prefix, _, about = question.partition(":")
        known = question in ("starting_point", "re_entry", EVERY_POST_SEND) or (
            prefix in PREFIXES and about in emails
        )
        if not known:
            notes.add(
                "CJ605",
                join(automation.pointer, "answers", question),
                where=the_automation(),
                problem=problem("answer_unknown", question=question[:80]),
            )


def about(email: ClassicEmail, prefix: str) -> str:
    return f"{prefix}:{email.id}"
