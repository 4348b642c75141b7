"""Maps with replies put together: how their work begins, how it stands, and who does it."""

from bot.assembling import Wiring
from bot.recorded import recorded
from bot.slack.maps.order import KIND
from bot.slack.maps.parts import MapParts, Standing
from bot.slack.maps.sending import SENT, MapSending
from bot.work import JOBS, WorkEngine


def maps_of(work: WorkEngine) -> MapParts:
    """A map that Slack refused is not tried again with every reply: its button is."""

    def standing(work_id: str) -> Standing:
        state, result = work.operator.outcome(work_id)
        if state is None:
            return "new"
        if state == "done":
            return "sent" if result == SENT else "over"
        return "coming" if state in ("waiting", "running", "retrying") else "over"

    def start(work_id: str, workspace_id: str, key: str) -> bool:
        return work.accept(work_id, KIND, workspace_id, key, JOBS)

    return MapParts(standing=recorded(standing), start=recorded(start))


def send_with(wiring: Wiring) -> None:
    """Tell the engine how a map is sent."""
    sending = MapSending(wiring.services, wiring.client, wiring.deliveries)
    wiring.work.register(KIND, sending.handle, wiring.tempo.handling, leaves=True)
