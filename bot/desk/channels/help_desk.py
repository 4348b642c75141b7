"""Answers from a help desk: what it posts, signed, to ``/desk/webhook``."""

import json
import time
from collections.abc import Callable, Mapping

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from bot.desk.channels.clean import one_line, plain
from bot.desk.channels.mail import wrong_part
from bot.desk.channels.model import Incoming, Refusal
from bot.desk.channels.signature import verify

LONGEST_NAME = 80


class _Posted(BaseModel):
    model_config = ConfigDict(extra="ignore", strict=True)

    case: int = Field(gt=0, lt=2**63)
    author: str = Field(min_length=1)
    text: str = ""
    message_id: str = Field(min_length=1, max_length=1000)
    resolve: bool = False
    workspace: str | None = None


class HelpDeskIn:
    """``secrets`` gives each workspace's secret: whose it is, is told by which one signed. Where
    workspaces share one, ``workspace`` in the body says which is meant. ``now`` gives Unix time."""

    def __init__(
        self, secrets: Callable[[], Mapping[str, str]], now: Callable[[], float] = time.time
    ) -> None:
        self._secrets = secrets
        self._now = now

    def __call__(self, body: bytes, content_type: str, signature: str) -> Incoming | Refusal:
        now = self._now()
        signers = [
            workspace
            for workspace, secret in self._secrets().items()
            if verify(secret, signature, body, now)
        ]
        if not signers:
            return Refusal(status=401, error="invalid_signature")
        if content_type.partition(";")[0].strip().lower() != "application/json":
            return Refusal(status=415, error="content_type")
        try:
            given = _Posted.model_validate(json.loads(body))
        except ValidationError as error:
            return Refusal(status=400, error=f"malformed ({wrong_part(error)})")
        except (ValueError, RecursionError):
            return Refusal(status=400, error="malformed (JSON)")
        meant = [name for name in signers if given.workspace in (None, name)]
        if len(meant) != 1:
            return Refusal(status=400, error="malformed (workspace)")
        if not given.text.strip() and not given.resolve:
            return Refusal(status=200, error="empty")
        return Incoming(
            workspace_id=meant[0],
            case_id=given.case,
            channel="webhook",
            author=one_line(given.author, LONGEST_NAME) or "?",
            text=plain(given.text),
            message_id=one_line(given.message_id),
            resolve=given.resolve,
        )
