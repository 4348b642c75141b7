"""A process that served ends as it says, whatever its threads are in the middle of."""

import subprocess
import sys

import pytest

from bot.services import cache
from intents import building

LEAVES = """
import threading, time
from bot.cli.running import leave
from bot.services import cache
from intents import building

encoder = building.encoders(cache.folder(None)).deep

def go_on():
    number = 0
    while True:
        encoder.encode([f"question {number}"])
        number += 1

encoder.encode(["?"])
threading.Thread(target=go_on, daemon=True).start()
time.sleep(0.3)
print("stopped")
leave(3)
"""


def test_a_thread_in_native_code_does_not_abort_the_process() -> None:
    if building.encoders(cache.folder(None)).deep is None:
        pytest.skip("no deep encoder on this machine")
    done = subprocess.run(
        [sys.executable, "-c", LEAVES], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (3, "stopped\n", "")
