"""What ``doctor`` is told, in both languages."""

import tomllib
from pathlib import Path
from string import Formatter

import pytest

from intents.encoder import choosing, status, store
from intents.encoder import says as says_module
from intents.encoder.pins import USE
from tests.intents.encoder.conftest import needs

SAYS = tomllib.loads(Path(says_module.__file__).with_suffix(".toml").read_text(encoding="utf-8"))


@needs(USE)
def test_ready(folder: Path) -> None:
    use, _ = status(folder)
    assert use.ok
    assert use.version_as_pinned
    assert (use.package, use.files, use.engine) == ("ready", "ready", "onnx")
    assert use.sentence("fr") == "use-multilingual-3\u00a0: prêt."


@needs(USE)
def test_not_converted_yet(tmp_path: Path) -> None:
    use, _ = status(tmp_path)
    assert not use.ok
    assert (use.files, use.engine) == ("missing", "package")
    assert "not been converted yet" in use.sentence("en")


@needs(USE)
def test_without_the_runtime(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(choosing, "has", lambda *_: "onnxruntime")
    use, _ = status(folder)
    assert (use.runtime, use.engine) == (False, "package")
    assert "onnxruntime" in use.sentence("fr")


@needs(USE)
def test_damage_is_seen_even_where_loading_would_miss_it(folder: Path) -> None:
    table = store.place(folder, USE) / store.TABLE
    with table.open("r+b") as file:
        file.seek(1_000_000)
        byte = file.read(1)
        file.seek(1_000_000)
        file.write(bytes([byte[0] ^ 1]))
    try:
        use, _ = status(folder)
    finally:
        with table.open("r+b") as file:
            file.seek(1_000_000)
            file.write(byte)
    assert not use.ok
    assert "damaged" in use.sentence("en")


@pytest.mark.parametrize("key", SAYS)
def test_both_languages_say_it_with_the_same_words_filled_in(key: str) -> None:
    fields = {
        language: {field for _, field, _, _ in Formatter().parse(sentence) if field}
        for language, sentence in SAYS[key].items()
    }
    assert set(fields) == {"en", "fr"}
    assert fields["en"] == fields["fr"]
    assert " :" not in SAYS[key]["fr"]
