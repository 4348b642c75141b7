"""Logging without anybody's content: no line holds the body of a request."""

import logging
import sys
from typing import TextIO

_BOLT_LOGGER = "bot.slack.bolt"
_OURS = "bot."
# They log whole requests, answers, rows, or addresses that let anybody post.
_TALKATIVE = (
    "slack_bolt",
    "slack_sdk",
    _BOLT_LOGGER,
    "bot.delivery.slack_sdk",
    "sqlalchemy",
    "httpx",
    "httpcore",
    "urllib3",
)
# Bolt finds SLACK_BOT_TOKEN in the environment and says that it is ignored; ours is used.
_MISLEADING = ("As `installation_store` or `authorize`", "As you gave `client` as well")
_WITH_BODY = ("Invalid request signature", "Unhandled request", "A global middleware")


class WithoutBodies(logging.Filter):
    """Takes what Bolt quotes of a request out of its lines.

    Below WARNING, libraries that work on requests, answers and rows log them whole; those lines
    go. So do the DEBUG lines of every library, which nobody has read for what is in them.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if record.levelno < logging.INFO and not record.name.startswith(_OURS):
            return False
        if record.name.startswith(_TALKATIVE):
            if record.levelno < logging.WARNING:
                return False
            message = record.getMessage()
            if message.startswith(_MISLEADING):
                return False
            for opening in _WITH_BODY:
                if message.startswith(opening):
                    record.msg, record.args = f"{opening} (content left out)", None
        return True


def configure_logging(stream: TextIO | None = None) -> None:
    """Send the log to ``stream`` (standard error)."""
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    handler.addFilter(WithoutBodies())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
    # Bolt words its DEBUG lines for nothing while its logger has no level of its own.
    logging.getLogger(_BOLT_LOGGER).setLevel(logging.WARNING)
    logging.getLogger("alembic").setLevel(logging.WARNING)
