"""What agents read in the thread of a card."""

from collections.abc import Sequence
from datetime import datetime

from bot.desk.case import Case, Deed
from bot.slack.blocks.desk.moments import told as block
from bot.slack.blocks.desk.relayed import readable
from bot.slack.blocks.elements import Block, Reply, Run, paragraph, rich, section
from bot.slack.mrkdwn import one_line, shorten
from bot.slack.texts import mrkdwn, plain
from converter.report.model import Language

EXCERPT = 400

_SAID = {
    "claim": "desk_by_claim",
    "assign": "desk_by_assign",
    "ask": "desk_by_ask",
    "release": "desk_by_release",
    "unresponsive": "desk_by_unresponsive",
    "resolve": "desk_by_resolve",
    "no_reply": "desk_by_no_reply",
    "cancel": "desk_by_cancel",
    "expire": "desk_by_expire",
    "prioritise": "desk_by_prioritise",
}


def told(before: Case, case: Case, deed: Deed, language: Language) -> Reply | None:
    """What a deed means to agents; None for what the card itself shows well enough."""
    takes = deed.kind == "assign" and deed.by == case.agent
    if takes or (deed.kind == "answer" and case.agent != before.agent):
        return _sentence(language, "desk_by_claim", agent=case.agent)
    if deed.kind == "offer":
        return _sentence(language, "desk_by_offer")
    if deed.kind == "reopen":
        theirs = deed.by == case.requester
        key = "desk_by_reply_reopen" if theirs else "desk_by_reopen"
        return _sentence(language, key, by=deed.by)
    if deed.kind == "rate":
        return _sentence(language, f"desk_by_rate_{deed.rating}")
    if deed.kind == "prioritise" and case.priority == before.priority:
        return None
    key_of_kind = _SAID.get(deed.kind)
    if key_of_kind is None:
        return None
    return _sentence(
        language,
        key_of_kind,
        by=deed.by or None,
        agent=before.agent if deed.kind == "unresponsive" else case.agent,
        priority=plain(language, f"desk_priority_{case.priority}"),
    )


def due(language: Language, what: str, at: datetime | None, agent: str | None) -> Reply:
    """A warning, a breach, or a nudge to the agent."""
    return _sentence(language, f"desk_{what}", when=at, agent=agent)


def unreachable(language: Language) -> Reply:
    return _sentence(language, "desk_unreachable")


def not_passed_on(case: Case, language: Language) -> Reply:
    """To an agent who wrote when the case was over."""
    state = plain(language, f"desk_state_{case.state}")
    text = mrkdwn(language, "desk_not_passed_on", id=str(case.id), state=state)
    if case.may("reopen"):
        text += " " + mrkdwn(language, "desk_reopen_first")
    return Reply(text, (section(text),))


def not_sent(language: Language, channel: str, event: str, why: str) -> Reply:
    """An event did not get out of Slack by that channel."""
    what = plain(language, f"desk_out_{event}")
    return _sentence(language, f"desk_out_{channel}", what=what, why=why)


def asked_again(language: Language, about: str) -> Reply:
    """The requester pressed the button elsewhere, too."""
    return _sentence(language, "desk_asked_again", about=about)


def summary(
    language: Language,
    agent: str,
    counts: tuple[int, int, int],
    asked: str | None,
    answered: str | None,
    notes: Sequence[tuple[str, str]],
) -> Reply:
    """For whoever takes over. ``counts``: messages of the requester, answers, notes; ``asked`` and
    ``answered`` the last of each, as Slack delivered them; ``notes``: author and text."""
    first = block(language, "desk_summary", agent=agent)
    theirs, ours, among = counts
    numbers = mrkdwn(language, "desk_summary_counts", asked=theirs, answered=ours, notes=among)
    parts: list[Block] = [section(numbers)]
    for key, text in (("desk_summary_last_asked", asked), ("desk_summary_last_answered", answered)):
        if text:
            parts.append(_excerpt(plain(language, key), text))
    for author, text in notes:
        name = shorten(one_line(author), 80)
        parts.append(_excerpt(plain(language, "desk_summary_note", name=name), text))
    return Reply(first["text"]["text"], (first, *parts))


def _excerpt(title: str, raw: str) -> Block:
    quoted = paragraph(shorten(one_line(readable(raw)), EXCERPT))["elements"]
    return rich(paragraph([Run(title, bold=True)]), {"type": "rich_text_quote", "elements": quoted})


def _sentence(language: Language, key: str, **params: object) -> Reply:
    made = block(language, key, **params)
    return Reply(made["text"]["text"], (made,))
