"""What the requester reads about their case."""

from collections.abc import Sequence
from datetime import datetime

from bot.desk.case import Case, Rating
from bot.slack.blocks.desk.moments import told
from bot.slack.blocks.elements import Block, Reply, actions, button, context, section
from bot.slack.blocks.ladder import reach, support
from bot.slack.desk.reference import CaseRef
from bot.slack.texts import mrkdwn, plain
from converter import Plan
from converter.report.model import Language


def opened(
    case: Case,
    *,
    first_due: datetime | None,
    opens: datetime | None,
    hours: str,
) -> Reply:
    """``first_due`` where an answer is aimed at; ``opens`` is when a closed desk opens next, and
    ``hours`` its opening hours in words."""
    language = case.language
    waits = case.state == "scheduled"
    first = told(language, "desk_scheduled" if waits else "desk_opened", id=str(case.id))
    blocks = [first]
    if waits and opens is not None:
        blocks.append(told(language, "desk_closed", when=opens, hours=hours))
    elif waits:
        blocks.append(told(language, "desk_closed_for_long"))
    elif first_due is not None:
        blocks.append(told(language, "desk_first_reply_by", when=first_due))
    blocks.append(actions(_button(case, "desk_cancel")))
    return Reply(first["text"]["text"], tuple(blocks))


def already(case: Case) -> Reply:
    state = plain(case.language, f"desk_state_{case.state}")
    first = told(case.language, "desk_already", id=str(case.id), state=state)
    return Reply(first["text"]["text"], (first, actions(_button(case, "desk_cancel"))))


def sentence(case: Case, key: str, **params: object) -> Reply:
    """One of our sentences about the case, in the requester's language."""
    block = told(case.language, key, id=str(case.id), **params)
    return Reply(block["text"]["text"], (block,))


def resolved(case: Case, key: str, **params: object) -> Reply:
    """The end, and whether it helped."""
    language = case.language
    first = told(language, key, id=str(case.id), **params)
    ask = [_button(case, "desk_rate_good"), _button(case, "desk_rate_bad")]
    blocks = (first, section(f"*{mrkdwn(language, 'desk_rate')}*"), actions(*ask))
    return Reply(first["text"]["text"], blocks)


def rated(case: Case, rating: Rating) -> Reply:
    """In place of the buttons."""
    key = "desk_rated" if rating == "good" else "desk_rated_bad"
    first = told(case.language, key, id=str(case.id))
    text = first["text"]["text"]
    return Reply(text, (first, context(mrkdwn(case.language, "desk_rated_left"))))


def failed(case: Case, plans: Sequence[Plan]) -> Reply:
    """It could not be passed on; who else can help: the support of these ``plans``."""
    first = told(case.language, "desk_failed", id=str(case.id))
    return Reply(first["text"]["text"], (first, *_official(case, plans)))


def expired(case: Case, opens: datetime | None, plans: Sequence[Plan]) -> Reply:
    key = "desk_expired" if opens is not None else "desk_expired_for_long"
    first = told(case.language, key, id=str(case.id), when=opens)
    meanwhile = section(mrkdwn(case.language, "desk_meanwhile"))
    return Reply(first["text"]["text"], (first, meanwhile, *_official(case, plans)))


def no_desk(language: Language, plans: Sequence[Plan]) -> Reply:
    """Nobody here is set up to take requests."""
    blocks = tuple(reach(language, plans))
    return Reply(blocks[0]["text"]["text"], blocks)


def _official(case: Case, plans: Sequence[Plan]) -> list[Block]:
    return [support(case.language, plans)] if plans else []


def _button(case: Case, name: str) -> Block:
    return button(
        plain(case.language, name), name, CaseRef(case=case.id, language=case.language).encode()
    )
