"""How the local Slack says no: to the bot, and to the people."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.playground.limits import Finding


class ApiError(Exception):
    """A Web API call that Slack refuses: `{"ok": false, "error": code, …}`."""

    def __init__(
        self,
        code: str,
        findings: Sequence[Finding] = (),
        *,
        status: int = 200,
        headers: Mapping[str, str] | None = None,
        **extra: Any,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.findings = list(findings)
        self.status = status
        self.headers = dict(headers or {})
        self.extra = extra

    def body(self) -> dict[str, Any]:
        body: dict[str, Any] = {"ok": False, "error": self.code, **self.extra}
        if self.findings:
            body["errors"] = [str(finding) for finding in self.findings]
            body["response_metadata"] = {"messages": [f"[ERROR] {f}" for f in self.findings]}
        return body

    def __str__(self) -> str:
        return ": ".join([self.code, *map(str, self.findings)])


class Refused(Exception):
    """Something that Slack's client does not let a person do; `errors` by block_id for forms."""

    def __init__(self, code: str, errors: Mapping[str, str] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.errors = dict(errors or {})
