"""The card of a case, in the channel of the agents: everything at first sight, edited in place."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from bot.desk.case import Case
from bot.desk.packet import Exchange, Packet
from bot.slack.blocks.desk.moments import said
from bot.slack.blocks.elements import (
    Block,
    Line,
    Reply,
    Run,
    actions,
    bullets,
    button,
    context,
    header,
    option,
    paragraph,
    rich,
    select,
)
from bot.slack.desk.reference import CaseRef
from bot.slack.mrkdwn import link, neutral, one_line, shorten
from bot.slack.texts import mrkdwn, plain
from converter.frozen import Frozen
from converter.report.model import Language

WRITTEN = 2500
QUESTION = 300
EXCHANGES = 6
PRIORITIES = (0, 1, 2)


class Shown(Frozen):
    """What a card shows beside the case itself. ``titles``: of topics, in the language of the
    card; ``level`` is the word for the automation's verdict; ``first_due`` and ``end_due`` only
    while they count."""

    titles: Mapping[str, str]
    level: str | None = None
    first_due: datetime | None = None
    end_due: datetime | None = None


def card(case: Case, packet: Packet, shown: Shown, language: Language) -> Reply:
    about = shown.titles.get(case.topic or "") or (
        packet.automation.name if packet.automation else plain(language, "desk_about_nothing")
    )
    title = plain(language, "desk_card", id=str(case.id), about=shorten(one_line(about), 100))
    blocks: list[Block] = [
        header(title),
        _facts(case, packet, shown, language),
        *_written(case, packet, language),
        *_before(packet.exchanges, shown.titles, language),
        *_automation(packet, shown, language),
        *_link(packet, language),
        *_dues(case, shown, language),
        *_buttons(case, language),
    ]
    if case.unfinished:
        blocks.append(context(mrkdwn(language, "desk_hint")))
    text = mrkdwn(language, "desk_card", id=str(case.id), about=shorten(one_line(about), 100))
    return Reply(text, tuple(blocks))


def state_word(case: Case, language: Language) -> str:
    return plain(language, f"desk_state_{case.state}")


def _facts(case: Case, packet: Packet, shown: Shown, language: Language) -> Block:
    state = state_word(case, language)
    if case.agent is not None and case.unfinished:
        state = said(language, "desk_with", agent=case.agent, state=state)
    facts = [
        ("desk_from", f"<@{case.requester}>"),
        ("desk_state", state),
        ("desk_language", mrkdwn(language, f"desk_language_{case.language}")),
        ("desk_priority", mrkdwn(language, f"desk_priority_{case.priority}")),
        ("desk_start", mrkdwn(language, f"desk_start_{case.start}")),
    ]
    fields = [f"*{mrkdwn(language, key)}*\n{value}" for key, value in facts]
    subject = shown.titles.get(case.topic or "")
    if subject and packet.confidence is not None:
        label = mrkdwn(language, "desk_topic", n=round(100 * packet.confidence))
        fields.append(f"*{label}*\n{shorten(neutral(subject), 200)}")
    return {
        "type": "section",
        "fields": [{"type": "mrkdwn", "text": text, "verbatim": True} for text in fields],
    }


def _written(case: Case, packet: Packet, language: Language) -> list[Block]:
    if not packet.said.strip():
        return []
    # A message that is handed over may be anybody's.
    key = "desk_message" if case.start == "shortcut" else "desk_wrote"
    title = paragraph([Run(plain(language, key), bold=True)])
    return [rich(title, _quote(shorten(packet.said.strip(), WRITTEN)))]


def _before(
    exchanges: Sequence[Exchange], titles: Mapping[str, str], language: Language
) -> list[Block]:
    if not exchanges:
        return []
    lines: list[Line] = []
    for one in exchanges[-EXCHANGES:]:
        lines.append([Run(shorten(one_line(one.question), QUESTION) or "—", bold=True)])
        lines.append(answered(one, titles, language))
    title = paragraph([Run(plain(language, "desk_before"), bold=True)])
    return [rich(title, bullets(lines))]


def answered(one: Exchange, titles: Mapping[str, str], language: Language) -> str:
    """What the bot made of a question."""
    named = ", ".join(titles.get(topic, topic) for topic in one.topics)
    if one.shape in ("rephrase", "person") or not named:
        return plain(language, "desk_bot_nothing")
    key = "desk_bot_answered" if one.shape == "answer" else "desk_bot_offered"
    text = plain(language, key, topic=shorten(named, QUESTION))
    if one.helped is None:
        return text
    return f"{text} · {plain(language, 'desk_helped' if one.helped else 'desk_not_helped')}"


def _automation(packet: Packet, shown: Shown, language: Language) -> list[Block]:
    about = packet.automation
    if about is None:
        return []
    level = shown.level or about.level
    lines = [plain(language, "desk_automation", name=shorten(about.name, 200), level=level)]
    if about.plan:
        lines.append(plain(language, "desk_plan", plan=about.plan))
    if about.codes:
        lines.append(plain(language, "desk_codes", codes=shorten(", ".join(about.codes), 500)))
    return [rich(bullets(lines))]


def _link(packet: Packet, language: Language) -> list[Block]:
    if packet.link is None:
        return []
    return [context(link(packet.link, plain(language, "desk_link")))]


def _dues(case: Case, shown: Shown, language: Language) -> list[Block]:
    if not case.unfinished:
        return []
    dues = [
        said(language, key, when=at)
        for key, at in (("desk_due_first", shown.first_due), ("desk_due_end", shown.end_due))
        if at is not None
    ]
    return [context(" · ".join(dues))] if dues else []


def _buttons(case: Case, language: Language) -> list[Block]:
    value = CaseRef(case=case.id, language=language).encode()

    def made(name: str, *, primary: bool = False) -> Block:
        return button(plain(language, f"desk_{name}"), f"desk_{name}", value, primary=primary)

    found: list[Block] = []
    if case.may("claim"):
        found.append(made("claim", primary=True))
    if case.may("ask"):
        found.append(made("ask"))
    if case.may("resolve"):
        found.append(made("resolve", primary=True))
    if case.may("assign"):
        found.append(made("assign"))
    if case.may("release"):
        found.append(made("release"))
    if case.may("reopen"):
        found += [made("reopen"), made("faq")]
    if case.may("prioritise"):
        found.append(_priority(case, language, value))
    return [actions(*found)] if found else []


def _priority(case: Case, language: Language, value: str) -> Block:
    options = [
        option(plain(language, f"desk_priority_{level}"), f"{value}+{level}")
        for level in PRIORITIES
    ]
    menu = select(plain(language, "desk_priority"), "desk_priority", options)
    return menu | {"initial_option": options[case.priority]}


def _quote(text: str) -> Block:
    return {"type": "rich_text_quote", "elements": paragraph(text)["elements"]}
