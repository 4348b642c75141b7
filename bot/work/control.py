"""Operator commands for the one process that may touch the work file of SQLite.

The process listens on the loopback interface, on a port of the system's choice. Port and a random
token stand in a file beside the work file that only its owner can read: who may read the database
may also give orders. One line of JSON each way.
"""

import hmac
import json
import os
import socket
import socketserver
from contextlib import suppress
from pathlib import Path
from secrets import token_urlsafe
from threading import Thread
from typing import Any

from bot.durable import Json
from bot.work.operators import STATES, Operator
from bot.work.problems import WorkProblem

LONGEST = 16_384
"""Bytes of a request."""
PATIENCE = 5.0
"""Seconds for either side to say something."""


def control_file(work: Path) -> Path:
    return work.with_name(f"{work.name}.control")


def carry_out(operator: Operator, request: dict[str, Json]) -> dict[str, Json]:
    """``do``: list (``states``, ``limit``), show, retry or drop (``id``), begin (``id``,
    ``kind``, ``workspace``, ``key``).

    What went wrong comes back as ``problem`` with its ``params``.
    """
    work_id = str(request.get("id", ""))
    try:
        match request.get("do"):
            case "list":
                asked = request.get("states") or []
                states = [state for state in STATES if state in asked]
                found = operator.list(*states, limit=int(request.get("limit", 50)))
                return {"items": [item.as_json() for item in found]}
            case "show":
                item = operator.find(work_id).as_json()
                return {"item": item, "steps": [one.as_json() for one in operator.steps(work_id)]}
            case "retry":
                operator.retry(work_id)
            case "begin":
                kind, workspace_id, key = (
                    str(request.get(name, "")) for name in ("kind", "workspace", "key")
                )
                return {"begun": operator.begin(work_id, kind, workspace_id, key)}
            case "drop":
                operator.drop(work_id)
            case _:
                return {"problem": "no_answer", "params": {}}
    except WorkProblem as problem:
        return {"problem": problem.key, "params": problem.params}
    return {}


class Control:
    """Listens until it is closed."""

    def __init__(self, operator: Operator, work: Path) -> None:
        self._file = control_file(work)
        token = token_urlsafe(32)

        class Order(socketserver.StreamRequestHandler):
            timeout = PATIENCE

            def handle(self) -> None:
                with suppress(OSError, ValueError):
                    request = json.loads(self.rfile.readline(LONGEST))
                    if not isinstance(request, dict):
                        return
                    given = str(request.pop("token", ""))
                    if hmac.compare_digest(given.encode(), token.encode()):
                        answer = json.dumps(carry_out(operator, request))
                        self.wfile.write(answer.encode() + b"\n")

        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Order)
        self._server.daemon_threads = True
        self._thread = Thread(target=self._server.serve_forever, name="control", daemon=True)
        self._thread.start()
        _write_private(self._file, {"port": self._server.server_address[1], "token": token})

    def close(self) -> None:
        self._file.unlink(missing_ok=True)
        self._server.shutdown()
        self._server.server_close()


def ask_running(work: Path, request: dict[str, Json]) -> dict[str, Json] | None:
    """The answer of the process that works with the file; None when none does."""
    try:
        there: dict[str, Any] = json.loads(control_file(work).read_text(encoding="utf-8"))
        with socket.create_connection(("127.0.0.1", int(there["port"])), PATIENCE) as connection:
            line = json.dumps({**request, "token": there["token"]})
            connection.sendall(line.encode() + b"\n")
            with connection.makefile("rb") as answers:
                answer = json.loads(answers.readline())
    except (OSError, ValueError, KeyError):
        return None
    return answer if isinstance(answer, dict) else None


def _write_private(file: Path, content: dict[str, Json]) -> None:
    # Made anew: an older file keeps the mode it was made with.
    file.unlink(missing_ok=True)
    made = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(made, "w", encoding="utf-8") as opened:
        json.dump(content, opened)
