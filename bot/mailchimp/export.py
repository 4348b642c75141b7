"""An account as a file: a bundle that ``journeydesk convert`` reads."""

import json
import os
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from filelock import FileLock, Timeout

from bot.mailchimp.account import read_overview
from bot.mailchimp.client import Client, Json
from bot.mailchimp.partial import Partial
from bot.mailchimp.reading import Account, Progress, read_account
from converter.unicode import whole


class ExportProblem(Exception):
    """``key`` names a sentence of the command line: not_a_bundle, export_twice."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Exported:
    """``resumed``: automations that an earlier, interrupted export had read already."""

    account: Account
    resumed: int


def partial_of(out: Path) -> Path:
    return out.with_name(f"{out.name}.partial")


def export(
    client: Client,
    out: Path,
    *,
    plan: str | None = None,
    default_plan: str | None = None,
    with_contacts: bool = False,
    anew: bool = False,
    progress: Callable[[Progress], None] = lambda _: None,
) -> Exported:
    """Reads the account and writes it to ``out`` in one move: whoever looks finds the old file or
    the whole new one. Answers that the old one holds stay, and its plan, unless ``plan`` is given;
    ``default_plan`` is for a file that names none.

    What was read stands in ``partial_of(out)`` meanwhile, and after a failure; then only the rest
    is read, unless ``anew``. It goes when nothing is missing. Raises ExportProblem where ``out`` is
    something else or another export writes it, MailchimpError, OSError.
    """
    partial = partial_of(out)
    lock = FileLock(partial.with_name(f"{partial.name}.lock"))
    try:
        lock.acquire(timeout=0)
    except Timeout:
        raise ExportProblem("export_twice") from None
    try:
        before = _before(out)
        named = plan or before.plan or default_plan
        return _export(client, out, before.answers, named, with_contacts, anew, progress)
    finally:
        lock.release()
        Path(lock.lock_file).unlink(missing_ok=True)


def _export(
    client: Client,
    out: Path,
    answers: dict[str, Json],
    plan: str | None,
    with_contacts: bool,
    anew: bool,
    progress: Callable[[Progress], None],
) -> Exported:
    overview = read_overview(client)
    kept = Partial(partial_of(out), overview.account.get("account_id"), with_contacts, anew=anew)
    try:
        account = read_account(
            client,
            overview=overview,
            known=kept.known,
            keep=kept.keep,
            progress=progress,
            with_contacts=with_contacts,
        )
        bundle = account.bundle(plan)
        for entry in bundle["automations"]:
            name = str(entry["automation"].get("id"))
            if name in answers:
                entry["answers"] = answers[name]
        _write(out, bundle)
    except BaseException:
        kept.close()
        raise
    if account.incomplete:
        kept.close()
    else:
        kept.remove()
    return Exported(account, kept.found)


@dataclass(frozen=True, slots=True)
class _Before:
    """What people wrote into the file that is replaced."""

    plan: str | None
    answers: dict[str, Json]


def _before(out: Path) -> _Before:
    try:
        bundle: Any = json.loads(out.read_bytes())
    except FileNotFoundError:
        return _Before(None, {})
    except (ValueError, RecursionError):
        raise ExportProblem("not_a_bundle") from None
    if not isinstance(bundle, dict) or not isinstance(bundle.get("automations"), list):
        raise ExportProblem("not_a_bundle")
    plan = bundle.get("plan")
    found = {}
    for entry in bundle["automations"]:
        automation = entry.get("automation") if isinstance(entry, dict) else None
        if isinstance(automation, dict) and entry.get("answers"):
            found[str(automation.get("id"))] = entry["answers"]
    return _Before(plan if isinstance(plan, str) else None, found)


def _write(out: Path, bundle: dict[str, Json]) -> None:
    """Readable by whoever runs the command, and by nobody else."""
    text = json.dumps(whole(bundle), ensure_ascii=False, indent=1)
    descriptor, name = tempfile.mkstemp(prefix=f".{out.name}.", dir=out.parent)
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(out)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
