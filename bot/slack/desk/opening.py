"""From somebody who wants a person to a case: opened, put before agents, confirmed."""

from collections.abc import Mapping
from typing import Any

from bot.desk.case import Case, Start
from bot.desk.packet import Automation, Packet
from bot.desk.record import NewCase
from bot.desk.spoken import spoken
from bot.slack import delivery
from bot.slack.blocks.desk import requester
from bot.slack.blocks.desk.thread import asked_again
from bot.slack.blocks.elements import Reply
from bot.slack.blocks.sentences import sentence
from bot.slack.desk import announcing, cards, relay
from bot.slack.desk.reaching import Unreachable
from bot.slack.desk.scene import Scene
from bot.slack.mrkdwn import one_line, shorten
from bot.slack.people import Person
from bot.slack.ports import Asked
from converter.frozen import Frozen
from converter.report.model import Language

QUESTION = 300
NEVER_A_SUBJECT = ("human", "greeting", "thanks", "bot-help")


class Wanted(Frozen):
    """What somebody wants a person for. ``channel`` and ``thread_ts`` are where it was asked;
    ``private``: nobody else saw it there, so it goes on in their direct messages. ``form`` names
    what ``said`` was written in."""

    start: Start
    language: Language
    channel: str
    thread_ts: str = ""
    private: bool = False
    said: str = ""
    topic: str | None = None
    confidence: float | None = None
    turn_id: int | None = None
    automation: Automation | None = None
    link: str | None = None
    priority: int = 0
    form: str = ""


def of_turn(asked: Asked, start: Start) -> Wanted:
    """Under an answer of ours, or where there was none."""
    turn = asked.turn
    # At the end of the ladder the topic is a guess that was not even shown.
    guessed = turn.view.shape in ("rephrase", "person") or turn.topic in NEVER_A_SUBJECT
    subject = None if guessed else turn.topic
    return Wanted(
        start=start,
        language=turn.language,
        channel=asked.channel,
        thread_ts=asked.thread_ts or "",
        private=asked.private or asked.question_ts is None,
        topic=subject,
        confidence=turn.confidence if subject else None,
        turn_id=asked.id,
    )


def begin(scene: Scene, person: Person, wanted: Wanted) -> tuple[Case, bool]:
    """The case, and whether it is new: one unfinished case a thread. The requester is told where
    it goes on. Raises what slack_sdk raises."""
    now = scene.parts.now()
    settings = scene.settings
    channel, thread_ts = _place(scene, person, wanted)
    opened = scene.desk.open(
        scene.workspace_id,
        NewCase(
            requester=person.user_id,
            channel=channel,
            thread_ts=thread_ts,
            language=wanted.language,
            start=wanted.start,
            topic=wanted.topic,
            packet=_packet(scene, person, wanted),
            turn_id=wanted.turn_id,
            priority=wanted.priority,
            closed=not settings.hours.is_open(now),
        ),
    )
    case = opened.case
    if not opened.new:
        case = _more(scene, person, case, wanted)
        if case.unfinished:
            announcing.to_requester(scene, case, requester.already(case))
    elif announcing.begun(scene, case):
        announcing.to_requester(scene, case, _confirmation(scene, case))
    else:
        case = scene.desk.get(scene.workspace_id, case.id) or case
    return case, opened.new


def elsewhere(
    scene: Scene, body: Mapping[str, Any], opened: tuple[Case, bool], language: Language
) -> None:
    """Whoever asked where the case does not go on is told where it does."""
    case, new = opened
    if case.unfinished and case.channel != (body.get("channel") or {}).get("id"):
        key = "desk_opened_elsewhere" if new else "desk_already_elsewhere"
        reply = sentence(language, key, id=str(case.id))
        delivery.tell(scene.client, body, reply, language, delivery.thread_of(body))


def _more(scene: Scene, person: Person, case: Case, wanted: Wanted) -> Case:
    """Somebody asked again: agents get what is new. The case as it is then."""
    if wanted.start == "form" and wanted.said:
        return relay.added(scene, case, person, wanted.said, wanted.form)
    about = wanted.automation.name if wanted.automation else wanted.said or None
    if wanted.turn_id is not None:
        one = scene.parts.background.of_turn(scene.workspace_id, wanted.turn_id)
        packet = scene.desk.packet(scene.workspace_id, case.id)
        if one is not None and (packet is None or one not in packet.exchanges):
            about = one.question
    if about is not None:
        reply = asked_again(scene.services.default_language, shorten(one_line(about), QUESTION))
        try:
            cards.under(scene, case, reply)
        except Unreachable as problem:
            announcing.fail(scene, case, problem)
            return scene.desk.get(scene.workspace_id, case.id) or case
    return case


def _place(scene: Scene, person: Person, wanted: Wanted) -> tuple[str, str]:
    # A direct conversation that something private was asked in may be with somebody else.
    if not wanted.private:
        return wanted.channel, wanted.thread_ts
    return delivery.direct(scene.client, person.user_id), ""


def _confirmation(scene: Scene, case: Case) -> Reply:
    settings, now = scene.settings, scene.parts.now()
    return requester.opened(
        case,
        first_due=scene.due_at(case, "first_breach"),
        opens=settings.hours.next_opening(now) if case.state == "scheduled" else None,
        hours=spoken(settings.hours, case.language),
    )


def _packet(scene: Scene, person: Person, wanted: Wanted) -> Packet:
    background, workspace = scene.parts.background, scene.workspace_id
    exchanges = background.exchanges(workspace, wanted.channel, wanted.thread_ts, person.user_id)
    if not exchanges and wanted.turn_id is not None:
        one = background.of_turn(workspace, wanted.turn_id)
        exchanges = (one,) if one is not None else ()
    return Packet(
        said=wanted.said,
        exchanges=exchanges,
        confidence=wanted.confidence,
        automation=wanted.automation,
        link=wanted.link,
    )
