from typing import Any

import pytest
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError

from bot.slack.failures import SlackUnavailable
from bot.slack.identity import RETRY_SECONDS, BotIdentity
from bot.slack.people import REMEMBER_SECONDS, People, standing

TEAM = "THOME"
MEMBER = {"id": "UANA", "team_id": TEAM, "locale": "fr-FR"}


class Slack:
    """Answers users.info and auth.test with what a test wants; counts what it is asked."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.asked = 0
        self.user: dict[str, Any] | None = dict(MEMBER)
        self.now = 1000.0
        monkeypatch.setattr(WebClient, "users_info", self.users_info)
        monkeypatch.setattr(WebClient, "auth_test", self.auth_test)

    def users_info(self, **_: object) -> dict[str, Any]:
        return {"ok": True, "user": self._answer()}

    def auth_test(self, **_: object) -> dict[str, Any]:
        self._answer()
        return {"ok": True, "team_id": TEAM, "user_id": "UBOT", "bot_id": "BBOT"}

    def _answer(self) -> dict[str, Any]:
        self.asked += 1
        if self.user is None:
            raise SlackApiError("no", {"ok": False, "error": "internal_error"})  # type: ignore[no-untyped-call]
        return self.user


@pytest.fixture
def slack(monkeypatch: pytest.MonkeyPatch) -> Slack:
    return Slack(monkeypatch)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "member"),
        ({"is_restricted": True}, "guest"),
        ({"is_ultra_restricted": True}, "guest"),
        ({"is_stranger": True}, "stranger"),
        ({"team_id": "TELSEWHERE"}, "stranger"),
        ({"team_id": "EGRID", "enterprise_user": {"teams": [TEAM]}}, "member"),
        ({"team_id": "EGRID", "enterprise_user": {"teams": ["TOTHER"]}}, "stranger"),
        ({"team_id": "TELSEWHERE", "is_restricted": True}, "stranger"),
        ({"team_id": None}, "stranger"),
        ({"is_bot": True}, "bot"),
        ({"deleted": True}, "bot"),
    ],
)
def test_only_full_members_of_the_workspace_are_members(
    changes: dict[str, object], expected: str
) -> None:
    assert standing({**MEMBER, **changes}, TEAM) == expected


def test_a_person_is_asked_about_once_in_five_minutes(slack: Slack) -> None:
    people = People(default_language="en", clock=lambda: slack.now)
    for _ in range(3):
        person = people.of(WebClient(), TEAM, "UANA")
        assert (person.standing, person.language) == ("member", "fr")
    assert slack.asked == 1
    slack.now += REMEMBER_SECONDS
    slack.user = {**MEMBER, "is_restricted": True}
    assert people.of(WebClient(), TEAM, "UANA").standing == "guest"


def test_a_person_of_one_workspace_is_not_taken_for_another_ones(slack: Slack) -> None:
    people = People(default_language="en", clock=lambda: slack.now)
    assert people.of(WebClient(), TEAM, "UANA").may_see
    assert not people.of(WebClient(), "TOTHER", "UANA").may_see


def test_nobody_sees_anything_while_slack_does_not_answer(slack: Slack) -> None:
    people = People(default_language="fr", clock=lambda: slack.now)
    slack.user = None
    person = people.of(WebClient(), TEAM, "UANA")
    assert (person.standing, person.may_see, person.language) == ("unknown", False, "fr")
    slack.user = dict(MEMBER)
    assert people.of(WebClient(), TEAM, "UANA").may_see


def test_a_request_without_a_person_sees_nothing(slack: Slack) -> None:
    people = People(default_language="en")
    assert not people.of(WebClient(), TEAM, None).may_see
    assert slack.asked == 0


@pytest.mark.parametrize(
    ("locale", "language"),
    [("fr-FR", "fr"), ("fr-CA", "fr"), ("en-GB", "en"), ("de-DE", "en"), (None, "en"), (3, "en")],
)
def test_the_language_is_the_locales_or_the_default(
    slack: Slack, locale: object, language: str
) -> None:
    slack.user = {**MEMBER, "locale": locale}
    assert People(default_language="en").of(WebClient(), TEAM, "UANA").language == language


def test_the_bot_asks_once_who_it_is(slack: Slack) -> None:
    identity = BotIdentity(token="xoxb-1", base_url="http://slack.example/api/")
    assert {identity.known().team_id for _ in range(5)} == {TEAM}
    assert identity.known().bot_user_id == "UBOT"
    assert slack.asked == 1


def test_a_failure_is_not_repeated_at_once_and_tried_again_later(slack: Slack) -> None:
    identity = BotIdentity(
        token="xoxb-1", base_url="http://slack.example/api/", clock=lambda: slack.now
    )
    slack.user = None
    for _ in range(3):
        with pytest.raises(SlackUnavailable):
            identity.known()
    assert slack.asked == 1
    slack.user = dict(MEMBER)
    slack.now += RETRY_SECONDS
    assert identity.known().team_id == TEAM
