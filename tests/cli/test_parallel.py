"""Several processes give what one gives, in the same order."""

import json
from pathlib import Path

import pytest

from bot.cli import parallel
from converter import Options, read_bundle
from tests.cli.conftest import SAMPLE


def test_many_processes_give_the_same_rows_as_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    account = json.loads(SAMPLE.read_text(encoding="utf-8"))
    account["automations"] = account["automations"] * 3 + [None, {"automation": 5}]
    path = tmp_path / "bundle.json"
    path.write_text(json.dumps(account), encoding="utf-8")
    bundle = read_bundle(path)
    monkeypatch.setattr("os.cpu_count", lambda: 1)
    alone = list(parallel.converted(bundle, Options(), None))
    monkeypatch.setattr("os.cpu_count", lambda: 3)
    monkeypatch.setattr(parallel, "WORTH_IT", 0)
    together = list(parallel.converted(bundle, Options(), None))
    assert len(alone) == 33
    assert together == alone


def test_a_broken_file_needs_no_other_process(tmp_path: Path) -> None:
    path = tmp_path / "broken.json"
    path.write_text("{")
    (written,) = parallel.converted(read_bundle(path), Options(), None)
    assert written.brief.level == "failed"
