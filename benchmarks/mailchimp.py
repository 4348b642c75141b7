"""Reading a whole account: how near it comes to what ten connections allow.

A simulated Mailchimp, in a process of its own, answers after 100 ms, admits ten requests at once,
and lets a share of them fail. The least time is that of the requests that have to be made, ten at a
time, with none failing.
"""

import json
import subprocess
import sys
import time

from benchmarks import Row
from benchmarks._mailchimp_server import EMAILS, KEY
from bot.mailchimp import Account, Client, Credentials, read_account
from bot.mailchimp.lane import WIDTH

NAME = "mailchimp"
AUTOMATIONS = 1000
LATENCY = 0.1
FAULTS = (0.0, 0.05)
"""Shares of requests that fail, half of them with 500 and half with 429."""


def run() -> list[Row]:
    return [_row(AUTOMATIONS, share) for share in FAULTS]


def _row(automations: int, share: float) -> Row:
    command = [sys.executable, "-m", "benchmarks._mailchimp_server"]
    command += [str(automations), str(LATENCY), str(share)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdin is not None
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        with Client(Credentials.from_key(KEY), base_url=f"{url}/3.0/") as client:
            started, spent = time.perf_counter(), time.process_time()
            account = read_account(client)
            seconds, spent = time.perf_counter() - started, time.process_time() - spent
        server.stdin.close()
        told = json.loads(server.stdout.read())
    needed = 3 + automations * (1 + EMAILS + 1)
    least = needed * LATENCY / WIDTH
    return {
        "requests that fail": f"{share:.0%}",
        "automations": f"{automations:,}",
        "missing": f"{automations - _whole(account)}",
        "requests": f"{told['asked']:,} for {needed:,}",
        "at once": f"{told['most_at_once']}",
        "seconds": f"{seconds:.1f}",
        "least": f"{least:.1f}",
        "ratio": f"{seconds / least:.2f}",
        "CPU seconds": f"{spent:.1f}",
    }


def _whole(account: Account) -> int:
    return sum(
        "unread" not in entry and len(entry["emails"]) == len(entry["queues"]) == EMAILS
        for entry in account.entries
    )
