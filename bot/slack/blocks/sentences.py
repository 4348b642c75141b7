"""Replies that are a few sentences: help, refusals, what this version does not do."""

from collections.abc import Sequence

from bot.slack.blocks.elements import Block, Reply, section
from bot.slack.blocks.ladder import suggestions
from bot.slack.people import Standing
from bot.slack.request import Problem
from bot.slack.talk_reference import TalkRef
from bot.slack.texts import Value, mrkdwn
from converter.report.model import Language


def sentence(language: Language, key: str, /, **params: Value) -> Reply:
    text = mrkdwn(language, key, **params)
    return Reply(text, (section(text),))


def refusal(language: Language, standing: Standing) -> Reply:
    """Why this person sees no automations."""
    return sentence(language, f"refused_{standing}")


def too_many(language: Language) -> Reply:
    """The request was left out: this person, or everybody together, asks too much at once."""
    return sentence(language, "too_many")


def too_many_clicks(language: Language) -> Reply:
    return sentence(language, "too_many_clicks")


def unknown_option(language: Language, problem: Problem) -> Reply:
    return sentence(language, f"unknown_{problem.option}", value=problem.value[:60] or "—")


def help_reply(language: Language) -> Reply:
    text = mrkdwn(language, "help_what")
    rest = (mrkdwn(language, key) for key in ("help_how", "help_words", "help_limits"))
    return Reply(text, (section(text), *(section(one) for one in rest)))


def home_view(
    language: Language, questions: Sequence[tuple[str, str]], more: Sequence[Block] = ()
) -> Block:
    """The App Home: what the bot does and how to ask. ``questions``: (topic, question). ``more``
    stands below."""
    blocks = list(help_reply(language).blocks)
    if questions:
        ref = TalkRef(language=language)
        asked = suggestions(questions, ref, "faq_home")
        blocks[1:1] = [section(mrkdwn(language, "home_questions")), *asked]
    return {"type": "home", "blocks": [*blocks, *more]}
