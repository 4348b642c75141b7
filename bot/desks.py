"""The desk put together: where its settings come from, and its clock."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from threading import Lock

from sqlalchemy import Engine

from bot.assembling import Wiring
from bot.desk.loading import DeskSettingsError, loads
from bot.desk.settings import DeskSettings
from bot.outside import channels_of, names_of
from bot.recorded import (
    RecordedAgents,
    RecordedBackground,
    RecordedDesk,
    RecordedNumbers,
    recorded,
)
from bot.settings import Settings
from bot.slack.alarm import Alarm, Plan
from bot.slack.desk import receiving, sending
from bot.slack.desk.parts import DeskParts
from bot.slack.desk.receiving import Receiving
from bot.slack.desk.scene import stage
from bot.slack.desk.sending import Outside, Sending
from bot.slack.desk.timing import KIND, Timing
from bot.work import TIMERS, WorkEngine

REMEMBER_SECONDS = 5.0
"""How long saved settings are not looked at again: every message asks for them."""


class SettingsOf:
    """What was saved in Slack, else ``given`` by whoever runs the bot; None: no desk."""

    def __init__(
        self,
        desk: RecordedDesk,
        given: DeskSettings | None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._desk = desk
        self._given = given
        self._clock = clock
        self._lock = Lock()
        self._known: dict[str, tuple[float, DeskSettings | None]] = {}

    def __call__(self, workspace_id: str) -> DeskSettings | None:
        with self._lock:
            known = self._known.get(workspace_id)
        if known is None or self._clock() - known[0] >= REMEMBER_SECONDS:
            known = (self._clock(), self._read(workspace_id))
            with self._lock:
                self._known[workspace_id] = known
        return known[1]

    def _read(self, workspace_id: str) -> DeskSettings | None:
        saved = self._desk.settings(workspace_id)
        if saved is None:
            return self._given
        try:
            chosen = loads(str(saved.get("text")), "")
        except DeskSettingsError:
            # Saved by another version: what the file says is better than no desk.
            return self._given
        # What holds secrets or leads out of Slack, and routes, only whoever runs the bot can say.
        given = self._given or DeskSettings.from_channel(chosen.triage_channel)
        kept = {name: getattr(chosen, name) for name in ("triage_channel", "hours", "policy")}
        return given.model_copy(update=kept)


def desk_of(
    settings: Settings, application: Engine, work: WorkEngine, now: Callable[[], datetime]
) -> DeskParts:
    """Everything that Slack's side of the desk needs."""
    desk, recorded_now = RecordedDesk(application, now), recorded(now)
    plan, given = planning(work), settings.desk
    return DeskParts(
        desk=desk,
        background=RecordedBackground(application, now),
        agents=RecordedAgents(),
        settings=SettingsOf(desk, given),
        arm=Alarm(KIND, plan, recorded_now),
        outside=Outside(plan, names_of(given)),
        numbers=RecordedNumbers(application),
        now=recorded_now,
    )


def work_with(wiring: Wiring, given: DeskSettings | None) -> None:
    """Tell the engine what to do when something of a case is due, and with what leaves Slack or
    comes from outside of it. ``given``: what whoever runs the bot says of channels."""
    work, deliveries, tempo = wiring.work, wiring.deliveries, wiring.tempo
    scene = partial(stage, wiring.services, wiring.client)
    work.register(KIND, Timing(scene, deliveries).handle, tempo.handling)
    out = Sending(scene, deliveries, channels_of(given), planning(work))
    work.register(sending.KIND, out.handle, tempo.outside)
    work.register(receiving.KIND, Receiving(scene, deliveries).handle, tempo.handling)


def planning(work: WorkEngine) -> Plan:
    """How the clock is set."""

    def plan(work_id: str, kind: str, workspace_id: str, key: str, delay: float) -> bool:
        return work.accept(work_id, kind, workspace_id, key, TIMERS, delay=delay)

    return plan
