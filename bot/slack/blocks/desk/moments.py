"""Moments as Slack draws them for each reader: in their own zone and language."""

from datetime import datetime

from bot.desk.outsiders import outsider
from bot.slack.blocks.elements import Block, context, section
from bot.slack.mrkdwn import shorten
from bot.slack.texts import Value, mrkdwn
from converter.report.model import Language

NAME = 80


def moment(at: datetime, language: Language) -> str:
    """A date token; clients that know none show the moment in UTC. Always a date: “today” fits no
    French sentence that a date fits."""
    between = "à" if language == "fr" else "at"
    shown = f"{{date_short}} {between} {{time}}"
    return f"<!date^{int(at.timestamp())}^{shown}|{at:%Y-%m-%d %H:%M} UTC>"


def person(who: str, language: Language) -> str:
    """A mention; of somebody outside of Slack the name, and how they are reached."""
    outside = outsider(who)
    if outside is None:
        return f"<@{who}>"
    return mrkdwn(language, f"desk_outside_{outside.channel}", name=shorten(outside.name, NAME))


def said(
    language: Language,
    key: str,
    /,
    *,
    when: datetime | None = None,
    agent: str | None = None,
    by: str | None = None,
    **params: Value,
) -> str:
    """The sentence ``key`` with what Slack draws itself: ``agent`` and ``by`` are ids of people, or
    stand for somebody outside."""
    text = mrkdwn(language, key, **params)
    for mark, token in (
        ("[when]", moment(when, language) if when else ""),
        ("[agent]", person(agent, language) if agent else ""),
        ("[by]", person(by, language) if by else ""),
    ):
        text = text.replace(mark, token)
    return text


def told(language: Language, key: str, /, **params: object) -> Block:
    return section(said(language, key, **params))  # type: ignore[arg-type]


def aside(language: Language, key: str, /, **params: object) -> Block:
    return context(said(language, key, **params))  # type: ignore[arg-type]
