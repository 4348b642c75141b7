"""`python -m bot.playground.mailchimp`: the simulated Mailchimp as a process of its own."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

import uvicorn
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from bot.playground.mailchimp.account import SimulatedAccount
from bot.playground.mailchimp.faults import ApiFaults
from bot.playground.mailchimp.login import Login
from bot.playground.mailchimp.routes import Mailchimp, make_app
from bot.playground.server import bind

LATENCY = 0.05
"""Seconds before each answer, so that one sees an account being read."""


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="python -m bot.playground.mailchimp",
        description="A Mailchimp on this machine, to try connecting an account.",
    )
    options.add_argument("--port", type=int, required=True, help="port on 127.0.0.1")
    options.add_argument("--account", type=Path, required=True, help="a bundle: what is in it")
    options.add_argument("--client-id", required=True, help="of the app that may ask")
    options.add_argument("--client-secret", required=True, help="of the same")
    options.add_argument("--redirect", required=True, help="where people are sent back to")
    return options


async def hello(_request: Request) -> PlainTextResponse:
    return PlainTextResponse("Simulated Mailchimp")


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        account = SimulatedAccount.from_file(options.account)
    except (OSError, ValueError, KeyError) as error:
        print(f"{options.account}: {error}", file=sys.stderr)
        return 2
    mailchimp = Mailchimp(faults=ApiFaults(latency=LATENCY))
    login = Login(
        mailchimp,
        account,
        client_id=options.client_id,
        client_secret=options.client_secret,
        redirect=options.redirect,
    )
    try:
        listener = bind(options.port)
    except OSError as error:
        print(f"port {options.port}: {error.strerror}", file=sys.stderr)
        return 1
    app = make_app(mailchimp, [Route("/", hello), *login.routes()])
    print(f"simulated Mailchimp on http://127.0.0.1:{options.port}", flush=True)
    config = uvicorn.Config(app, log_level="warning", access_log=False, lifespan="off")
    uvicorn.Server(config).run(sockets=[listener])
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
