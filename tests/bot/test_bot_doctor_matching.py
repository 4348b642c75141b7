"""``doctor`` on what the bot knows, and on what finds it."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

import pytest

from bot.doctor import doctor
from bot.findings import Line
from bot.services import cache
from bot.settings import Settings
from converter.report.model import Language
from faq import Entry, load
from intents import building, corpus
from intents.building import Encoders
from intents.encoder import EncoderStatus
from intents.encoder.pins import E5, USE
from tests.answers.conftest import OWN, few

LANGUAGES: tuple[Language, ...] = ("en", "fr")


def seen(name: str, **values: object) -> EncoderStatus:
    found: dict[str, object] = {
        "name": name,
        "dims": 384,
        "distribution": f"package-of-{name}",
        "pinned_version": "1.2.3",
        "installed_version": "1.2.3",
        "package": "ready",
        "files": "ready",
        "runtime": True,
        "engine": "onnx",
        **values,
    }
    return EncoderStatus.model_validate(found)


Examine = Callable[..., list[Line]]


@pytest.fixture
def examine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Examine:
    """Doctor's lines on a machine with these encoders, few examples and these entries."""
    held = few()
    monkeypatch.setattr(corpus, "load", lambda: held)
    monkeypatch.setattr(building, "convert", lambda folder: [])
    monkeypatch.setattr(building, "encoders", lambda folder: Encoders(None, None))

    def examine(
        lang: Language = "en", encoders: Sequence[EncoderStatus] = (), **values: object
    ) -> list[Line]:
        monkeypatch.setattr("bot.doctor.status", lambda folder: list(encoders))
        given = {
            "database_url": f"sqlite:///{tmp_path / 'db.sqlite3'}",
            "journeydesk_cache": tmp_path / "cache",
            **values,
        }
        return doctor(Settings(_env_file=None, **given), lang)  # type: ignore[arg-type]

    return examine


def the(lines: list[Line], part: str) -> Line:
    (line,) = [line for line in lines if part in line.text]
    return line


def own_folder(tmp_path: Path) -> Path:
    folder = tmp_path / "own"
    folder.mkdir()
    return folder


@pytest.mark.parametrize(
    ("values", "status", "words"),
    [
        ({}, "ok", "fake: ready."),
        ({"engine": "package", "files": "missing"}, "ok", "not been converted yet"),
        ({"engine": "package", "runtime": False}, "ok", "onnxruntime or sentencepiece"),
        ({"engine": None, "package": "missing"}, "missing", "package-of-fake is not installed"),
        ({"engine": None, "files": "missing"}, "missing", "does not start"),
        ({"engine": None, "package": "other_weights"}, "problem", "Reinstall"),
        ({"engine": "package", "files": "damaged"}, "problem", "damaged"),
    ],
)
def test_each_encoder_has_its_line(
    examine: Examine, values: dict[str, object], status: str, words: str
) -> None:
    line = the(examine(encoders=[seen("fake", **values), seen("other")]), "fake")
    assert (line.status, words in line.text) == (status, True)
    french = the(examine("fr", encoders=[seen("fake", **values), seen("other")]), "fake")
    assert french.status == status
    assert french.text.startswith("Encodeur de phrases fake") == (words != "Reinstall")


@pytest.mark.parametrize(
    ("lang", "words", "page"),
    [
        ("en", "without the deep encoder, with less accuracy", "docs/matcher.md"),
        ("fr", "sans l'encodeur profond, avec moins de précision", "docs/fr/moteur.md"),
    ],
)
def test_less_accuracy_is_said_where_the_deep_encoder_is_missing(
    examine: Examine, monkeypatch: pytest.MonkeyPatch, lang: Language, words: str, page: str
) -> None:
    line = the(examine(lang), words)
    assert line.status == "missing"
    assert page in line.text
    assert (Path(__file__).parents[2] / page).is_file()

    class Deep:
        name, dims, engine = "deep", 3, "onnx"

    monkeypatch.setattr(building, "encoders", lambda folder: Encoders(None, Deep()))  # type: ignore[arg-type]
    assert not [line for line in examine(lang) if words in line.text]


