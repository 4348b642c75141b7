"""Below a page of a list in a modal: where it is, and the way to other pages."""

from collections.abc import Callable
from typing import NamedTuple

from bot.slack.blocks.elements import Block, actions, button, context
from bot.slack.texts import mrkdwn, plain
from converter.report.model import Language


class Page(NamedTuple):
    """``number`` from 0 of ``pages``; it shows the items from ``first`` to ``last`` (from 1) of
    ``total``."""

    number: int
    pages: int
    first: int
    last: int
    total: int


def turning(
    language: Language, page: Page, value: Callable[[int], str], action: str = "page"
) -> list[Block]:
    """Nothing for a single page. ``value``: what the button to a page carries."""
    number, pages = page.number, page.pages
    if pages == 1:
        return []
    targets = {
        "first": (0, number > 1),
        "previous": (number - 1, number > 0),
        "next": (number + 1, number < pages - 1),
        "last": (pages - 1, number < pages - 2),
    }
    buttons = [
        button(plain(language, f"page_{name}"), f"{action}_{name}", value(target))
        for name, (target, offered) in targets.items()
        if offered
    ]
    told = mrkdwn(
        language,
        "page_of",
        page=number + 1,
        pages=pages,
        first=page.first,
        last=page.last,
        total=page.total,
    )
    return [context(told), actions(*buttons)]
