"""The form itself: a page of questions, and what is wrong in one that was sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.answer_reference import CALLBACK, AnswersRef
from bot.slack.blocks.answering.fields import block_id, digest, fields_of, filled_in
from bot.slack.blocks.answering.values import Mistake, answer_from, fields_from
from bot.slack.blocks.desk.forms import form
from bot.slack.blocks.desk.moments import aside
from bot.slack.blocks.elements import Block, actions, button, context_plain, plain_text, section
from bot.slack.blocks.level import title_of
from bot.slack.mrkdwn import shorten
from bot.slack.ports import Given
from bot.slack.texts import mrkdwn, plain
from converter.questions import EVERY_POST_SEND
from converter.report.model import AutomationReport, Language, Question

PER_PAGE = 10
ECHO = 60


def all_questions(questions: Sequence[Question], language: Language) -> tuple[Question, ...]:
    """The questions, and one for the actions of all e-mails at once where several are asked for."""
    first = [place for place, one in enumerate(questions) if one.kind == "actions"]
    if len(first) < 2:
        return tuple(questions)
    together = Question(
        id=EVERY_POST_SEND,
        pointer="",
        text=plain(language, "answers_every", n=len(first)),
        kind="actions",
    )
    return (*questions[: first[0]], together, *questions[first[0] :])


def page(
    questions: Sequence[Question],
    still_open: Sequence[Question],
    given: Mapping[str, Given],
    ref: AnswersRef,
) -> tuple[AnswersRef, list[Question]]:
    """The questions of the page that begins at ``ref.start``, and what the form then carries.

    ``questions`` are ``all_questions``; ``still_open`` those that the report still asks.
    """
    if ref.which == "given":
        wanted = set(given)
    else:
        wanted = {one.id for one in still_open}
        if any(one.kind == "actions" for one in still_open):
            wanted.add(EVERY_POST_SEND)
    listed = [place for place, one in enumerate(questions) if one.id in wanted]
    left = [place for place in listed if place >= ref.start]
    shown, rest = left[:PER_PAGE], left[PER_PAGE:]
    carried = ref.model_copy(update={"next": rest[0] if rest else None})
    return carried, [questions[place] for place in shown]


def answers_view(
    report: AutomationReport, shown: Sequence[Question], given: Mapping[str, Given], ref: AnswersRef
) -> Block:
    """The modal. ``ref`` and ``shown`` are what ``page`` gives."""
    language = ref.language
    blocks = [context_plain(title_of(report, language))]
    if not shown:
        blocks.append(section(mrkdwn(language, f"answers_no_{ref.which}")))
        view = form(language, f"answers_title_{ref.which}", CALLBACK, blocks, ref.encode())
        if ref.start == 0:
            del view["submit"]
            return view
        # What the pages before took is still to be shown.
        return view | {"submit": plain_text(plain(language, "answers_done"), 24)}
    blocks.append(section(mrkdwn(language, f"answers_intro_{ref.which}")))
    kinds: set[str] = set()
    for question in shown:
        answer = given.get(question.id)
        fields = fields_from(question.kind, question.target, answer.value) if answer else {}
        if answer is not None:
            blocks.append(aside(language, "answers_by", by=answer.by, when=answer.at))
        explained, again = question.kind in kinds, answer is not None
        blocks += fields_of(question, fields, language, again=again, explained=explained)
        kinds.add(question.kind)
    if ref.which == "open":
        as_file = button(
            plain(language, "answers_as_file"), "open_questions", ref.reply.at("questions").encode()
        )
        blocks.append(actions(as_file))
    view = form(language, f"answers_title_{ref.which}", CALLBACK, blocks, ref.encode())
    label = "answers_save" if ref.next is None else "answers_save_and_go_on"
    return view | {"submit": plain_text(plain(language, label), 24)}


def mistakes(view: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong in a form that was sent: by block, what is expected there."""
    ref = AnswersRef.decode(view.get("private_metadata"))
    if ref is None:
        return {}
    wrong: dict[str, str] = {}
    for which, (kind, fields) in filled_in(view).items():
        answer = answer_from(kind, fields)
        if isinstance(answer, Mistake):
            said = plain(ref.language, answer.key, value=shorten(answer.value, ECHO))
            wrong[block_id(which, kind, answer.field)] = said
    return wrong


def answers_in_form(
    view: Mapping[str, Any], questions: Sequence[Question], given: Mapping[str, Given]
) -> dict[str, Any]:
    """By question, the answers that changed; None for one that was taken back.

    What no form could have given, and stands untouched because the form could not show it, stays.
    """
    by_digest = {digest(one.id): one for one in questions}
    changed: dict[str, Any] = {}
    for which, (kind, fields) in filled_in(view).items():
        question = by_digest.get(which)
        if question is None or question.kind != kind:
            continue
        answer = answer_from(kind, fields)
        stands = given.get(question.id)
        before = fields_from(kind, question.target, stands.value) if stands else {}
        if not isinstance(answer, Mistake) and answer != (answer_from(kind, before)):
            changed[question.id] = answer
    return changed


def answered_at_once(view: Mapping[str, Any]) -> bool:
    """Whether a form that was sent is answered with its acknowledgement: with what is wrong in it,
    or with the next page."""
    if view.get("callback_id") != CALLBACK:
        return False
    ref = AnswersRef.decode(view.get("private_metadata"))
    return ref is not None and (ref.next is not None or bool(mistakes(view)))
