"""The durable half of the bot: engine, inbox, outbox, and what handles what was kept."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast

from slack_bolt import App
from slack_sdk import WebClient
from sqlalchemy import Engine, select

from bot.delivery import courier
from bot.delivery.outbox import Outbox
from bot.delivery.resending import KIND as RESEND
from bot.delivery.run import Deliveries, Queued, Waybill, in_one_process
from bot.delivery.transport import SlackTransport, sending_client
from bot.durable import Json, Steps, Work
from bot.inbox import Inbox
from bot.right_of_way import RightOfWay
from bot.services.audits import forget_audits
from bot.services.desk import Desk
from bot.services.events import Events
from bot.services.reads import Reads
from bot.services.watched import Watched
from bot.settings import Settings
from bot.slack.account.reading import Pace
from bot.slack.keeping import Keeping
from bot.slack.resending import Resending
from bot.slack.services import Services
from bot.slack.sweep import KIND as SWEEP
from bot.slack.sweep import Sweep
from bot.slack.working import KIND, SlackWork
from bot.store.engine import reading
from bot.store.models import EVERY_WORKSPACE, WorkspaceRow
from bot.work import IN_ORDER, JOBS, LAST, SLACK_OUT, Patience, Queues, Role, WorkEngine

DELIVER = "deliver"
OUTSIDE = Patience(
    in_place=(), later=(5.0, 30.0, 120.0, 300.0, 600.0, 1200.0, *(1800.0,) * 3, *(3600.0,) * 23)
)
"""Somebody else's server may be down for a day; nothing of ours waits for it in its place. The last
attempt comes after bot.slack.desk.sending.GIVE_UP, so that agents read how it ended."""
MAILCHIMP = Patience(in_place=(), later=(5.0, 15.0, 30.0, 60.0, *(120.0,) * 3, *(300.0,) * 6))
"""The client has asked several times already. The last attempt comes after the reading has given
up, so that whoever asked for it reads how it ended."""


@dataclass(frozen=True)
class Tempo:
    """How fast it goes, and how long trouble is waited for: Slack's, the handlers' own, and that of
    channels outside of Slack, and of Mailchimp. ``reading`` is how an account is read."""

    queues: Queues = field(default_factory=Queues)
    sending: courier.Patience = field(default_factory=courier.Patience)
    handling: Patience = field(default_factory=Patience)
    outside: Patience = OUTSIDE
    mailchimp: Patience = MAILCHIMP
    reading: Pace = field(default_factory=Pace)


@dataclass(frozen=True)
class Wiring:
    """What handlers of durable work are made of. ``client`` writes what people read."""

    work: WorkEngine
    services: Services
    client: WebClient
    deliveries: Deliveries
    tempo: Tempo


def engine_of(
    settings: Settings, application: Engine, role: Role, tempo: Tempo, way: RightOfWay
) -> WorkEngine:
    """Not started yet; it gives ``way``."""

    def forget(before: datetime) -> None:
        inbox, outbox, events = Inbox(application), Outbox(application), Events(application)
        desk, reads = Desk(application), Reads(application)
        for workspace_id in workspaces(application):
            inbox.forget_before(workspace_id, before)
            outbox.forget_before(workspace_id, before)
            events.forget_old(workspace_id)
            desk.forget_before(workspace_id, before)
            forget_audits(application, workspace_id, before)
            reads.forget_before(workspace_id, before)

    address = settings.address
    return WorkEngine(address, application, role, tempo.queues, forget=forget, way=way)


def handle_with(
    work: WorkEngine, settings: Settings, application: Engine, token: str, app: App, tempo: Tempo
) -> Deliveries:
    """Tell the engine what it can do: handle deliveries of Slack's, and on several workers send
    messages, channel by channel. Gives what makes a handler's messages durable."""
    outbox, transport = Outbox(application), transport_of(settings, token)
    if application.dialect.name == "sqlite":
        deliveries = in_one_process(
            outbox,
            transport,
            workspaces(application),
            period=tempo.queues.post_period,
            patience=tempo.sending,
        )
    else:
        carrying = courier.Courier(outbox, transport, tempo.sending)
        work.register(DELIVER, carrying.answer, IN_ORDER, leaves=True)
        deliveries = Deliveries(outbox, Queued(carrying, _by_queue))
    work.register(RESEND, Resending(application, deliveries).handle, tempo.handling)
    slack = SlackWork(app, Inbox(application), deliveries)
    work.register(KIND, slack.handle, tempo.handling)
    return deliveries


def sweep_with(
    work: WorkEngine,
    settings: Settings,
    application: Engine,
    token: str,
    keeping: Keeping,
    bot_user: Callable[[], str | None],
) -> Sweep:
    """Tell the engine how to find what was said while nobody listened."""
    sweep = Sweep(
        transport_of(settings, token).ask,
        keeping.missed,
        Watched(application, settings.journeydesk_channels),
        bot_user,
        lambda work_id, kind, workspace_id, key: work.accept(
            work_id, kind, workspace_id, key, JOBS, priority=LAST
        ),
    )
    work.register(SWEEP, sweep.handle)
    return sweep


def transport_of(settings: Settings, token: str) -> SlackTransport:
    return SlackTransport(lambda _workspace: sending_client(token, settings.slack_api_base_url))


def workspaces(application: Engine) -> tuple[str, ...]:
    """Every workspace that has a row."""
    with reading(application) as session:
        ids = select(WorkspaceRow.id).order_by(WorkspaceRow.id)
        return tuple(session.scalars(ids, execution_options=EVERY_WORKSPACE))


def _by_queue(steps: Steps, waybill: Waybill) -> Json:
    return cast("Work", steps).child(
        SLACK_OUT,
        f"{waybill.workspace_id}:{waybill.channel}",
        DELIVER,
        waybill.workspace_id,
        waybill.key,
    )
