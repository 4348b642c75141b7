"""Files sent to the bot in a direct message: an export, one automation, or answers."""

import gzip
import json
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pytest

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from bot.services.questions import Questions
from tests.scenarios.account import account, series, write
from tests.scenarios.bot import served
from tests.waiting import wait_for


def as_json(value: object) -> bytes:
    return json.dumps(value).encode()


def export(*entries: object) -> bytes:
    return as_json({"bundle_version": "1", "automations": entries})


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[LocalSlack, Wired]]:
    """What people send stays, so the bot is no other tests' one; here each test sends its own."""
    folder = tmp_path_factory.mktemp("bot")
    bundle = write(account(), folder / "account.json")
    with LocalSlack() as slack, served(slack, folder, bundle, journeydesk_upload_mb=1) as wired:
        yield slack, wired
        assert list(folder.glob("upload-*")) == []


def replies(person: Player, count: int = 1) -> list[str]:
    """When there are ``count``: a file that could not be fetched at once is tried again seconds
    later. Names of files cannot become links: what keeps them from it is left out here."""

    def found() -> list[str]:
        return [seen.plain.replace("\u2060", "") for seen in person.sees() if seen.is_bot]

    wait_for(lambda: len(found()) >= count, told=found)
    return found()


@pytest.mark.parametrize(
    ("who", "taken", "again", "count", "audit"),
    [
        ("ana", "J'ai lu ana.json", "J'ai déjà ana.json", "2 automatisations", "Auditer le compte"),
        (
            "ben",
            "I have read ben.json",
            "I already have ben.json",
            "2 automations",
            "Audit the account",
        ),
    ],
)
def test_an_export_is_read_and_its_automations_can_be_converted(
    slack: LocalSlack, who: str, taken: str, again: str, count: str, audit: str
) -> None:
    person = slack.person(who)
    sent = export(series("71ad0000f1", "Newcomers", 2), {"automation": {"id": "71ad0000f2"}})
    person.says("", files=[(f"{who}.json", sent)])
    (reply,) = replies(person)
    assert taken in reply
    assert count in reply
    assert "71ad0000f2" in reply
    assert audit in person.last().buttons
    person.runs("/convert Newcomers", "#marketing")
    assert "Newcomers" in person.last("#marketing").plain
    person.says("", files=[(f"{who}.json", sent)])
    assert again in replies(person, 2)[-1]


def test_the_automation_that_was_sent_is_picked_right_there(ben: Player) -> None:
    ben.says("", files=[("single.json", as_json(series("71ad0000f1", "Newcomers", 2)))])
    assert "1 automation." in ben.last().plain
    ben.types_in_select("pick_automation", "Newcomers")
    ben.selects("pick_automation", "Newcomers")
    assert "Newcomers" in ben.last().plain


def test_the_whole_account_is_audited_from_there(ben: Player) -> None:
    ben.says("", files=[("all.json", export(series("71ad0000f6", "For an audit", 2)))])
    ben.clicks("Audit the account", ben.last())
    assert "Audit again" in ben.waits_for("“For an audit”").buttons


def test_what_was_sent_outlives_the_files_of_whoever_runs_the_bot(
    slack: LocalSlack, wired: Wired, ben: Player
) -> None:
    ben.says("", files=[("kept.json", export(series("71ad0000f3", "Kept", 2)))])
    team, count = str(wired.workspace.id), wired.automations.count
    before = count(team)
    wired.automations.load(team, [], only=True)
    assert 0 < count(team) < before
    assert wired.automations.with_id(team, "71ad0000f3") is not None
    wired.automations.load(team, *wired.workspace._settings.bundle_files()[:1], only=True)
    assert count(team) == before


@pytest.mark.parametrize(
    ("who", "button", "done"),
    [
        ("ana", "Oublier ce fichier", "J'ai oublié"),
        ("ben", "Forget this file", "I have forgotten"),
    ],
)
def test_a_file_that_was_sent_can_be_forgotten_by_any_member_and_by_nobody_else(
    slack: LocalSlack, wired: Wired, who: str, button: str, done: str
) -> None:
    person, team = slack.person(who), str(wired.workspace.id)
    person.says("", files=[(f"{who}-mistake.json", export(series("71ad0000f5", "Mistake", 2)))])
    before = person.last()
    gus = slack.person("gus")
    direct = slack.channel("dm", person.id)
    slack.call(lambda: direct.members.append(gus.id))
    gus.clicks(button, before)
    assert wired.automations.with_id(team, "71ad0000f5") is not None
    person.clicks(button, before)
    assert done in person.last().plain
    assert wired.automations.with_id(team, "71ad0000f5") is None
    assert wired.automations.with_id(team, "71ad000001") is not None


