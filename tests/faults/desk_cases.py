"""What is done at the desk: what comes before it, what it is, and its end."""

from contextlib import suppress
from typing import Any

from bot.playground.errors import Refused
from bot.playground.player import Player, Seen
from bot.playground.records import Message
from tests.faults.cases import Case, Check, Do
from tests.faults.evidence import Evidence

DESK = "CDESK"


def agent(case: Case) -> Player:
    return case.crew.slack.person("ana")


def card(case: Case) -> Seen:
    """The card of the case, as the agent sees it."""
    mark = f"<@{case.person.id}>"
    room = case.crew.slack.channel("desk", "UANA")
    ts = case.crew.slack.call(
        lambda: next(m.ts for m in room.messages if m.thread_ts is None and mark in str(m.blocks))
    )
    return next(one for one in agent(case).sees("desk") if one.ts == ts)


def opened(case: Case) -> None:
    case.asked()
    insist(case, hand_over, "is with the team")
    mark, slack = f"<@{case.person.id}>", case.crew.slack
    slack.wait_until(
        lambda: any(mark in str(m.blocks) for m in slack.slack.workspace.channels[DESK].messages)
    )


def hand_over(case: Case) -> None:
    case.person.clicks("faq_person", case.seen["answer"])


def insist(case: Case, click: Do, words: str) -> None:
    """Click until the requester reads it: Slack delivers a click once, and a busy bot may have to
    refuse it."""
    room = case.crew.slack.channel("dm", case.person.id)
    for _ in range(5):
        with suppress(Refused):
            click(case)
        with suppress(TimeoutError):
            case.crew.slack.wait_until(
                lambda: any(words in str(one.blocks) for one in room.messages), 20
            )
            return
    raise AssertionError(f"never read: {words}")


def claimed(case: Case) -> None:
    opened(case)
    insist(case, claim, "has taken")


def claim(case: Case) -> None:
    agent(case).clicks("desk_claim", card(case))


def write_to_agents(case: Case) -> None:
    case.person.says(f"One thing more, {case.number}x")


def write_to_requester(case: Case) -> None:
    agent(case).says(f"Here is how, {case.number}x", "desk", thread=card(case))


def resolve(case: Case) -> None:
    agent(case).clicks("desk_resolve", card(case))


def resolved(case: Case) -> None:
    claimed(case)
    insist(case, resolve, "as resolved")


def row(case: Case, found: Evidence) -> dict[str, Any]:
    mine = [one for one in found.cases if one["requester"] == case.person.id]
    assert len(mine) == 1
    return dict(mine[0])


def among_agents(case: Case, found: Evidence) -> list[Message]:
    """What the bot wrote under the card."""
    ts = row(case, found)["card_ts"]
    return [one for one in found.messages if one.channel == DESK and one.thread_ts == ts]


def with_requester(case: Case, found: Evidence, words: str) -> list[Message]:
    room = case.crew.slack.channel("dm", case.person.id)
    return [
        one
        for one in found.messages
        if one.channel == room.id and words in str(one.blocks) and not one.tombstone
    ]


def is_open(case: Case, found: Evidence) -> None:
    assert row(case, found)["state"] == "offered"
    mark = f"<@{case.person.id}>"
    cards = [
        one
        for one in found.messages
        if one.channel == DESK and one.thread_ts is None and mark in str(one.blocks)
    ]
    assert [one.ts for one in cards] == [row(case, found)["card_ts"]]
    assert len(with_requester(case, found, "is with the team")) == 1


def is_claimed(case: Case, found: Evidence) -> None:
    assert (row(case, found)["state"], row(case, found)["agent"]) == ("claimed", "UANA")
    assert len(among_agents(case, found)) == 1
    assert len(with_requester(case, found, "has taken")) == 1


def agents_read_it(case: Case, found: Evidence) -> None:
    told = [one for one in among_agents(case, found) if f"{case.number}x" in str(one.blocks)]
    assert len(told) == 1


def requester_reads_it(case: Case, found: Evidence) -> None:
    assert row(case, found)["first_reply_at"] is not None
    assert len(with_requester(case, found, f"Here is how, {case.number}x")) == 1


def is_resolved(case: Case, found: Evidence) -> None:
    assert row(case, found)["state"] == "resolved"
    assert len(with_requester(case, found, "as resolved")) == 1


def is_open_again(case: Case, found: Evidence) -> None:
    assert (row(case, found)["state"], row(case, found)["reopened"]) == ("offered", 1)
    assert len(with_requester(case, found, "is open again, and")) == 1
    agents_read_it(case, found)


KINDS: dict[str, tuple[Do, Do, Check]] = {
    "open": (Case.asked, hand_over, is_open),
    "claim": (opened, claim, is_claimed),
    "to agents": (opened, write_to_agents, agents_read_it),
    "to requester": (claimed, write_to_requester, requester_reads_it),
    "resolve": (claimed, resolve, is_resolved),
    "reopen": (resolved, write_to_agents, is_open_again),
}
