"""Cut-overs in the App Home: how many are where, and what waits longest."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.slack.blocks.desk.moments import said
from bot.slack.blocks.elements import Block, divider, section
from bot.slack.mrkdwn import neutral, shorten
from bot.slack.texts import mrkdwn
from converter.cutover import STATES, Cutover
from converter.report.model import CutoverState, Language

LISTED = 10


def cutovers(
    counts: Mapping[CutoverState, int],
    under_way: Sequence[tuple[Cutover, datetime | None]],
    language: Language,
) -> list[Block]:
    """``under_way``: each with when it is looked at next."""
    if not counts:
        return []
    numbers = " · ".join(
        f"{mrkdwn(language, f'cutover_short_{state}')} *{counts[state]}*"
        for state in STATES
        if counts.get(state)
    )
    lines = [_line(cutover, due, language) for cutover, due in under_way[:LISTED]]
    title = f"*{mrkdwn(language, 'cutover_home')}*\n{numbers}"
    listed = [section("\n".join(lines))] if lines else []
    return [divider(), section(title), *listed]


def _line(cutover: Cutover, due: datetime | None, language: Language) -> str:
    name = neutral(shorten(cutover.name, 80))
    state = mrkdwn(language, f"cutover_short_{cutover.state}")
    line = f"• {name} · {state}"
    return f"{line} ({said(language, 'cutover_due', when=due)})" if due is not None else line