def test_whether_the_model_is_learned(examine: Examine, tmp_path: Path) -> None:
    assert the(examine(), "has not learned").status == "missing"
    assert "journeydesk faq learn" in the(examine(), "has not learned").text
    building.build(few(), tmp_path / "cache")
    assert the(examine(), "has learned").status == "ok"
    assert the(examine("fr"), "a appris la FAQ").status == "ok"
    folder = own_folder(tmp_path)
    assert the(examine(journeydesk_faq=(folder,)), "has learned").status == "ok"
    (folder / "our-office.toml").write_text(OWN, encoding="utf-8")
    assert the(examine(journeydesk_faq=(folder,)), "has not learned").status == "missing"


def test_looking_learns_nothing_and_writes_nothing(examine: Examine, tmp_path: Path) -> None:
    examine()
    assert list((tmp_path / "cache").iterdir()) == []


def test_a_damaged_model_counts_as_not_learned(examine: Examine, tmp_path: Path) -> None:
    building.build(few(), tmp_path / "cache")
    (model,) = (tmp_path / "cache").glob("model-*.npz")
    model.write_bytes(model.read_bytes()[:5000])
    assert the(examine(), "has not learned").status == "missing"


def test_entries_are_counted_and_own_folders_named(examine: Examine, tmp_path: Path) -> None:
    count = len(load().entries)
    assert the(examine(), "The FAQ has").text == f"The FAQ has {count} entries."
    assert the(examine(), "JOURNEYDESK_FAQ").status == "missing"
    folder = own_folder(tmp_path)
    (folder / "our-office.toml").write_text(OWN, encoding="utf-8")
    lines = examine(journeydesk_faq=(folder,))
    wanted = f"The FAQ has {count + 1} entries, 1 of them your own."
    assert the(lines, "The FAQ has").text == wanted
    assert the(lines, str(folder)).status == "ok"
    assert not [line for line in lines if "JOURNEYDESK_FAQ" in line.text]
    french = the(examine("fr", journeydesk_faq=(folder,)), "La FAQ compte")
    assert french.text == f"La FAQ compte {count + 1} entrées, dont 1 à vous."


def test_what_is_wrong_with_own_entries_is_a_problem(examine: Examine, tmp_path: Path) -> None:
    folder = own_folder(tmp_path)
    (folder / "our-office.toml").write_text(OWN.replace("2026-11-20", "2099-01-01"))
    (folder / "broken.toml").write_text("id = ")
    for lang in LANGUAGES:
        lines = examine(lang, journeydesk_faq=(folder,))
        assert the(lines, "broken.toml").status == "problem"
        assert the(lines, "our-office.toml").status == "problem"
        count = len(load().entries)
        assert [line for line in lines if f" {count} " in line.text]


def test_entries_to_check_again_are_named(
    examine: Examine, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated = [e.id for e in load().entries.values() if e.valid_until is not None]
    assert dated

    def never(entry: Entry, today: date) -> bool:
        return False

    monkeypatch.setattr(Entry, "is_due", never)
    assert not [line for line in examine() if "checking again" in line.text]
    monkeypatch.setattr(Entry, "is_due", lambda entry, today: entry.id in dated[:1])
    one = the(examine(), "entry wants checking again")
    assert one.status == "missing"
    assert dated[0] in one.text
    monkeypatch.setattr(Entry, "is_due", lambda entry, today: entry.id in dated[:2])
    assert the(examine("fr"), "entrées sont à revérifier").text.count(dated[1]) == 1


def test_a_built_in_entry_that_is_wrong_is_told(
    examine: Examine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wrong = tmp_path / "built-in"
    wrong.mkdir()
    (wrong / "bad.toml").write_text("nothing here")
    monkeypatch.setattr("faq.library.Library.__init__.__kwdefaults__", {"built_in": wrong})
    assert the(examine(), "bad.toml").status == "problem"


def test_the_real_encoders_are_looked_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given = {"journeydesk_cache": cache.folder(), "database_url": f"sqlite:///{tmp_path / 'd'}"}
    lines = doctor(Settings(_env_file=None, **given), "en")  # type: ignore[arg-type]
    for weights in (USE, E5):
        assert the(lines, f"Sentence encoder {weights.name}:")
