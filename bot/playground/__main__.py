"""`python -m bot.playground`: the local Slack as a process of its own."""

import argparse
import asyncio
import sys
from collections.abc import Sequence
from pathlib import Path

from bot.playground.clock import RealClock
from bot.playground.delivery import HttpDelivery
from bot.playground.server import bind, make_server
from bot.playground.signing import Signer
from bot.playground.slack import Slack
from bot.playground.world import default_world, read_world


def parser() -> argparse.ArgumentParser:
    options = argparse.ArgumentParser(
        prog="python -m bot.playground",
        description="A Slack on this machine, to try the bot without a workspace.",
    )
    options.add_argument("--port", type=int, required=True, help="port on 127.0.0.1")
    options.add_argument("--bot-url", required=True, help="where the bot takes Slack's requests")
    options.add_argument("--signing-secret", required=True, help="the bot's SLACK_SIGNING_SECRET")
    options.add_argument("--bot-token", required=True, help="the bot's SLACK_BOT_TOKEN")
    options.add_argument("--world", type=Path, help="people and channels, as JSON or TOML")
    return options


def main(arguments: Sequence[str] | None = None) -> int:
    options = parser().parse_args(arguments)
    try:
        world = read_world(options.world) if options.world else default_world()
    except (OSError, ValueError) as error:
        print(f"{options.world}: {error}", file=sys.stderr)
        return 2
    slack = Slack(
        world,
        RealClock(),
        Signer(options.signing_secret),
        HttpDelivery(),
        bot_token=options.bot_token,
    )
    slack.dispatcher.url = options.bot_url
    try:
        listener = bind(options.port)
    except OSError as error:
        print(f"port {options.port}: {error.strerror}", file=sys.stderr)
        return 1
    server = make_server(slack, listener)
    print(f"local Slack on {slack.base_url}", flush=True)
    asyncio.run(server.serve(sockets=[listener]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
