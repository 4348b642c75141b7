"""Known vulnerabilities in what the lock files pin: `make audit`.

Asks pip-audit, which asks PyPI's advisories. Ends with 1 if there are any. Where the tool or the
network is missing it says so and ends with 0, or with 3 after `--strict`: then nothing was checked.

What it cannot do: it looks at the packages of the Python and system it runs on, not at those that
the lock files hold for others; it knows published advisories only; it does not see what a package
brings along in compiled form. Whether a release was yanked is not asked; pip warns of it when it
installs. That everything is pinned and has hashes is a test, which needs no network.
"""

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

LOCKS = ("requirements.lock", "requirements-dev.lock")
SECONDS = 300
UNKNOWN = 3


class NotAudited(Exception):
    """Nothing was found out; says why."""


def audit(lock: Path) -> list[str]:
    """A line for each advisory. Raises NotAudited."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", str(lock)]
    command += [
        "--require-hashes",
        "--disable-pip",
        "--format",
        "json",
        "--progress-spinner",
        "off",
    ]
    try:
        run = subprocess.run(  # noqa: S603
            command, capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except subprocess.TimeoutExpired:
        raise NotAudited(f"no answer in {SECONDS} s") from None
    if "No module named pip_audit" in run.stderr:
        raise NotAudited("pip-audit is not installed (pip install pip-audit)")
    try:
        found: dict[str, Any] = json.loads(run.stdout)
    except ValueError:
        lines = run.stderr.strip().splitlines()
        raise NotAudited(lines[-1] if lines else f"pip-audit ended with {run.returncode}") from None
    return [
        f"{one['name']} {one['version']}: {bug['id']}, mended in "
        f"{', '.join(bug['fix_versions']) or 'no release yet'}"
        for one in found["dependencies"]
        for bug in one.get("vulns", ())
    ]


def main(arguments: Sequence[str]) -> int:
    strict = "--strict" in arguments
    locks = [name for name in arguments if name != "--strict"] or LOCKS
    worst = 0
    for name in locks:
        try:
            advisories = audit(Path(name))
        except NotAudited as reason:
            print(f"{name}: not audited: {reason}")
            worst = max(worst, UNKNOWN if strict else 0)
            continue
        print(*(f"{name}: {line}" for line in advisories), sep="\n", end="\n" * bool(advisories))
        print(f"{name}: {len(advisories)} known vulnerabilities")
        worst = max(worst, 1 if advisories else 0)
    return worst


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
