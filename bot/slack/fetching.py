"""Files of people, fetched from Slack with the bot's token, which goes nowhere else."""

import logging
import time
from collections.abc import Mapping
from typing import IO, Any, Literal
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from slack_sdk import WebClient

from bot.slack.failures import SLACK_FAILURES

log = logging.getLogger(__name__)

SECONDS = 20
"""Without a word from Slack."""
LONGEST_SECONDS = 300
CHUNK = 1 << 18

Fetched = Literal["whole", "too_large", "lost"]


def described(client: WebClient, file: Mapping[str, Any]) -> Mapping[str, Any]:
    """In channels shared with other companies Slack only tells a file's id."""
    if file.get("file_access") != "check_file_info":
        return file
    try:
        found = client.files_info(file=str(file.get("id"))).get("file")
    except SLACK_FAILURES as error:
        log.warning("files.info failed: %s", type(error).__name__)
        return file
    return found if isinstance(found, dict) else file


def fetch(client: WebClient, file: Mapping[str, Any], into: IO[bytes], most: int) -> Fetched:
    """Write the bytes of a file (as ``described``) to ``into``: at most ``most``, else it is
    ``too_large``. ``lost`` where Slack does not give it: without the right to read it, Slack
    answers a page to log in with."""
    if int(file.get("size") or 0) > most:
        return "too_large"
    url = str(file.get("url_private_download") or "")
    if not _of_slack(url, client.base_url):
        return "lost"
    request = Request(url, headers={"Authorization": f"Bearer {client.token}"})  # noqa: S310
    until, size = time.monotonic() + LONGEST_SECONDS, 0
    try:
        with build_opener(_NoRedirects).open(request, timeout=SECONDS) as answer:
            if "text/html" in answer.headers.get("Content-Type", ""):
                return "lost"
            while chunk := answer.read(CHUNK):
                size += len(chunk)
                if size > most:
                    return "too_large"
                if time.monotonic() > until:
                    log.warning("a file took too long")
                    return "lost"
                into.write(chunk)
    except SLACK_FAILURES as error:
        log.warning("a file could not be fetched: %s", type(error).__name__)
        return "lost"
    return "whole"


class _NoRedirects(HTTPRedirectHandler):
    """The token would go along, to wherever it leads."""

    def redirect_request(self, *_args: Any, **_how: Any) -> None:
        return None


def _of_slack(url: str, api: str) -> bool:
    given, ours = urlsplit(url), urlsplit(api)
    if given.scheme == "https" and (given.hostname or "").endswith(
        (".slack.com", ".slack-edge.com")
    ):
        return True
    return (given.scheme, given.netloc) == (ours.scheme, ours.netloc)
