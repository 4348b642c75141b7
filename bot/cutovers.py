"""Cut-overs put together: what keeps them, and their clock."""

from collections.abc import Callable
from datetime import datetime
from functools import partial

from sqlalchemy import Engine

from bot.assembling import Wiring
from bot.cutover.ports import Accounts
from bot.desk.settings import DeskSettings
from bot.desks import planning
from bot.recorded import RecordedCutovers, recorded
from bot.settings import Settings
from bot.slack.alarm import Alarm
from bot.slack.cutover.parts import CutoverParts
from bot.slack.cutover.scene import stage
from bot.slack.cutover.timing import KIND, Timing
from bot.slack.desk.parts import DeskParts
from bot.work import WorkEngine


def cutovers_of(
    settings: Settings,
    application: Engine,
    work: WorkEngine,
    desk: DeskParts,
    now: Callable[[], datetime],
    accounts: Accounts,
) -> CutoverParts:
    """Everything that Slack's side of cut-overs needs. ``accounts``: how Mailchimp is asked."""
    recorded_now = recorded(now)
    return CutoverParts(
        cutovers=RecordedCutovers(application, now, four_eyes=settings.journeydesk_four_eyes),
        accounts=accounts,
        arm=Alarm(KIND, planning(work), recorded_now),
        awake=awake_by(desk.settings),
        now=recorded_now,
    )


def awake_by(
    settings: Callable[[str], DeskSettings | None],
) -> Callable[[str, datetime], datetime]:
    """Where a desk has hours, nobody is reminded outside of them: the next moment that it is open.
    A desk that does not open any more keeps nothing back."""

    def awake(workspace_id: str, at: datetime) -> datetime:
        known = settings(workspace_id)
        if known is None or known.hours.is_open(at):
            return at
        return known.hours.next_opening(at) or at

    return awake


def remind_with(wiring: Wiring) -> None:
    """Tell the engine what to do when a cut-over is due to be looked at."""
    scene = partial(stage, wiring.services, wiring.client)
    timing = Timing(scene, wiring.deliveries)
    wiring.work.register(KIND, timing.handle, wiring.tempo.handling)
