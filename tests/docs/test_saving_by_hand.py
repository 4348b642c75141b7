"""The script that saves an account by hand works, with a curl that answers from the sample."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot.demo.run import SAMPLE
from converter import AutomationReport, convert_bundle, read_bundle
from converter.convert import Options
from tests.docs.markdown import fences, read

CURL = """#!{python}
import json, os, sys
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

key = sys.stdin.read()
url = sys.argv[-1]
prefix = "https://us6.api.mailchimp.com/3.0/"
assert key == 'user = "key:0123-us6"\\n', key
assert url.startswith(prefix), url
account = json.loads(Path({sample!r}).read_text(encoding="utf-8"))
path = url.removeprefix(prefix).partition("?")[0].split("/")
found = {{a["automation"]["id"]: a for a in account["automations"]}}
empty = {{"total_items": 0, "queue": [], "subscribers": []}}
match path:
    case [""]:
        answer = account["account"]
    case ["campaigns"]:
        answer = {{"campaigns": account["campaigns"]}}
    case ["automations"]:
        answer = {{"automations": [a["automation"] for a in account["automations"]]}}
    case ["automations", one]:
        answer = found[one]["automation"]
    case ["automations", one, "emails"]:
        answer = {{"emails": found[one]["emails"]}}
    case ["automations", one, "removed-subscribers"]:
        answer = found[one].get("removed_subscribers") or empty
    case ["automations", one, "emails", email, "queue"]:
        answer = (found[one].get("queues") or {{}}).get(email) or empty
(count,) = parse_qs(urlsplit(url).query).get("count", [None])
if path[-1] in os.environ["NO_PAGES"].split():
    if count is not None:
        sys.exit(22)
elif path[-1] in ("automations", "campaigns", "emails", "queue", "removed-subscribers"):
    most = int(count or 10)
    answer = {{key: v[:most] if isinstance(v, list) else v for key, v in answer.items()}}
print(json.dumps(answer))
"""


def converted(path: Path) -> dict[str, AutomationReport]:
    return {row.id: row for row in convert_bundle(read_bundle(path), Options(language="en"))}


def small_account(folder: Path) -> Path:
    """A part of the sample: with queued and with removed contacts, blocked, without e-mails, with
    more e-mails than Mailchimp gives who does not say how many."""
    account = json.loads(SAMPLE.read_text(encoding="utf-8"))
    named = (
        "Bienvenue newsletter",
        "Suivi catégorie Bougies",
        "Vieille relance (sans e-mails)",
        "Onboarding 30 days",
    )
    account["automations"] = [
        one for one in account["automations"] if one["automation"]["settings"]["title"] in named
    ]
    assert len(account["automations"]) == len(named)
    for one in account["automations"]:
        del one["emails"][12:]
    assert max(len(one["emails"]) for one in account["automations"]) == 12
    path = folder / "account.json"
    path.write_text(json.dumps(account), encoding="utf-8")
    return path


def script_of(page: str) -> str:
    (script,) = [fence.text for fence in fences(read(page)) if fence.mark == "script: save"]
    return script


def test_both_pages_have_the_same_script() -> None:
    assert script_of("docs/command-line.md") == script_of("docs/fr/ligne-de-commande.md")


@pytest.mark.parametrize("no_pages", ["", "emails queue"])
def test_the_saved_file_converts_like_the_account(tmp_path: Path, no_pages: str) -> None:
    """``no_pages``: places where Mailchimp refuses to be told how many, and gives them all."""
    script = script_of("docs/command-line.md")
    account = small_account(tmp_path)
    curl = tmp_path / "curl"
    curl.write_text(CURL.format(python=sys.executable, sample=str(account)), encoding="utf-8")
    curl.chmod(0o755)
    environment = {
        **os.environ,
        "PATH": f"{tmp_path}{os.pathsep}{os.environ['PATH']}",
        "MAILCHIMP_API_KEY": "0123-us6",
        "NO_PAGES": no_pages,
    }
    subprocess.run(["bash", "-c", script], cwd=tmp_path, env=environment, check=True)
    saved = converted(tmp_path / "export" / "bundle.json")
    sample = converted(account)
    assert saved.keys() == sample.keys()
    for id_, row in sample.items():
        assert (saved[id_].level, saved[id_].verdict) == (row.level, row.verdict)
        assert saved[id_].next_steps == row.next_steps
        assert [d.code for d in saved[id_].diagnostics] == [d.code for d in row.diagnostics]
    kept = (tmp_path / "export" / "bundle.json").read_text(encoding="utf-8")
    for bundle in json.loads(kept)["automations"]:
        assert "email_address" not in json.dumps([bundle["queues"], bundle["removed_subscribers"]])