@pytest.mark.parametrize(
    ("name", "content", "english", "french"),
    [
        ("a.json", b"{not JSON", "cannot use this file", "ne peux pas utiliser"),
        ("a.json", b'{"a": 1}', "cannot use this file", "ne peux pas utiliser"),
        ("a.json", b'{"a": NaN}', "cannot use this file", "ne peux pas utiliser"),
        ("none.json", b"[]", "no automation in it", "aucune automatisation"),
        ("a.json.gz", gzip.compress(b"{}"), "is compressed", "est compressé"),
        ("a.json", gzip.compress(b"{}"), "is compressed", "est compressé"),
        ("a.zip", b"", "is compressed", "est compressé"),
        ("map.png", b"\x89PNG", "do not read files like", "ne lis pas les fichiers"),
        ("a.json", b" " * (1024 * 1024 + 1), "is too large", "est trop volumineux"),
    ],
    ids=["torn", "shape", "nan", "empty", "gz", "hidden gz", "zip", "picture", "large"],
)
def test_a_file_of_no_use_is_told_to_be_in_both_languages(
    slack: LocalSlack, name: str, content: bytes, english: str, french: str
) -> None:
    if name.endswith(".zip"):
        packed = BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            archive.writestr("a.json", "{}")
        content = packed.getvalue()
    for person, sentence in ((slack.person("ben"), english), (slack.person("ana"), french)):
        person.says("", files=[(f"{person.person.name}-{name}", content)])
        (reply,) = replies(person)
        assert sentence in reply


def test_words_beside_a_file_are_still_a_question(ben: Player) -> None:
    ben.says("help", files=[("one.json", export(series("71ad0000f1", "Newcomers", 2)))])
    read, answered = replies(ben, 2)
    assert "I have read one.json" in read
    assert "How to ask" in answered
    ben.says("help", files=[("map.png", b"\x89PNG")])
    assert len(replies(ben, 3)) == 3
    assert "How to ask" in replies(ben)[-1]


def test_in_a_channel_a_file_is_nobodys_business(ben: Player) -> None:
    ben.says("look", "#marketing", files=[("one.json", export())])
    assert [seen for seen in ben.sees("#marketing") if seen.is_bot] == []


def test_a_guest_may_not_send_an_account(slack: LocalSlack, wired: Wired) -> None:
    gus = slack.person("gus")
    gus.says("", files=[("gus.json", export(series("71ad0000f4", "Not his", 2)))])
    assert "guest account" in replies(gus)[-1]
    assert wired.automations.with_id(str(wired.workspace.id), "71ad0000f4") is None


def test_without_the_right_to_read_files_that_is_said(
    slack: LocalSlack, ben: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slack.slack, "scopes", slack.slack.scopes - {"files:read"})
    ben.says("", files=[("one.json", export())])
    assert "files:read" in replies(ben)[-1]


@pytest.mark.parametrize(
    ("who", "said"), [("ana", "2 réponses de answers.json"), ("ben", "2 answers from answers.json")]
)
def test_a_file_of_answers_is_applied_and_summed_up(
    slack: LocalSlack, wired: Wired, who: str, said: str
) -> None:
    person = slack.person(who)
    answers = {
        "71ad000001": {
            "starting_point": {"imports": True},
            "post_send:*": [{"kind": "tag", "value": "vip"}],
            "post_send:e00011": None,
            "re_entry": "off",
            "post_send:e00012": "vip",
        },
        "71ad0000ff": {"starting_point": "x"},
        "_questions": {"71ad000001": {"starting_point": "?"}},
    }
    person.says("", files=[("answers.json", as_json(answers))])
    (reply,) = replies(person)
    assert said in reply
    for left_out in ("71ad0000ff", "71ad000001/re_entry", "71ad000001/post_send:e00012"):
        assert left_out in reply
    team, questions = str(wired.workspace.id), Questions(wired.engine, wired.automations)
    kept = questions.answers_of(team)
    questions.keep(team, {"71ad000001": dict.fromkeys(kept["71ad000001"])}, person.id)
    assert kept == {
        "71ad000001": {
            "starting_point": {"imports": True},
            "post_send:*": [{"kind": "tag", "value": "vip"}],
        }
    }


def test_the_template_sent_back_untouched_changes_nothing(ben: Player, wired: Wired) -> None:
    template = {"71ad000001": {"starting_point": None}, "_questions": {}}
    ben.says("", files=[("answers.template.json", as_json(template))])
    assert "holds none that I can use" in replies(ben)[-1]
