"""The simulated Mailchimp in a process of its own: ``python -m benchmarks._mailchimp_server``.

Prints its address, serves until its standard input ends, then prints what was asked.
"""

import json
import sys
from copy import deepcopy
from pathlib import Path
from typing import Any

from bot.playground.mailchimp import ApiFaults, Mailchimp, SimulatedAccount, make_app, served

KEY = "0123456789abcdef0123456789abcdef-us6"
SAMPLE = Path(__file__).parent.parent / "bot" / "demo" / "sample-account.json"
EMAILS = 3


def account(automations: int) -> dict[str, Any]:
    """Copies of the sample's first series, three e-mails each."""
    sample = json.loads(SAMPLE.read_text(encoding="utf-8"))
    original = sample["automations"][0]
    made = []
    for number in range(automations):
        entry = deepcopy(original)
        entry["automation"]["id"] = f"a{number}"
        entry["emails"] = entry["emails"][:EMAILS]
        for email in entry["emails"]:
            email["id"] = f"a{number}-{email['position']}"
        entry["queues"] = {f"a{number}-2": {"total_items": number % 5, "queue": []}}
        made.append(entry)
    return {**sample, "automations": made}


def main(automations: int, latency: float, faults: float) -> None:
    """``faults``: the share of all requests that fail, half of them with 429, without Retry-After:
    Mailchimp is not known to send one."""
    simulated = ApiFaults(latency=latency, shares={"fault": faults / 2, "too_many": faults / 2})
    mailchimp = Mailchimp({KEY: SimulatedAccount(account(automations))}, simulated)
    with served(make_app(mailchimp)) as url:
        print(url, flush=True)
        sys.stdin.read()
    print(json.dumps({"asked": len(mailchimp.asked), "most_at_once": mailchimp.most_at_once}))


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]), float(sys.argv[3]))
