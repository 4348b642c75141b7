"""Whatever Slack and the machine do: each message once, in order."""

from dataclasses import dataclass
from typing import get_args

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_sdk import WebClient

from bot.playground.faults import ApiFault
from tests.delivery.station import PLACE, Station
from tests.delivery.steps import Crasher

FAULTS = sorted(set(get_args(ApiFault)) - {"refuse"})
METHODS = ("chat.postMessage", "chat.update", "chat.delete", "conversations.*")


@dataclass(frozen=True)
class Trouble:
    """The ``call``-th call of ``method`` goes wrong."""

    fault: ApiFault
    method: str
    call: int


troubles = st.lists(
    st.builds(
        Trouble,
        fault=st.sampled_from(FAULTS),
        method=st.sampled_from(METHODS),
        call=st.integers(1, 6),
    ),
    max_size=6,
)
acts = st.lists(
    st.sampled_from(["post", "reply", "post then change", "post then remove"]),
    min_size=1,
    max_size=3,
)
ends = st.lists(st.integers(1, 60), max_size=4, unique=True)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts, troubles, ends)
def test_any_faults_and_crashes_leave_every_message_once_and_in_order(
    station: Station, doing: list[str], going_wrong: list[Trouble], crashes: list[int]
) -> None:
    station.slack.reset()
    faults = station.slack.faults
    faults.reset()
    for trouble in going_wrong:
        faults.api(trouble.fault, method=trouble.method, calls={trouble.call}, seconds=3)

    def handler(client: WebClient) -> None:
        first = ""
        for number, act in enumerate(doing):
            thread = first if act == "reply" and first else None
            posted = client.chat_postMessage(channel=PLACE, text=f"{number}", thread_ts=thread)
            first = first or str(posted["ts"])
            if act.endswith("change"):
                client.chat_update(channel=PLACE, ts=posted["ts"], text=f"{number} changed")
            if act.endswith("remove") and posted["ts"] != first:
                client.chat_delete(channel=PLACE, ts=posted["ts"])

    station.handle(handler, Crasher(*crashes))

    wanted = []
    for number, act in enumerate(doing):
        if act.endswith("remove") and number > 0:
            continue
        wanted.append(f"{number} changed" if act.endswith("change") else f"{number}")
    assert station.said() == wanted
    assert station.outbox().unfinished("TLAVANDE") == ()
