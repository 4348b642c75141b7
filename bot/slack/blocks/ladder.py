"""What is said where the bot is not sure: candidates, other words, a person, a list of topics."""

from collections.abc import Sequence

from bot.slack.blocks.answer import picks
from bot.slack.blocks.elements import (
    Block,
    Line,
    Reply,
    Run,
    actions,
    bullets,
    button,
    option,
    paragraph,
    rich,
    section,
    select,
)
from bot.slack.blocks.modals import CONTACT
from bot.slack.mrkdwn import link
from bot.slack.ports import Answer
from bot.slack.talk_reference import TalkRef
from bot.slack.texts import mrkdwn, plain
from converter import Plan
from converter.report.model import Language

MENU = 100
MENUS = 20


def choose_reply(offered: Sequence[Answer], ref: TalkRef, *, after_no: bool) -> Reply:
    """Two or three candidates to choose from, and none of them."""
    language = ref.language
    text = mrkdwn(language, "choose_next" if after_no else "choose_one")
    none = button(plain(language, "none_of_these"), "faq_none", ref.encode())
    return Reply(text, (section(text), actions(*picks(offered, ref)), actions(none, _person(ref))))


def rephrase_reply(ref: TalkRef) -> Reply:
    """Once: the same in other words, please."""
    text = mrkdwn(ref.language, "rephrase")
    return Reply(text, (section(text), actions(_subjects(ref), _person(ref))))


def person_reply(ref: TalkRef, plans: Sequence[Plan], *, asked_for: bool, desk: bool) -> Reply:
    """How to reach a person. ``asked_for``: the asker wanted one; else what can be asked here
    stands first, because many such messages are about something else. ``desk``: there are people
    here to pass it on to."""
    language = ref.language
    text = mrkdwn(language, "person_wanted" if asked_for else "person_instead")
    offered = () if asked_for else (actions(_subjects(ref)),)
    if not desk:
        return Reply(text, (section(text), *offered, *reach(language, plans)))
    pass_on = button(plain(language, "desk_button"), "faq_person", ref.encode(), primary=True)
    said = section(mrkdwn(language, "desk_offer"))
    return Reply(text, (section(text), *offered, said, actions(pass_on), support(language, plans)))


def reach(language: Language, plans: Sequence[Plan]) -> list[Block]:
    """Who can help where nobody here is set up to: Mailchimp's support, by plan."""
    contact = link(CONTACT, plain(language, "person_contact"))
    return [
        section(f"{mrkdwn(language, 'person_not_yet')} {contact}"),
        support(language, plans),
    ]


def support(language: Language, plans: Sequence[Plan]) -> Block:
    """Mailchimp's own support, by plan."""
    offered: list[Line] = [
        [Run(plan.name, bold=True), Run(f" · {plan.support[language]}")] for plan in plans
    ]
    title = paragraph([Run(plain(language, "person_support"), bold=True)])
    return rich(title, bullets(offered))


def subjects_reply(topics: Sequence[tuple[str, str]], ref: TalkRef) -> Reply:
    """Everything there is an answer to, in menus of a hundred."""
    language = ref.language
    if not topics:
        text = mrkdwn(language, "no_subjects")
        return Reply(text, (section(text),))
    text = mrkdwn(language, "subjects", n=len(topics))
    menus = [
        actions(
            select(
                plain(language, "subjects_placeholder"),
                f"faq_subject_{start // MENU}",
                [option(title, ref.about(topic).encode()) for topic, title in shown],
            )
        )
        for start in range(0, min(len(topics), MENU * MENUS), MENU)
        for shown in [topics[start : start + MENU]]
    ]
    return Reply(text, (section(text), *menus))


def suggestions(questions: Sequence[tuple[str, str]], ref: TalkRef, action: str) -> list[Block]:
    """Buttons with questions to ask: (topic, question)."""
    return (
        [
            actions(
                *(
                    button(question, f"{action}_{index}", ref.about(topic).encode())
                    for index, (topic, question) in enumerate(questions)
                )
            )
        ]
        if questions
        else []
    )


def welcome_reply(questions: Sequence[tuple[str, str]], language: Language) -> Reply:
    """The first thing somebody reads in their conversation with the bot."""
    text = mrkdwn(language, "welcome")
    ref = TalkRef(language=language)
    return Reply(text, (section(text), *suggestions(questions, ref, "faq_suggest")))


def _subjects(ref: TalkRef) -> Block:
    return button(plain(ref.language, "button_subjects"), "faq_subjects", ref.encode())


def _person(ref: TalkRef) -> Block:
    return button(plain(ref.language, "button_person"), "faq_person", ref.encode())
