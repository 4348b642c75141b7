"""A real HTTP server in place of a help desk: it answers as it is told, and notes what it got."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread


@dataclass
class Got:
    path: str
    headers: dict[str, str]
    body: bytes


@dataclass
class Answer:
    """``after``: waited for before anything is said."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    after: Event | None = None


@dataclass
class HelpDesk:
    """``answers``: what is said to the next requests; after them, 200."""

    port: int = 0
    got: list[Got] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)


@contextmanager
def serving(tls: ssl.SSLContext | None = None) -> Iterator[HelpDesk]:
    desk = HelpDesk()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"])
            desk.got.append(Got(self.path, dict(self.headers), self.rfile.read(length)))
            answer = desk.answers.pop(0) if desk.answers else Answer()
            if answer.after is not None:
                answer.after.wait(60)
            try:
                self.send_response(answer.status)
                for name, value in answer.headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(answer.body)))
                self.end_headers()
                self.wfile.write(answer.body)
            except OSError:
                self.close_connection = True  # whoever asked has gone

        do_GET = do_POST  # noqa: N815

        def log_message(self, format: str, *args: object) -> None:
            """Nothing on the screen."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    if tls is not None:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    desk.port = server.server_address[1]
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, name="help-desk")
    thread.start()
    try:
        yield desk
    finally:
        server.shutdown()
        thread.join(10)
        server.server_close()
