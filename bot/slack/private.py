"""Questions that are asked and answered in private: by command, by shortcut, from a list."""

from bot.slack import conversation
from bot.slack.blocks import sentences
from bot.slack.blocks.elements import Reply
from bot.slack.blocks.ladder import subjects_reply
from bot.slack.messages import is_direct
from bot.slack.people import Person
from bot.slack.ports import Asked, Question
from bot.slack.request import language_of, question_of, read_message
from bot.slack.services import Services
from bot.slack.showing import shown
from bot.slack.talk_reference import TalkRef
from converter.report.model import Language


def answer_privately(
    services: Services, person: Person, channel: str, raw: str, bot_user_id: str | None
) -> Reply:
    """The reply to ``raw`` (as Slack delivered it) for ``person`` alone; without a question, the
    list of subjects."""
    language = language_of(raw) or person.language
    if not person.may_ask:
        return sentences.refusal(language, person.standing)
    question = asking(person, channel, question_of(raw, bot_user_id), language_of(raw))
    if not question.text:
        return subjects(services, person, language, share=not question.direct)
    wanted = read_message(raw, bot_user_id)
    if person.may_see and wanted.wish == "convert" and not wanted.free:
        name = conversation.name_meant(services, person, wanted.name)
        if name and services.automations.find(person.workspace_id, name).match is not None:
            named = wanted.model_copy(update={"name": name})
            return conversation.answer(services, person, named, can_share=not question.direct)
    result = services.talk.ask(question)
    if result is None:
        return sentences.sentence(language, "nothing_to_answer")
    asked, allowed = result
    if allowed != "speak":
        return sentences.sentence(asked.turn.language, "pause")
    services.talk.answered(person.workspace_id, asked, None)
    return shown(services, person, asked)


def asking(person: Person, channel: str, text: str, language: Language | None = None) -> Question:
    """A question that stands in no thread and no message."""
    return Question(
        workspace_id=person.workspace_id,
        channel=channel,
        asker=person.user_id,
        text=text,
        fallback=person.language,
        language=language,
        private=True,
        direct=is_direct(channel),
        together=False,
    )


def subjects(services: Services, person: Person, language: Language, *, share: bool) -> Reply:
    """Everything there is an answer to."""
    topics = services.talk.answers.topics(person.workspace_id, language)
    return subjects_reply(topics, TalkRef(language=language, share=share))


def picked(
    services: Services, person: Person, question: Question, topic: str
) -> tuple[Asked, Reply] | None:
    """The answer to a topic that ``person`` picked from a list; None where there is none now."""
    language = question.language or question.fallback
    if services.talk.entry(person.workspace_id, topic, language) is None:
        return None
    asked, _ = services.talk.show(question, topic)
    return asked, shown(services, person, asked)
