"""People outside of Slack: how the desk reaches them, and where their answers come in."""

from collections.abc import Callable
from typing import get_args

from starlette.routing import Route

from bot.desk.channels.email import EmailChannel, replies_of
from bot.desk.channels.help_desk import HelpDeskIn
from bot.desk.channels.inbound import MailIn
from bot.desk.channels.model import Channel, Incoming, Name, NoSuchCase
from bot.desk.channels.webhook import WebhookChannel
from bot.desk.settings import DeskSettings
from bot.services.desk import Desk
from bot.slack.desk.receiving import KIND, cut, key_of
from bot.slack.mrkdwn import escape
from bot.web.desk import routes
from bot.work import WorkEngine

MOST_FILES = 20


class NotKnownYet(RuntimeError):
    """Slack has not said yet which workspace this is."""


def channels_of(given: DeskSettings | None) -> dict[Name, Channel]:
    """Those that the settings of whoever runs the bot name."""
    channels: dict[Name, Channel] = {}
    if given is not None and given.email is not None:
        channels["email"] = EmailChannel(given.email)
    if given is not None and given.webhook is not None:
        channels["webhook"] = WebhookChannel(given.webhook)
    return channels


def names_of(given: DeskSettings | None) -> tuple[Name, ...]:
    """Of the same."""
    return tuple(name for name in get_args(Name) if getattr(given, name, None) is not None)


def doors_of(
    given: DeskSettings | None,
    desk: Desk,
    work: WorkEngine,
    workspace_id: Callable[[], str | None],
) -> tuple[Route, ...]:
    """Where answers come in: for those channels that have the secrets."""
    if given is None:
        return ()
    email, hook = given.email, given.webhook
    mail_in = help_desk_in = None
    if email is not None and email.inbound_secret is not None:
        mail_in = MailIn(email.inbound_secret.get_secret_value(), replies_of(email))
    if hook is not None:
        secret = hook.secret.get_secret_value()
        help_desk_in = HelpDeskIn(lambda: {_known(workspace_id): secret})
    taking = Taking(desk, work, workspace_id)
    return tuple(routes(taking, email=mail_in, webhook=help_desk_in))


class Taking:
    """Keeps what came in, and has it passed on. What was kept and not planned, because the process
    ended, was not acknowledged either: it comes again, and is planned then."""

    def __init__(
        self, desk: Desk, work: WorkEngine, workspace_id: Callable[[], str | None]
    ) -> None:
        self._desk = desk
        self._work = work
        self._workspace_id = workspace_id

    def __call__(self, incoming: Incoming) -> bool:
        """Raises NoSuchCase, NotKnownYet and what SQLAlchemy raises."""
        workspace, case_id = incoming.workspace_id, incoming.case_id
        if workspace != _known(self._workspace_id):
            raise NoSuchCase(workspace)
        if self._desk.get(workspace, case_id) is None:
            raise NoSuchCase(case_id)
        said = self._desk.said(
            workspace,
            case_id,
            "agent",
            incoming.author,
            incoming.channel,
            # Help desks may count the messages of each case anew.
            f"{case_id}/{incoming.message_id}",
            escape(cut(incoming.text)),
            [{"name": name} for name in incoming.files[:MOST_FILES]],
        )
        key = key_of(said.id, resolve=incoming.resolve)
        self._work.accept(f"{KIND}:{workspace}:{said.id}", KIND, workspace, key)
        return said.new


def _known(workspace_id: Callable[[], str | None]) -> str:
    known = workspace_id()
    if known is None:
        raise NotKnownYet
    return known
