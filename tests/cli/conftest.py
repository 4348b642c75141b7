"""The sample account, whole and in parts."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

SAMPLE = Path(__file__).parents[2] / "bot" / "demo" / "sample-account.json"
CLEAN = "Merci pour votre achat"
CHANGED = "Panier abandonné"
PARTIAL = "Loyalty programme"
BLOCKED = "Suivi catégorie Bougies"
LONG = "Onboarding 30 days"
UNREADABLE = "Vieille relance (sans e-mails)"

Bundle = Callable[..., str]


@pytest.fixture
def sample() -> dict[str, Any]:
    account: dict[str, Any] = json.loads(SAMPLE.read_text(encoding="utf-8"))
    return account


@pytest.fixture
def bundle(tmp_path: Path) -> Bundle:
    """Writes a bundle of some of the sample's automations, by title; gives its path."""

    def write(*titles: str, plan: str | None = None, **more: Any) -> str:
        account = json.loads(SAMPLE.read_text(encoding="utf-8"))
        chosen = [
            a for a in account["automations"] if a["automation"]["settings"]["title"] in titles
        ]
        path = tmp_path / "bundle.json"
        content = {"bundle_version": "1", "plan": plan, "automations": chosen, **more}
        path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        return str(path)

    return write
