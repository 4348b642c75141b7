"""Audits asked for twice, cancelled, or followed by another: each with a bot of its own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from bot.slack.audit import auditing
from bot.slack.audit.auditing import work_id_of
from tests.scenarios.account import account, series, write
from tests.scenarios.audits import audits_in, held, told
from tests.scenarios.bot import TEAM, served, settled
from tests.scenarios.forging import forges
from tests.waiting import wait_for

PLACE = "#marketing"
MANY = 16


@pytest.fixture
def changing(tmp_path: Path) -> Iterator[tuple[LocalSlack, Wired, Path]]:
    """A bot of its own, whose account can change."""
    file = write(account(), tmp_path / "account.json")
    with LocalSlack() as slack, served(slack, tmp_path, file) as wired:
        yield slack, wired, file


def test_the_next_audit_tells_what_changed(changing: tuple[LocalSlack, Wired, Path]) -> None:
    slack, wired, file = changing
    ben, ana = slack.person("ben"), slack.person("ana")
    ben.runs("/convert all", PLACE)
    assert "Since the audit of" not in told(ben)[-1].plain
    bundle = account()
    mended = [one for one in bundle["automations"] if one["automation"]["id"] != "71ad000011"]
    mended[1] = series("71ad000002", "Suivi bougies", 2)
    mended.append(series("71ad000012", "Toute nouvelle", 1))
    wired.automations.load(TEAM, [write(bundle | {"automations": mended}, file)], only=True)
    ana.runs("/convert tout", PLACE)
    result = told(ana)[-1].plain.replace("\u00a0", " ")
    assert "Depuis l'audit du" in result
    assert "Suivi bougies : Ne peut pas être convertie → Se convertit telle quelle" in result
    assert "Nouvelle : Toute nouvelle (Se convertit telle quelle)" in result
    assert "Disparue : Vide" in result
    assert "note A" in result


def test_without_automations_it_says_what_to_do(tmp_path: Path) -> None:
    with LocalSlack() as slack, served(slack, tmp_path) as wired:
        ben = slack.person("ben")
        ben.runs("/convert all", PLACE)
        assert "JOURNEYDESK_BUNDLE" in ben.last(PLACE).plain
        ben.opens_home()
        assert "Audit the account" not in slack.home_transcript(seen_by=ben)
        assert audits_in(wired).running(TEAM) is None


@pytest.fixture
def slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[LocalSlack, Wired]]:
    """A bot whose audits take their time, as long as somebody else goes first; people do not wait
    for it."""
    monkeypatch.setattr(auditing, "BATCH", 1)
    monkeypatch.setattr(auditing, "EDIT_SECONDS", 0)
    bundle = {"automations": [series(f"71ad{n:06}", f"Series {n}", 1) for n in range(MANY)]}
    file = write(bundle, tmp_path / "account.json")
    with (
        LocalSlack() as slack,
        served(slack, tmp_path, file, settle=lambda _wired: None) as wired,
    ):
        yield slack, wired


def some_way(person: Player) -> None:
    """Return when more than nothing is read, as the person sees it."""

    def shown() -> str:
        return told(person)[0].plain if told(person) else ""

    wait_for(lambda: "▰" in shown(), told=shown)


@pytest.mark.parametrize(
    ("name", "button", "words", "over"),
    [
        ("ben", "Cancel", "Audit cancelled* by @ben", "was over already"),
        ("ana", "Annuler", "Audit annulé* par @ana", "était déjà terminé"),
    ],
)
def test_cancelled_it_stops_and_says_what_was_done(
    slow: tuple[LocalSlack, Wired], name: str, button: str, words: str, over: str
) -> None:
    slack, wired = slow
    person = slack.person(name)
    with held(wired):
        person.runs("/convert all", PLACE)
        some_way(person)
        person.clicks(button, told(person)[0])
        wait_for(lambda: audits_in(wired).running(TEAM) is None)
    settled(wired)
    (shown,) = told(person)
    assert words in shown.plain
    stopped = audits_in(wired).get(TEAM, 1)
    assert stopped is not None
    assert (stopped.state, stopped.ended_by) == ("stopped", person.id)
    assert 0 < stopped.done < MANY
    assert str(stopped.done) in shown.plain
    assert sum(stopped.levels.values()) == stopped.done
    forges(slack, person, "audit_cancel", f"audit/1/{'fr' if name == 'ana' else 'en'}")
    settled(wired)
    assert over in told(person)[-1].plain.replace("\u00a0", " ")
    assert audits_in(wired).last(TEAM) is None


def test_who_asks_while_one_runs_is_pointed_to_it(slow: tuple[LocalSlack, Wired]) -> None:
    slack, wired = slow
    ana, ben = slack.person("ana"), slack.person("ben")
    with held(wired):
        ben.runs("/convert all", PLACE)
        some_way(ben)
        ben.runs("/convert all", PLACE)
        assert "that you asked for is still running" in ben.last(PLACE).plain
        ana.runs("/convert tout", PLACE)
        assert "déjà en cours d'audit, à la demande de @ben" in ana.last(PLACE).plain
        ana.opens_home()
        wait_for(lambda: "Un audit est en cours" in slack.home_transcript(seen_by=ana))
    settled(wired)
    assert len(told(ben)) == 2
    assert told(ana) == []
    last = audits_in(wired).last(TEAM)
    assert last is not None
    assert last.id == 1


def test_questions_are_answered_while_an_audit_runs(slow: tuple[LocalSlack, Wired]) -> None:
    slack, wired = slow
    ana, ben = slack.person("ana"), slack.person("ben")
    ben.runs("/convert all", PLACE)
    ana.says("Series 7")
    ana.waits_for("· Series 7")
    settled(wired)
    assert len(told(ben)) == 2


def test_one_whose_work_never_began_begins_when_somebody_asks(
    changing: tuple[LocalSlack, Wired, Path],
) -> None:
    slack, wired, _ = changing
    ana, ben = slack.person("ana"), slack.person("ben")
    audits_in(wired).begin(TEAM, ben.id, "en", None)
    ana.runs("/convert tout", PLACE)
    assert "à la demande de @ben" in ana.last(PLACE).plain
    assert [len(told(person)) for person in (ana, ben)] == [0, 2]


def test_one_whose_work_came_to_nothing_does_not_stand_in_the_way(
    changing: tuple[LocalSlack, Wired, Path],
) -> None:
    slack, wired, _ = changing
    ben = slack.person("ben")
    lost = audits_in(wired).begin(TEAM, ben.id, "en", None).audit
    wired.work.accept(work_id_of(TEAM, lost), "unheard of", TEAM, str(lost.id))
    settled(wired)
    ben.runs("/convert all", PLACE)
    assert "I am reading" in ben.last(PLACE).plain
    assert len(told(ben)) == 2
    given_up = audits_in(wired).get(TEAM, lost.id)
    assert given_up is not None
    assert given_up.state == "failed"
