"""From a turn to the reply that shows it."""

from bot.slack import conversation
from bot.slack.blocks import answer, ladder, picker, sentences
from bot.slack.blocks.elements import Reply
from bot.slack.maps.offer import Offer
from bot.slack.messages import is_direct
from bot.slack.people import Person
from bot.slack.ports import CONVERT, Answer, Asked
from bot.slack.reference import Ref
from bot.slack.services import Services
from bot.slack.talk_reference import TalkRef
from bot.slack.texts import plain
from bot.talk.naming import names_in
from converter import plans
from converter.report.model import Language

HELP, HUMAN = "bot-help", "human"
SUGGESTED = {
    "plan": "plan-availability",
    "tool": "automatic-conversion",
    "contacts": "contacts-after-conversion",
    "undo": "undo-archive",
}
"""Our questions, and the topics that answer them."""


def shown(
    services: Services,
    person: Person,
    asked: Asked,
    *,
    shared: bool = False,
    closed: bool = False,
    offer: Offer | None = None,
) -> Reply:
    """What stands for a turn now. ``closed``: for a place where others read, so nothing of the
    account is shown. ``offer``: the map that comes with a conversion."""
    turn = asked.turn
    language, view = turn.language, turn.view
    ref = ref_of(asked)
    if view.shape == "rephrase":
        return ladder.rephrase_reply(ref)
    entries = services.talk.entries(person.workspace_id, view.topics, language)
    if view.shape == "person" or not entries:
        return _person(services, person, ref, asked_for=False)
    first = entries[0]
    if view.shape == "choose":
        return ladder.choose_reply(entries, ref, after_no=turn.outcome == "no")
    if first.topic != view.topics[0]:
        return _person(services, person, ref, asked_for=False)
    if first.topic == CONVERT and not closed:
        return conversion(services, person, asked, first, offer)
    if first.topic == HELP:
        return sentences.help_reply(language)
    if first.topic == HUMAN:
        return _person(services, person, ref, asked_for=True)
    if view.shape == "confirm" and first.kind == "topic":
        return answer.confirm_reply(first, entries[1:], ref, bare=services.plain)
    confirmed = turn.outcome == "yes"
    return answer.answer_reply(first, ref, confirmed=confirmed, shared=shared, bare=services.plain)


def has_desk(services: Services, workspace_id: str) -> bool:
    """Whether there are people to pass a conversation on to."""
    return services.desk is not None and services.desk.settings(workspace_id) is not None


def _person(services: Services, person: Person, ref: TalkRef, *, asked_for: bool) -> Reply:
    desk = has_desk(services, person.workspace_id)
    return ladder.person_reply(ref, plans(), asked_for=asked_for, desk=desk)


def conversion(
    services: Services, person: Person, asked: Asked, entry: Answer, offer: Offer | None = None
) -> Reply:
    """The automation that the question names, converted; else the search menu."""
    language = asked.turn.language
    if not person.may_see:
        return sentences.refusal(language, person.standing)
    count = services.automations.count(person.workspace_id)
    if count == 0:
        return sentences.sentence(language, "nothing_loaded")
    ref = Ref(key=0, language=language, share=asked.private and not in_direct(asked))
    for name in names_in(asked.text):
        found = services.automations.find(person.workspace_id, name)
        if found.match is not None or found.candidates:
            return conversation.named(services, person, name, ref, offer)
    menu = picker.picker(ref, plans(), count)
    return Reply(entry.short, (*answer.body(entry), *menu.blocks))


def to_pick(services: Services, person: Person, language: Language, *, share: bool) -> Reply:
    """The search menu, for somebody who wants to check an automation."""
    if not person.may_see:
        return sentences.refusal(language, person.standing)
    count = services.automations.count(person.workspace_id)
    if count == 0:
        return sentences.sentence(language, "nothing_loaded")
    return picker.picker(Ref(key=0, language=language, share=share), plans(), count)


def ref_of(asked: Asked) -> TalkRef:
    share = asked.private and not in_direct(asked)
    turn = asked.turn
    return TalkRef(turn=asked.id, step=turn.step, language=turn.language, share=share)


def in_direct(asked: Asked) -> bool:
    return is_direct(asked.channel)


def suggested(services: Services, workspace_id: str, language: Language) -> list[tuple[str, str]]:
    """Questions to begin with, as (topic, question): those that have an answer."""
    return [
        (topic, plain(language, f"suggest_{key}"))
        for key, topic in SUGGESTED.items()
        if services.talk.entry(workspace_id, topic, language) is not None
    ]
