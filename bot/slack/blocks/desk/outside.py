"""A case in plain words, for people who are not in Slack."""

from collections.abc import Iterator, Mapping, Sequence

from bot.desk.case import Case
from bot.desk.packet import Exchange, Packet
from bot.slack.blocks.desk.card import EXCHANGES, QUESTION, answered
from bot.slack.blocks.level import level_word
from bot.slack.mrkdwn import one_line, shorten
from bot.slack.texts import plain
from converter.report.model import Language

SUBJECT = 150


def subject(case: Case, packet: Packet, titles: Mapping[str, str]) -> str:
    """What it is about, in one line."""
    about = titles.get(case.topic or "") or (packet.automation.name if packet.automation else "")
    words = about or asked(packet) or plain(case.language, "desk_about_nothing")
    return shorten(one_line(words), SUBJECT)


def asked(packet: Packet) -> str:
    """What the requester wants, in their words."""
    last = packet.exchanges[-1].question if packet.exchanges else ""
    return packet.said.strip() or last.strip()


def summary(case: Case, packet: Packet, titles: Mapping[str, str]) -> tuple[str, ...]:
    """What agents in Slack read on the card."""
    return tuple(one_line(line) for line in _lines(case, packet, titles))


def _lines(case: Case, packet: Packet, titles: Mapping[str, str]) -> Iterator[str]:
    language = case.language
    topic = titles.get(case.topic or "")
    if topic and packet.confidence is not None:
        label = plain(language, "desk_topic", n=round(100 * packet.confidence))
        yield _pair(language, label, topic)
    for name, value in (
        ("priority", f"desk_priority_{case.priority}"),
        ("language", f"desk_language_{language}"),
        ("start", f"desk_start_{case.start}"),
    ):
        yield _pair(language, plain(language, f"desk_{name}"), plain(language, value))
    about = packet.automation
    if about is not None:
        level = level_word(about.level, language)
        yield plain(language, "desk_automation", name=shorten(about.name, 200), level=level)
        if about.plan:
            yield plain(language, "desk_plan", plan=about.plan)
        if about.codes:
            yield plain(language, "desk_codes", codes=shorten(", ".join(about.codes), 500))
    yield from _before(packet.exchanges, titles, language)
    if packet.link is not None:
        yield _pair(language, plain(language, "desk_link"), packet.link)


def _before(
    exchanges: Sequence[Exchange], titles: Mapping[str, str], language: Language
) -> Iterator[str]:
    for one in exchanges[-EXCHANGES:]:
        question = shorten(one_line(one.question), QUESTION) or "—"
        yield plain(
            language, "desk_out_before", question=question, answer=answered(one, titles, language)
        )


def _pair(language: Language, label: str, value: str) -> str:
    return plain(language, "desk_out_pair", label=label, value=value)
