"""Forms of the desk: ask the requester, give the case to somebody, ask the team."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.desk.case import Case
from bot.slack.blocks.elements import Block, modal, option, plain_text, section
from bot.slack.desk.reference import CaseRef
from bot.slack.texts import mrkdwn, plain
from converter.frozen import Frozen
from converter.report.model import Language

WORDS = 3000
TITLE, ANSWER = 70, 600
"""As long as a title and a short answer of the FAQ may be."""
SUBJECTS = 99
OTHER = "-"
ASK, ASSIGN, FORM, FAQ = "desk_ask", "desk_assign", "desk_form", "desk_faq"


class Drafted(Frozen):
    """An entry for the FAQ, as an agent wrote it."""

    title: str
    answer: str
    examples: tuple[str, ...]


class Filled(Frozen):
    """The form to ask the team, filled in."""

    said: str
    topic: str | None
    urgent: bool


def ask_view(case: Case, language: Language) -> Block:
    spoken = plain(language, f"desk_language_{case.language}")
    label = plain(language, "desk_ask_what", language=spoken)
    return form(language, "desk_ask", ASK, [words_field("words", label)], _of(case, language))


def assign_view(case: Case, language: Language) -> Block:
    people = {"type": "users_select", "action_id": "agent"}
    blocks = [field("agent", plain(language, "desk_assign_who"), people)]
    return form(language, "desk_assign", ASSIGN, blocks, _of(case, language))


def support_view(
    subjects: Sequence[tuple[str, str]], language: Language, channel: str, said: str
) -> Block:
    """``subjects``: (topic, title); ``said`` is what was typed already."""
    options = [option(title, topic) for topic, title in subjects[:SUBJECTS]]
    options.append(option(plain(language, "desk_form_other"), OTHER))
    subject = {
        "type": "static_select",
        "action_id": "topic",
        "options": options,
        "initial_option": options[-1],
    }
    urgent = {
        "type": "checkboxes",
        "action_id": "urgent",
        "options": [option(plain(language, "desk_form_urgent_yes"), "yes")],
    }
    blocks = [
        section(mrkdwn(language, "desk_offer")),
        words_field("words", plain(language, "desk_form_what"), said),
        field("topic", plain(language, "desk_form_topic"), subject),
        field("urgent", plain(language, "desk_form_urgent"), urgent, optional=True),
    ]
    return form(language, "desk_form", FORM, blocks, f"{language}/{channel}")


def faq_view(case: Case, question: str, answer: str, language: Language) -> Block:
    """What was asked and answered, to be made an entry in the language of the case."""
    spoken = plain(language, f"desk_language_{case.language}")
    title = {"type": "plain_text_input", "action_id": "title", "max_length": TITLE}
    if question:
        title["initial_value"] = question[:TITLE]
    blocks = [
        field("title", plain(language, "desk_faq_title"), title),
        words_field(
            "answer",
            plain(language, "desk_faq_answer", language=spoken),
            answer,
            longest=ANSWER,
        ),
        words_field("examples", plain(language, "desk_faq_examples"), question),
    ]
    return form(language, "desk_form_faq", FAQ, blocks, _of(case, language))


def drafted(view: Mapping[str, Any]) -> Drafted:
    def text(name: str) -> str:
        return str(value_of(view, name, name).get("value") or "").strip()

    return Drafted(
        title=text("title"),
        answer=text("answer"),
        examples=tuple(line.strip() for line in text("examples").splitlines() if line.strip()),
    )


def words_of(view: Mapping[str, Any]) -> str:
    return str(value_of(view, "words", "words").get("value") or "").strip()


def agent_of(view: Mapping[str, Any]) -> str | None:
    chosen = value_of(view, "agent", "agent").get("selected_user")
    return chosen if isinstance(chosen, str) else None


def filled(view: Mapping[str, Any]) -> Filled:
    topic = (value_of(view, "topic", "topic").get("selected_option") or {}).get("value")
    urgent = bool(value_of(view, "urgent", "urgent").get("selected_options"))
    return Filled(said=words_of(view), topic=topic if topic != OTHER else None, urgent=urgent)


def where_from(view: Mapping[str, Any]) -> tuple[str, str]:
    """Language and channel that ``support_view`` was opened with."""
    language, _, channel = str(view.get("private_metadata") or "").partition("/")
    return language, channel


def value_of(view: Mapping[str, Any], block: str, action: str) -> Mapping[str, Any]:
    values = (view.get("state") or {}).get("values") or {}
    return (values.get(block) or {}).get(action) or {}


def _of(case: Case, language: Language) -> str:
    return CaseRef(case=case.id, language=language).encode()


def form(
    language: Language,
    title: str,
    callback_id: str,
    blocks: Sequence[Block],
    metadata: str,
    *,
    submit: str = "send",
) -> Block:
    view = modal(plain(language, title), plain(language, "close"), blocks, callback_id)
    return view | {
        "submit": plain_text(plain(language, submit), 24),
        "private_metadata": metadata,
    }


def words_field(
    block_id: str,
    label: str,
    initial: str = "",
    *,
    longest: int = WORDS,
    optional: bool = False,
) -> Block:
    """Several lines of text."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": block_id,
        "multiline": True,
        "max_length": longest,
    }
    if initial:
        element["initial_value"] = initial[:longest]
    return field(block_id, label, element, optional=optional)


def field(block_id: str, label: str, element: Block, *, optional: bool = False) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, 2000),
        "element": element,
        "optional": optional,
    }
