"""The Web API: `answer` takes a method's name and arguments and gives what Slack would."""

from typing import Any

from bot.playground.api import apps, basics, chat, conversations, files, reactions, views
from bot.playground.api.registry import METHODS, Call, structured
from bot.playground.errors import ApiError
from bot.playground.limits import Json
from bot.playground.slack import Slack

__all__ = ["answer", "apps", "basics", "chat", "conversations", "files", "reactions", "views"]

# Refusals that a correct bot never meets. The others depend on what people do meanwhile.
_MISTAKES = frozenset(
    {
        "not_authed",
        "invalid_auth",
        "unknown_method",
        "missing_scope",
        "invalid_arguments",
        "invalid_blocks",
        "invalid_blocks_format",
        "invalid_attachments",
        "invalid_metadata_format",
        "no_text",
        "msg_too_long",
        "view_too_large",
        "invalid_json",
    }
)


def answer(slack: Slack, name: str, token: str | None, args: dict[str, Any]) -> Json:
    """Carry out a call. Raises ApiError, and notes it as a problem if the bot is to blame."""
    try:
        return _answer(slack, name, token, args)
    except ApiError as error:
        if error.code in _MISTAKES and name != "api.test":
            slack.report(name, str(error))
        raise


def _answer(slack: Slack, name: str, token: str | None, args: dict[str, Any]) -> Json:
    known = METHODS.get(name)
    if known is None:
        raise ApiError("unknown_method", req_method=name)
    call = Call(slack, structured(args))
    if name != "api.test":
        if not token:
            raise ApiError("not_authed")
        if token != (slack.app_token if known.of_app else slack.bot_token):
            raise ApiError("invalid_auth")
        if known.scope is not None:
            call.needs(known.scope)
    return {"ok": True, **known.handler(call)}
