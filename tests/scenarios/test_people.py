"""Who sees the workspace's automations, and what happens when Slack cannot be asked."""

import logging

import pytest

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.player import Player
from bot.slack import identity, people

PLACE = "#marketing"
REFUSED = {"gus": "guest account", "sam": "another organization"}


@pytest.mark.parametrize("name", ["gus", "sam"])
def test_guests_and_strangers_see_nothing(slack: LocalSlack, name: str) -> None:
    outsider = slack.person(name)
    outsider.runs("/convert Bienvenue newsletter", PLACE)
    outsider.runs("/convert", PLACE)
    outsider.mentions("Bienvenue newsletter", PLACE)
    answers = [seen.plain for seen in outsider.sees(PLACE) if seen.is_bot]
    assert len(answers) == 3
    for answer in answers:
        assert REFUSED[name] in answer
        assert "Bienvenue" not in answer


@pytest.mark.parametrize("name", ["gus", "sam"])
def test_guests_and_strangers_cannot_use_a_button_or_menu_they_should_not_have(
    slack: LocalSlack, ben: Player, name: str
) -> None:
    outsider = slack.person(name)
    ben.runs("/convert Bienvenue newsletter", PLACE)
    ben.runs("/convert", PLACE)
    for message in slack.slack.workspace.visible(slack.channel(PLACE), ben.id):
        message.only_for = outsider.id
    assert outsider.types_in_select("pick_automation", "") == []
    outsider.clicks("Share", outsider.sees(PLACE)[0])
    assert REFUSED[name] in outsider.last(PLACE).plain
    outsider.clicks("open_points", outsider.sees(PLACE)[0])
    assert outsider.modals == []
    assert [seen for seen in ben.sees(PLACE) if not seen.ephemeral] == []


def test_the_language_follows_the_person(slack: LocalSlack) -> None:
    chloe = slack.person("chloe")
    chloe.runs("/convert help", PLACE)
    assert "parcours client" in chloe.last(PLACE).plain


def test_when_slack_does_not_tell_who_asks_nothing_is_shown(
    slack: LocalSlack, ben: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(people, "REMEMBER_SECONDS", 0.0)
    monkeypatch.setattr(slack.slack, "scopes", slack.slack.scopes - {"users:read"})
    ben.runs("/convert Bienvenue newsletter", PLACE)
    assert {problem.where for problem in slack.problems} == {"users.info"}
    slack.problems.clear()
    assert "could not ask Slack who you are" in ben.last(PLACE).plain
    assert "Bienvenue" not in ben.last(PLACE).plain
    monkeypatch.undo()
    ben.runs("/convert Bienvenue newsletter", PLACE)
    assert "The journey" in ben.last(PLACE).plain


def test_when_slack_does_not_tell_who_the_bot_is_the_person_reads_a_sentence(
    slack: LocalSlack, ana: Player, wired: Wired, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana.runs("/convert help", PLACE)
    known = wired.workspace._identity
    revoked = identity.BotIdentity(token="xoxb-revoked", base_url=slack.api_base_url)
    with monkeypatch.context() as down:
        down.setattr(identity, "RETRY_SECONDS", 0.0)
        down.setattr(known, "_known", None)
        down.setattr(known, "_client", revoked._client)
        ana.runs("/convert Bienvenue newsletter", PLACE)
        ana.says("Bienvenue newsletter")
        assert "Slack ne me répond pas" in ana.last(PLACE).plain
        assert [seen for seen in ana.sees() if seen.is_bot] == []
        assert {problem.where for problem in slack.problems} == {"auth.test"}
    # The message was kept, and is looked at again a little later.
    answer = ana.waits_for(lambda seen: seen.is_bot)
    assert "Bienvenue newsletter" in answer.plain
    slack.problems.clear()


def test_an_error_of_ours_is_a_sentence_with_a_reference(
    slack: LocalSlack,
    ana: Player,
    wired: Wired,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def broken(*_args: object) -> int:
        raise RuntimeError("out of order")

    monkeypatch.setattr(wired.automations, "count", broken)
    with caplog.at_level(logging.ERROR):
        ana.runs("/convert Secret name", PLACE)
        ana.mentions("convertir Secret name", PLACE)
    answers = [seen.plain for seen in ana.sees(PLACE) if seen.is_bot]
    assert len(answers) == 2
    logged = [record for record in caplog.records if record.name == "bot.slack.errors"]
    assert len(logged) == 2
    for answer, record in zip(answers, logged, strict=True):
        reference = record.getMessage().removeprefix("error ")
        assert f"`{reference}`" in answer
        assert "de mon côté" in answer
        assert record.exc_info is not None
        assert "Secret name" not in caplog.text
