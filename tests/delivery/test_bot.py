"""The real bot over a local Slack that goes wrong: each answer once, or a word about why not."""

import itertools
import logging
from collections.abc import Iterator
from typing import Any

import pytest
from slack_bolt import App, BoltRequest, BoltResponse
from slack_sdk import WebClient

from bot.app import Wired
from bot.delivery.courier import Courier, Patience
from bot.delivery.outbox import Outbox
from bot.delivery.pace import ChannelPace
from bot.delivery.run import Deliveries, Inline, in_one_process
from bot.delivery.transport import SlackTransport
from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from tests.delivery.station import TEAM
from tests.delivery.steps import Clock, Crasher, ReplayingSteps
from tests.scenarios.account import account, write
from tests.scenarios.bot import served

PLACE = "#marketing"
WHICH = "which plan do I need?"
ANSWER = "Free has none"


@pytest.fixture(scope="module")
def bot(
    server: LocalSlack, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Wired, Outbox]]:
    """A bot whose every request is a durable run."""
    folder = tmp_path_factory.mktemp("bot")
    server.reset()
    with served(server, folder, write(account(), folder / "account.json")) as wired:
        clock = Clock(server.clock.now())
        outbox = Outbox(wired.engine, clock.now)
        transport = SlackTransport(
            lambda _team: WebClient(server.bot_token, server.api_base_url, retry_handlers=[])
        )
        courier = Courier(outbox, transport, Patience(tries=3))
        _make_durable(wired.bolt_app, Deliveries(outbox, Inline(courier, ChannelPace(0))), clock)
        yield wired, outbox


def _make_durable(app: App, deliveries: Deliveries, clock: Clock) -> None:
    plain, numbers = app.dispatch, itertools.count()

    def dispatch(request: BoltRequest) -> BoltResponse:
        steps = ReplayingSteps(f"work-{next(numbers)}", {}, Crasher(), clock)
        with deliveries.during(steps, TEAM):
            return plain(request)

    app.dispatch = dispatch  # type: ignore[method-assign,assignment]


@pytest.fixture
def slack(server: LocalSlack, bot: Any) -> Iterator[LocalSlack]:
    server.reset()
    server.faults.reset()
    yield server
    server.wait_idle()
    assert [str(problem) for problem in server.problems] == []


@pytest.fixture
def ben(slack: LocalSlack) -> Player:
    return slack.person("ben")


def answers(person: Player, channel: str | None = None) -> list[str]:
    return [seen.plain for seen in person.sees(channel) if ANSWER in seen.plain]


@pytest.mark.parametrize(
    "fault", ["error_before", "error_after", "close_before", "close_after", "rate_limited"]
)
def test_a_question_in_a_direct_message_is_answered_once(
    slack: LocalSlack, ben: Player, fault: Any
) -> None:
    slack.faults.api(fault, method="chat.postMessage", calls={1})
    ben.says(WHICH)
    assert len(answers(ben)) == 1


def test_an_answer_is_shared_once(slack: LocalSlack, ben: Player) -> None:
    ben.mentions(WHICH, PLACE)
    assert len(answers(ben, PLACE)) == 1
    slack.faults.api("error_after", method="response_url", calls={1, 2})
    ben.clicks("Share", ben.last(PLACE))
    ana = slack.person("ana")
    assert len(answers(ana, PLACE)) == 1
    assert "Shared" in slack.transcript(PLACE, seen_by=ben)


def test_an_edited_question_changes_the_answer_once(slack: LocalSlack, ben: Player) -> None:
    asked = ben.says(WHICH)
    slack.faults.api("error_after", method="chat.update", calls={1})
    ben.edits(asked, "can I go back to the classic one?")
    assert answers(ben) == []
    assert "cannot be started again" in ben.last().plain


