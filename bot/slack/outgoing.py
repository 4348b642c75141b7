"""The client that listeners are given: what it writes to Slack outlives the process.

In a durable run the calls that write go through the outbox. Without one, as for a command that is
answered in its acknowledgement, it is a plain WebClient.
"""

from collections.abc import Mapping
from typing import Any
from urllib.error import HTTPError

from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.web.file_upload_v2_result import FileUploadV2Result
from slack_sdk.web.slack_response import SlackResponse

from bot.delivery.answers import Refused, of_api
from bot.delivery.courier import Delivered
from bot.delivery.methods import METHODS
from bot.delivery.run import current_run
from bot.slack.failures import SLACK_FAILURES, Undelivered

UPLOAD_TRIES = 5
LONGEST_CHANNEL = 64
"""Longer than any id; a channel's name may be longer, and serves only to keep the order."""


class OutgoingClient(WebClient):
    """Answers hold of Slack's answer ``ok``, ``ts``, ``channel``, ``error`` and ids, no more.

    Raises SlackApiError where Slack refused, as WebClient does, and Undelivered where Slack did
    not say whether it did it. Network failures, 429 and 5xx are dealt with before.
    """

    def api_call(
        self,
        api_method: str,
        *,
        http_verb: str = "POST",
        files: dict[str, Any] | None = None,
        data: dict[str, Any] | None = None,
        params: dict[str, Any] | None = None,
        json: dict[str, Any] | None = None,
        headers: dict[str, Any] | None = None,
        auth: dict[str, Any] | None = None,
    ) -> SlackResponse:
        run = current_run()
        arguments = {"params": _given(params), "json": _given(json)}
        as_us = not any(part.get("token") for part in arguments.values())
        if run is None or api_method not in METHODS or files or data or auth or not as_us:
            return super().api_call(
                api_method,
                http_verb=http_verb,
                files=files,
                data=data,
                params=params,
                json=json,
                headers=headers,
                auth=auth,
            )
        arguments = {name: part for name, part in arguments.items() if part}
        delivered = run.send(api_method, _channel(arguments), arguments)
        return self._answered(api_method, delivered)

    def hand_over(self, name: str, content: bytes) -> str | None:
        """Give Slack a file that nobody sees before its upload is completed, outside of a run; its
        id. None where Slack did not take it this time. Raises SlackApiError where Slack refuses."""
        try:
            given = self.files_getUploadURLExternal(filename=name, length=len(content))
        except SlackApiError as error:
            response = error.response
            if isinstance(of_api(response.status_code, response.headers, response.data), Refused):
                raise
            return None
        except SLACK_FAILURES:
            return None
        url, file_id = str(given.get("upload_url")), str(given.get("file_id"))
        how = {"logger": self._logger, "timeout": self.timeout, "proxy": self.proxy}
        status = self._uploaded({"url": url, "data": content, "ssl": self.ssl, **how})
        return file_id if status == 200 else None

    def _answered(self, api_method: str, delivered: Delivered) -> SlackResponse:
        if delivered.state == "gave_up":
            raise Undelivered(delivered.key, delivered.error or "")
        response = SlackResponse(
            client=self,
            http_verb="POST",
            api_url=f"{self.base_url}{api_method}",
            req_args={},
            data=dict(delivered.response),
            headers={},
            status_code=200,
        )
        if delivered.state != "sent":
            raise SlackApiError(f"{api_method} was refused", response)  # type: ignore[no-untyped-call]
        return response

    def _upload_file(self, **how: Any) -> FileUploadV2Result:
        """The bytes of a file. Nobody sees them before the upload is completed, so they may be
        sent twice; whether they are there is what the completing call says."""
        run = current_run()
        if run is None:
            return super()._upload_file(**how)
        for wait in range(UPLOAD_TRIES):
            status = run.step(lambda: self._uploaded(how))
            if status is not None and status < 500 and status != 429:
                break
            run.steps.sleep(float(2**wait))
        return FileUploadV2Result(status=200, body="")

    def _uploaded(self, how: Mapping[str, Any]) -> int | None:
        """The HTTP status of one upload; None where there was no answer."""
        try:
            return int(super()._upload_file(**how).status)
        except HTTPError as error:
            return error.code
        except SLACK_FAILURES:
            return None


def _given(values: Mapping[str, Any] | None) -> dict[str, Any]:
    return {name: value for name, value in (values or {}).items() if value is not None}


def _channel(arguments: Mapping[str, Mapping[str, Any]]) -> str:
    """Where it shows; empty for what shows in no channel."""
    for part in arguments.values():
        for name in ("channel", "channel_id"):
            if isinstance(part.get(name), str):
                return str(part[name])[:LONGEST_CHANNEL]
    return ""
