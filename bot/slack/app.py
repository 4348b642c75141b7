"""The Bolt app: middleware, listeners, error handler."""

import logging
from collections.abc import Callable

from slack_bolt import App, BoltContext
from slack_bolt.authorization import AuthorizeResult
from slack_sdk import WebClient

from bot.slack import listeners
from bot.slack.account.keys import warn_of_keys
from bot.slack.errors import error_handler
from bot.slack.identity import BotIdentity
from bot.slack.limiting import tell_left_out
from bot.slack.outgoing import OutgoingClient
from bot.slack.services import Services

API_SECONDS = 3
"""Most a call of Slack's API may take: a request thread is never held longer by one."""


def build_app(
    *,
    token: str,
    signing_secret: str,
    base_url: str,
    services: Services,
    identity: BotIdentity | None = None,
    verify_signatures: bool = True,
) -> App:
    """The bot as a Bolt app; no request is made until the first one comes in.

    ``services`` are what listeners are given. ``identity`` is shared with whoever else must know
    the bot's workspace.
    ``verify_signatures=False`` only where something in front has verified them already.
    Listeners run inline (``process_before_response``): they read, compute for milliseconds and
    answer, so a thread pool of Bolt's own would only add waiting.
    """
    who = identity or BotIdentity(token=token, base_url=base_url)
    app = App(
        name="journeydesk",
        logger=_bolt_logger(),
        signing_secret=signing_secret,
        client=WebClient(base_url=base_url, timeout=API_SECONDS, retry_handlers=[]),
        authorize=_authorize(who),
        before_authorize=_attach(services),
        process_before_response=True,
        request_verification_enabled=verify_signatures,
        ssl_check_enabled=True,
    )
    app.error(error_handler(services))
    app.middleware(tell_left_out)
    app.middleware(warn_of_keys)
    listeners.register(app)
    return app


def _bolt_logger() -> logging.Logger:
    """Bolt also looks for SLACK_BOT_TOKEN itself, and warns that it does not need it: no news."""
    logger = logging.getLogger("bot.slack.bolt")
    logger.addFilter(_is_news)
    return logger


def _is_news(record: logging.LogRecord) -> bool:
    return "`token` will be unused" not in record.getMessage()


def _authorize(who: BotIdentity) -> Callable[[], AuthorizeResult]:
    """A plain function, as Bolt cannot call a method."""

    def authorize() -> AuthorizeResult:
        return who.known()

    return authorize


def _attach(services: Services) -> Callable[..., None]:
    """Gives every listener the arguments ``services`` and ``client``."""

    def attach_services(context: BoltContext, next: Callable[[], None]) -> None:
        context["services"] = services
        # Its token comes with the authorization, which is next.
        plain = context.client
        context["client"] = OutgoingClient(
            base_url=plain.base_url,
            timeout=plain.timeout,
            retry_handlers=[],
            team_id=plain.default_params.get("team_id"),
        )
        next()

    return attach_services
