"""What is installed is what was looked at: everything pinned, everything with hashes.

Without a network nobody can tell whether a release was withdrawn; that is for `make audit` and pip.
"""

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parents[2]
LOCKS = ("requirements.lock", "requirements-dev.lock")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))


def entries(lock: str) -> list[tuple[Requirement, list[str]]]:
    """The requirements of a lock file with their hashes."""
    text = (ROOT / lock).read_text("utf-8").replace("\\\n", " ")
    found = []
    for line in text.splitlines():
        if line.strip() and not line.lstrip().startswith("#"):
            requirement, *hashes = re.split(r"\s+--hash=", line.strip())
            found.append((Requirement(requirement), hashes))
    return found


def pinned(requirement: Requirement) -> Version:
    """The one version that it allows."""
    (specifier,) = requirement.specifier
    assert specifier.operator == "==", requirement
    assert "*" not in specifier.version, requirement
    return Version(specifier.version)


@pytest.mark.parametrize("lock", LOCKS)
def test_everything_is_pinned_and_has_hashes(lock: str) -> None:
    assert len(entries(lock)) > 20
    for requirement, hashes in entries(lock):
        assert not pinned(requirement).is_prerelease, requirement
        assert requirement.url is None
        assert hashes, requirement
        assert all(re.fullmatch(r"sha256:[0-9a-f]{64}", one) for one in hashes), requirement


@pytest.mark.parametrize("lock", LOCKS)
def test_nothing_is_pinned_twice_for_one_system(lock: str) -> None:
    """A package may stand there once more for another Python, then each with its condition."""
    versions: dict[str, list[Requirement]] = {}
    for requirement, _ in entries(lock):
        versions.setdefault(canonicalize_name(requirement.name), []).append(requirement)
    for several in versions.values():
        assert len(several) == 1 or all(one.marker is not None for one in several), several
        assert len({str(one.marker) for one in several}) == len(several)


def test_what_the_project_asks_for_is_in_the_lock_files() -> None:
    groups = PROJECT["dependency-groups"]
    asked = {
        "requirements.lock": PROJECT["project"]["dependencies"],
        "requirements-dev.lock": [*groups["dev"], *groups["build"]],
    }
    for lock, wanted in asked.items():
        locked: dict[str, list[Version]] = {}
        for requirement, _ in entries(lock):
            locked.setdefault(canonicalize_name(requirement.name), []).append(pinned(requirement))
        for text in wanted:
            requirement = Requirement(text)
            versions = locked.get(canonicalize_name(requirement.name), [])
            assert versions, f"{requirement} is not in {lock}"
            assert all(requirement.specifier.contains(version) for version in versions), text


def test_both_lock_files_agree() -> None:
    ours = {(r.name, str(r.marker)): pinned(r) for r, _ in entries(LOCKS[0])}
    theirs = {(r.name, str(r.marker)): pinned(r) for r, _ in entries(LOCKS[1])}
    for key in ours.keys() & theirs.keys():
        assert ours[key] == theirs[key], key


NETWORK_AWAY = 'import sys; sys.exit("ConnectionError: pypi.org")'
HEALTHY = """print('{"dependencies": [{"name": "x", "version": "1", "vulns": []}]}')"""
ILL = """
bug = '{"id": "PYSEC-1", "fix_versions": ["2"]}'
print('{"dependencies": [{"name": "x", "version": "1", "vulns": [%s]}]}' % bug)
raise SystemExit(1)
"""


@pytest.mark.parametrize(
    ("pip_audit", "option", "code", "said"),
    [
        (NETWORK_AWAY, [], 0, "not audited: ConnectionError: pypi.org"),
        (NETWORK_AWAY, ["--strict"], 3, "not audited: ConnectionError: pypi.org"),
        (HEALTHY, ["--strict"], 0, "0 known vulnerabilities"),
        (ILL, [], 1, "x 1: PYSEC-1, mended in 2"),
    ],
)
def test_the_audit_tells_what_it_found_or_that_it_found_nothing_out(
    tmp_path: Path, pip_audit: str, option: list[str], code: int, said: str
) -> None:
    (tmp_path / "pip_audit.py").write_text(pip_audit)
    run = subprocess.run(
        [sys.executable, str(ROOT / ".ci" / "audit.py"), *option],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == code
    assert run.stdout.count(said) == len(LOCKS)