@pytest.mark.parametrize(
    ("code", "told"), [("not_in_channel", "/invite @journeydesk"), ("is_archived", "is archived")]
)
def test_who_asked_in_a_closed_channel_learns_it_in_a_direct_message(
    slack: LocalSlack, bot: tuple[Wired, Outbox], ben: Player, code: str, told: str
) -> None:
    slack.faults.api("refuse", method="chat.postEphemeral", code=code)
    ben.mentions(WHICH, PLACE)
    assert told in ben.last().plain
    assert "#marketing" in ben.last().plain
    assert bot[1].undelivered(TEAM)[-1].error == code


def test_when_nobody_can_be_told_the_log_says_so_without_a_word_of_theirs(
    slack: LocalSlack, bot: tuple[Wired, Outbox], ben: Player, caplog: pytest.LogCaptureFixture
) -> None:
    slack.faults.api("refuse", method="chat.*", code="account_inactive")
    with caplog.at_level(logging.WARNING, "bot"):
        ben.mentions(WHICH, PLACE)
    lines = [r.getMessage() for r in caplog.records if r.levelno == logging.WARNING]
    assert any("nobody could be told (account_inactive)" in line for line in lines)
    assert WHICH not in caplog.text
    assert ANSWER not in caplog.text
    assert bot[1].undelivered(TEAM)[-1].error == "account_inactive"


def test_a_slack_that_does_not_answer_is_not_told_of_it(
    slack: LocalSlack, bot: tuple[Wired, Outbox], ben: Player, caplog: pytest.LogCaptureFixture
) -> None:
    slack.faults.api("error_before", method="chat.*")
    with caplog.at_level(logging.WARNING, "bot"):
        ben.says(WHICH)
    listed = bot[1].undelivered(TEAM)[-1]
    assert (listed.state, listed.attempts) == ("gave_up", 3)
    assert listed.key in caplog.text
    assert len([one for one in slack.faults.log if one.name.startswith("chat.")]) == 3


@pytest.mark.parametrize("last_try", [False, True])
def test_work_that_failed_and_is_run_again_says_everything_once(
    slack: LocalSlack,
    bot: tuple[Wired, Outbox],
    ben: Player,
    monkeypatch: pytest.MonkeyPatch,
    last_try: bool,
) -> None:
    """It fails after its first message. Telling of that takes no later message's place."""
    wired, outbox = bot
    transport = SlackTransport(
        lambda _team: WebClient(slack.bot_token, slack.api_base_url, retry_handlers=[])
    )
    deliveries = in_one_process(outbox, transport, [TEAM], period=0.0)
    clock, work = Clock(slack.clock.now()), f"again-{last_try}"
    body, problems = _direct_message(slack, ben), []
    records: dict[str, str] = {}

    def dispatch() -> int:
        steps = ReplayingSteps(work, records, Crasher(), clock)
        with deliveries.during(steps, TEAM, last_try=last_try) as run:
            request = BoltRequest(body=body, mode="socket_mode")
            status = type(wired.bolt_app).dispatch(wired.bolt_app, request).status
        problems.append(run.problem)
        return status

    with monkeypatch.context() as broken:
        broken.setattr(type(wired.talk), "answered", _fail)
        assert dispatch() == (200 if last_try else 503)
    assert dispatch() == 200
    assert isinstance(problems[0], ZeroDivisionError)
    assert problems[1] is None
    assert len(answers(ben)) == 1
    sorry = [seen for seen in ben.sees() if "went wrong" in seen.plain]
    assert len(sorry) == last_try


def _fail(*_given: object) -> None:
    raise ZeroDivisionError


def _direct_message(slack: LocalSlack, person: Player) -> dict[str, Any]:
    """The event of a question that the bot was not sent."""
    room = slack.channel("dm", person.id).id
    ts = slack.call(slack.slack.workspace.next_ts)
    event = {"type": "message", "channel": room, "channel_type": "im", "ts": ts}
    event |= {"user": person.id, "text": WHICH}
    return {"type": "event_callback", "team_id": TEAM, "event_id": f"Ev{ts}", "event": event}
