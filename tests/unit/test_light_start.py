"""A bot that answers questions does not hold what it does not need."""

import os
import subprocess
import sys

UNNEEDED = (
    "alembic",
    "httpx",
    "jinja2",
    "mako",
    "psycopg_binary",
    "pygments",
    "resvg_py",
    "rich",
    "scipy",
    "sklearn",
)
LOOK = f"""
import sys
import bot.cli.commands, bot.cli.running, bot.web.serve
print(*(name for name in {UNNEEDED} if name in sys.modules))
"""


def test_what_is_loaded_with_the_first_need_is_not_loaded_with_the_start() -> None:
    done = subprocess.run([sys.executable, "-c", LOOK], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


THREADS = """
import bot.cli.commands, bot.cli.running, bot.web.serve
from threadpoolctl import threadpool_info
print(*(one["num_threads"] for one in threadpool_info() if one["user_api"] == "blas"))
"""


def test_numpy_has_one_thread() -> None:
    clean = {name: value for name, value in os.environ.items() if name != "OPENBLAS_NUM_THREADS"}
    done = subprocess.run(
        [sys.executable, "-c", THREADS], capture_output=True, text=True, check=True, env=clean
    )
    assert set(done.stdout.split()) <= {"1"}
