"""``journeydesk export`` as it is typed."""

import json
from pathlib import Path

import pytest

from tests.commands import Run
from tests.mailchimp.conftest import Place, Simulate


def environment(place: Place, key: str | None = None, lang: str = "en") -> dict[str, str]:
    return {
        "JOURNEYDESK_MAILCHIMP_KEY": place.key if key is None else key,
        "MAILCHIMP_BASE_URL": f"{place.url}/3.0",
        "JOURNEYDESK_LANG": lang,
    }


def test_an_account_is_written_and_what_to_do_next_is_said(
    run: Run, simulate: Simulate, tmp_path: Path
) -> None:
    place, out = simulate(4), str(tmp_path / "account.json")
    ran = run("export", "--out", out, "--plan", "payg", **environment(place))
    assert (ran.code, ran.err) == (0, "")
    assert "4 automations with 12 emails, read from “Maison Lavande”" in ran.out
    assert "nobody's address" in ran.out
    assert f"journeydesk convert {out}" in ran.out
    assert json.loads(Path(out).read_text("utf-8"))["plan"] == "essentials"
    assert run("convert", out, "--exit-zero").code == 0


def test_in_french(run: Run, simulate: Simulate, tmp_path: Path) -> None:
    place = simulate(1)
    ran = run("export", "--out", str(tmp_path / "compte.json"), **environment(place, lang="fr"))
    assert "1 automatisation avec 3 e-mails, lue dans «\u00a0Maison Lavande\u00a0»." in ran.out


def test_addresses_are_written_only_where_they_are_asked_for(
    run: Run, simulate: Simulate, tmp_path: Path
) -> None:
    place, out = simulate(4), tmp_path / "account.json"
    run("export", "--out", str(out), **environment(place))
    assert "example.com" not in out.read_text("utf-8").replace("hello@example.com", "").replace(
        "http://example.com/archive", ""
    )
    ran = run("export", "--out", str(out), "--with-contacts", **environment(place))
    assert "personal data" in ran.out
    assert "contact-1.auto00003-3@example.com" in out.read_text("utf-8")


@pytest.mark.parametrize(
    ("lang", "words"),
    [
        ("en", ("Not read completely (2 automations)", "the emails", "queues", "reads only that")),
        ("fr", ("Lecture incomplète (2 automatisations)", "les e-mails", "des files", "relit")),
    ],
)
def test_what_was_not_given_is_named_and_the_code_is_one(
    run: Run, simulate: Simulate, tmp_path: Path, lang: str, words: tuple[str, ...]
) -> None:
    faults = {
        "automations/auto00001/emails": "forbidden",
        "automations/auto00002/emails/auto00002-1/queue": "not_found",
    }
    place = simulate(4, at=faults)
    out = tmp_path / "account.json"
    ran = run("export", "--out", str(out), **environment(place, lang=lang))
    assert ran.code == 1
    for word in words:
        assert word in ran.out
    assert out.exists()


def test_without_rss_campaigns_the_reason_is_said(
    run: Run, simulate: Simulate, tmp_path: Path
) -> None:
    place = simulate(1, at={"campaigns": "forbidden"})
    ran = run("export", "--out", str(tmp_path / "a.json"), **environment(place))
    assert ran.code == 1
    assert "RSS campaigns are missing" in ran.out
    assert "role" in ran.out


def test_without_a_key_it_says_where_to_put_one(run: Run, tmp_path: Path) -> None:
    ran = run("export", "--out", str(tmp_path / "a.json"), JOURNEYDESK_MAILCHIMP_KEY="")
    assert ran.code == 2
    assert "JOURNEYDESK_MAILCHIMP_KEY" in ran.err
    assert list(tmp_path.iterdir()) == []


def test_a_key_may_come_from_a_file_and_wins(run: Run, simulate: Simulate, tmp_path: Path) -> None:
    place, file = simulate(1), tmp_path / "key"
    file.write_text(f"{place.key}\n", "utf-8")
    given = environment(place, key="0123-us6")
    out = str(tmp_path / "a.json")
    assert run("export", "--out", out, "--key-file", str(file), **given).code == 0
    assert run("export", "--out", out, **given).code == 1
    assert run("export", "--out", out, "--key-file", str(tmp_path / "none"), **given).code == 2


def test_a_key_that_is_refused_is_told_and_not_shown(
    run: Run, simulate: Simulate, tmp_path: Path
) -> None:
    place = simulate(1)
    ran = run("export", "--out", str(tmp_path / "a.json"), **environment(place, key="s3cret-us6"))
    assert ran.code == 1
    assert "does not accept the API key" in ran.err
    assert "s3cret" not in ran.out + ran.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("key", ["not a key", "s3cret", "s3cret-us6.evil.com"])
def test_a_file_that_holds_no_key_is_told_and_not_shown(run: Run, tmp_path: Path, key: str) -> None:
    file = tmp_path / "key"
    file.write_text(key, "utf-8")
    ran = run("export", "--key-file", str(file), "--out", str(tmp_path / "a.json"))
    assert ran.code == 2
    assert "not a Mailchimp API key" in ran.err
    assert key not in ran.out + ran.err


def test_a_key_as_a_word_of_the_command_is_refused(run: Run, tmp_path: Path) -> None:
    assert run("export", "0123456789-us6").code == 2


def test_a_place_that_cannot_be_written_is_told(
    run: Run, simulate: Simulate, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    out = str(tmp_path / "file" / "a.json")
    ran = run("export", "--out", out, **environment(simulate(1)))
    assert ran.code == 2
    assert out in ran.err
    assert "Traceback" not in ran.err
