"""Modals of the conversation: an answer in full, the plans side by side, why it did not help."""

from collections.abc import Sequence

from bot.slack.blocks.answer import related
from bot.slack.blocks.elements import (
    Block,
    Line,
    Run,
    bullets,
    divider,
    header,
    modal,
    option,
    paragraph,
    plain_text,
    rich,
    section,
)
from bot.slack.blocks.ladder import reach
from bot.slack.blocks.modals import with_links
from bot.slack.blocks.sources import every
from bot.slack.mrkdwn import split
from bot.slack.ports import Answer
from bot.slack.talk_reference import TalkRef
from bot.slack.texts import plain
from converter import Plan
from converter.report.model import Language

PIECE = 2900
REASONS = ("wrong", "other", "unclear", "incomplete", "outdated")
COMMENT = 1000
FEEDBACK = "faq_feedback"


def entry_view(answer: Answer, ref: TalkRef) -> Block:
    """The whole answer. It opens on top of the message, which stays as others see it."""
    blocks = [header(answer.title), section(answer.short)]
    if answer.detail:
        blocks += [divider(), *(section(piece) for piece in split(answer.detail, PIECE))]
    if answer.kind == "topic":
        blocks += every(answer)
    blocks += related(answer, ref)
    language = answer.language
    return modal(plain(language, "modal_entry"), plain(language, "close"), blocks, "faq_entry")


def plans_view(plans: Sequence[Plan], language: Language) -> Block:
    """What each Mailchimp plan allows, with its source."""
    blocks: list[Block] = []
    for plan in plans:
        title = paragraph([Run(plan.name, bold=True)])
        blocks.append(rich(title, bullets(_limits(plan, language))))
    cited = dict.fromkeys(plan.cited(language) for plan in plans)
    label = plain(language, "source" if len(cited) == 1 else "sources")
    blocks.append(rich(paragraph(label), *(with_links(f"• {text}") for text in cited)))
    return modal(plain(language, "modal_plans"), plain(language, "close"), blocks, "faq_plans")


def reach_view(plans: Sequence[Plan], language: Language) -> Block:
    """How to reach a person, for now."""
    return modal(
        plain(language, "modal_person"),
        plain(language, "close"),
        reach(language, plans),
        "faq_person",
    )


def feedback_view(ref: TalkRef) -> Block:
    """Why the answer did not help: a reason, and words."""
    language = ref.language
    reasons = [option(plain(language, f"reason_{reason}"), reason) for reason in REASONS]
    choice = {"type": "radio_buttons", "action_id": "reason", "options": reasons}
    words = {
        "type": "plain_text_input",
        "action_id": "comment",
        "multiline": True,
        "max_length": COMMENT,
    }
    blocks: list[Block] = [
        _input("reason", plain(language, "feedback_why"), choice),
        _input("comment", plain(language, "feedback_words"), words),
    ]
    view = modal(plain(language, "modal_feedback"), plain(language, "close"), blocks, FEEDBACK)
    return view | {
        "submit": plain_text(plain(language, "send"), 24),
        "private_metadata": ref.encode(),
    }


def _input(block_id: str, label: str, element: Block) -> Block:
    return {
        "type": "input",
        "block_id": block_id,
        "label": plain_text(label, 2000),
        "element": element,
        "optional": True,
    }


def _limits(plan: Plan, language: Language) -> list[Line]:
    support = plan.support[language]
    if not plan.journeys:
        return [plain(language, "plan_without"), support]
    points = plain(language, "plan_points", n=plan.points)
    if plan.points_observed:
        points = plain(language, "plan_points_both", n=plan.points, m=plan.points_observed)
    return [
        plain(language, "plan_starts", n=plan.starting_points),
        points,
        plain(language, "plan_branches" if plan.branching else "plan_no_branches"),
        support,
    ]
