"""After a deed: the card as it is now, and who has to know of it."""

import logging
from collections.abc import Mapping, Sequence

from bot.desk.case import Case, Deed, Kind
from bot.desk.channels.model import Event
from bot.desk.due import next_due
from bot.desk.outsiders import outsider
from bot.services.desk import Done
from bot.slack import delivery
from bot.slack.blocks.desk import requester, thread
from bot.slack.blocks.elements import Reply
from bot.slack.desk import cards
from bot.slack.desk.reaching import Unreachable, reaching
from bot.slack.desk.scene import Scene
from converter import Plan, plans

log = logging.getLogger(__name__)


def announce(scene: Scene, before: Case, case: Case, deed: Deed) -> None:
    """Every message that ``deed``, which made ``case`` of ``before``, asks for; the clock is set
    for what is due next. Raises what slack_sdk raises."""
    arm(scene, case)
    event = _EVENTS.get(deed.kind)
    if event is not None:
        scene.parts.outside(scene.workspace_id, case.id, event, case.version, deed.by)
    tells = case.state != before.state or deed.kind in _ALWAYS
    try:
        posted = cards.show(scene, case)
        if tells and not (posted and deed.kind == "offer"):
            _to_agents(scene, before, case, deed)
    except Unreachable as problem:
        if fail(scene, case, problem):
            return
    if tells:
        _to_requester(scene, before, case, deed)


def begun(scene: Scene, case: Case) -> bool:
    """Put a new case before agents, and set its clock. False where that cannot be done: whoever
    waits for it is told."""
    arm(scene, case)
    try:
        cards.show(scene, case)
    except Unreachable as problem:
        if fail(scene, case, problem):
            return False
    scene.parts.outside(scene.workspace_id, case.id, "opened", case.version)
    return True


def attempt(scene: Scene, case: Case, deed: Deed) -> Done:
    """Have it done, if that is possible, and told."""
    done = scene.desk.do(scene.workspace_id, case.id, deed)
    if done.change is not None:
        announce(scene, *done.change, deed)
    return done


def do(scene: Scene, case: Case, deed: Deed) -> Case:
    """The case as it is after an attempt."""
    return attempt(scene, case, deed).case or case


def fail(scene: Scene, case: Case, problem: Unreachable) -> bool:
    """Agents cannot be reached any more. False for a case that is over."""
    deed = Deed(kind="fail", why=problem.why)
    done = scene.desk.do(scene.workspace_id, case.id, deed)
    if done.change is not None:
        _to_requester(scene, *done.change, deed)
    return done.did


def arm(scene: Scene, case: Case, after: str = "") -> None:
    """Set the clock for what is due next. ``after``: the alarm that came too early."""
    due = next_due(case, scene.settings.policy, scene.settings.hours)
    if due is not None:
        scene.parts.arm(scene.workspace_id, case, due, after)


def to_requester(scene: Scene, case: Case, reply: Reply) -> str | None:
    """The ts of the message; None where the requester's conversation cannot be written to: agents
    are told."""
    try:
        with reaching():
            return delivery.post(scene.client, case.channel, reply, case.thread_ts or None)
    except Unreachable:
        lost(scene, case)
        return None


def lost(scene: Scene, case: Case) -> None:
    """Tell agents that the requester cannot be reached."""
    try:
        cards.under(scene, case, thread.unreachable(scene.services.default_language))
    except Unreachable:
        log.warning("case %s: neither side can be reached", case.id)


_EVENTS: Mapping[Kind, Event] = {
    "resolve": "resolved",
    "no_reply": "resolved",
    "reopen": "reopened",
    "cancel": "cancelled",
}
"""What people outside of Slack are told; of a new case and of messages they are, too."""
_ALWAYS = ("assign", "ask", "prioritise", "rate", "tell")


def _to_agents(scene: Scene, before: Case, case: Case, deed: Deed) -> None:
    language = scene.services.default_language
    reply = thread.told(before, case, deed, language)
    if reply is not None:
        cards.under(scene, case, reply, loud=deed.kind in ("reopen", "offer"))
    taken = case.agent is not None and case.agent != before.agent
    if taken and outsider(case.agent or "") is None and cards.had_somebody(scene, case):
        summary = cards.summary(scene, case)
        if summary is not None:
            cards.under(scene, case, summary)


def _to_requester(scene: Scene, before: Case, case: Case, deed: Deed) -> None:
    reply = _reply(scene, before, case, deed)
    if reply is not None:
        to_requester(scene, case, reply)


def _official(scene: Scene) -> Sequence[Plan]:
    """The plans whose support people are told of."""
    return plans() if scene.settings.official_support else ()


def _reply(scene: Scene, before: Case, case: Case, deed: Deed) -> Reply | None:
    kind = deed.kind
    if kind in ("claim", "assign", "answer") and case.agent and case.agent != before.agent:
        return requester.sentence(case, "desk_taken", name=scene.person(case.agent).name)
    if kind in ("release", "unresponsive"):
        return requester.sentence(case, "desk_given_back")
    if kind == "resolve":
        return requester.resolved(case, "desk_resolved", name=scene.person(deed.by).name)
    if kind == "no_reply":
        return requester.resolved(case, "desk_resolved_no_reply")
    if kind == "reopen":
        return requester.sentence(case, "desk_reopened")
    if kind == "expire":
        return requester.expired(case, scene.due_at(case, "opening"), _official(scene))
    if kind == "fail":
        return requester.failed(case, _official(scene))
    if kind == "tell" and (deed.due or "").startswith("nudge_user") and case.agent:
        name, ends = scene.person(case.agent).name, scene.due_at(case, "no_reply")
        return requester.sentence(case, "desk_nudge_user", name=name, when=ends)
    return None
