"""`/convert connect` by OAuth, from the command to the automations: signed requests, a browser's
cookies, the real bot, a simulated Mailchimp."""

import re
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from bot.mailchimp.connecting import states
from bot.playground.player import Player
from tests.scenarios.connecting.town import PLACE, Town, link_in, words


def test_a_member_allows_it_and_the_account_is_read(town: Town, ben: Player) -> None:
    link = town.link(ben)
    seen = ben.last(PLACE)
    assert seen.ephemeral
    assert "only ever read" in seen.plain
    browser = town.browser()

    first = browser.get(link)
    assert "ben asked" in words(first)
    assert "Maison Lavande" in words(first)
    ended = town.allow(link, browser)

    assert ended.status_code == 200
    assert "Connected" in words(ended)
    town.settle()
    told = ben.last()
    assert "Maison Lavande is read: 10 automations are ready" in told.plain.replace("*", "")
    assert len([one for one in ben.sees() if one.is_bot]) == 1
    ben.runs("/convert Bienvenue newsletter", PLACE)
    assert "Converts as it is" in ben.last(PLACE).plain
    assert town.mailchimp.writes == []


def test_everything_is_said_in_french_to_who_reads_french(town: Town, ana: Player) -> None:
    link = town.link(ana)
    assert "je lis vos automatisations" in ana.last(PLACE).plain
    browser = town.browser()
    assert "Continuer vers Mailchimp" in words(browser.get(link))
    assert "Connecté" in words(town.allow(link, browser))
    town.settle()
    assert "10 automatisations sont prêtes" in ana.last().plain


def test_who_refuses_at_mailchimp_changes_nothing_and_may_change_their_mind(
    town: Town, ben: Player
) -> None:
    link, browser = town.link(ben), town.browser()
    denied = town.allow(link, browser, "deny")
    assert "nothing changed" in words(denied)
    assert not town.connected()
    assert "Connected" in words(town.allow(link, browser))
    assert town.connected()


def test_the_first_page_uses_nothing_up(town: Town, ben: Player) -> None:
    link = town.link(ben)
    for _ in range(3):
        assert town.browser().get(link).status_code == 200
    assert "Connected" in words(town.allow(link, town.browser()))


def test_a_state_that_was_tampered_with_is_refused(town: Town, ben: Player) -> None:
    link, browser = town.link(ben), town.browser()
    assert browser.get(link[:-3] + "AAA").status_code == 400
    assert browser.get(link.split("?")[0]).status_code == 400
    back = town.come_back(link, browser)
    parts = urlsplit(back)
    query = {name: values[0] for name, values in parse_qs(parts.query).items()}
    for changed in ({"state": "x"}, {"state": query["state"][:-3] + "AAA"}, {"state": ""}):
        forged = f"{parts.scheme}://{parts.netloc}{parts.path}?{urlencode({**query, **changed})}"
        answered = browser.get(forged)
        assert answered.status_code == 400
        assert "not made for this browser" in words(answered)
    assert town.login.tokens == []
    assert not town.connected()


def test_the_link_itself_is_no_answer_of_mailchimps(town: Town, ben: Player) -> None:
    link, browser = town.link(ben), town.browser()
    back = town.come_back(link, browser)
    state = parse_qs(urlsplit(link).query)["state"][0]
    code = parse_qs(urlsplit(back).query)["code"][0]
    answered = browser.get(f"{back.split('?')[0]}?{urlencode({'state': state, 'code': code})}")
    assert answered.status_code == 400
    assert not town.connected()


def test_an_answer_counts_once(town: Town, ben: Player) -> None:
    link, browser = town.link(ben), town.browser()
    back = town.come_back(link, browser)
    cookies = dict(browser.cookies)
    assert browser.get(back).status_code == 200
    again = town.browser()
    again.cookies.update(cookies)
    replayed = again.get(back)
    assert replayed.status_code == 400
    assert "used already" in words(replayed)
    assert "used already" in words(town.browser().get(link))
    assert len(town.login.tokens) == 1


def test_an_answer_counts_in_the_browser_that_went_only(
    town: Town, ana: Player, ben: Player
) -> None:
    back = town.come_back(town.link(ben), town.browser())
    stranger = town.browser()
    assert stranger.get(back).status_code == 400
    # Ana's browser has a cookie too, of her own going.
    hers = town.browser()
    town.come_back(town.link(ana), hers)
    assert hers.get(back).status_code == 400
    assert not town.connected()


def test_after_ten_minutes_link_and_answer_are_over(
    town: Town, ben: Player, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states, "LIFE_SECONDS", -1)
    link = town.link(ben)
    assert "they are over" in words(town.browser().get(link))
    monkeypatch.setattr(states, "LIFE_SECONDS", 600)
    assert not town.connected()


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("down", "does not answer right now"),
        ("refuses", "JOURNEYDESK_MAILCHIMP_CLIENT_SECRET"),
        ("nonsense", "does not understand"),
    ],
)
def test_trouble_at_mailchimps_login_is_told(
    town: Town, ben: Player, fault: str, said: str
) -> None:
    town.login.fault = fault  # type: ignore[assignment]
    ended = town.allow(town.link(ben), town.browser())
    assert ended.status_code == 502
    assert said in words(ended)
    assert not town.connected()


def test_a_token_that_opens_nothing_is_not_kept(town: Town, ben: Player) -> None:
    town.mailchimp.faults.at[""] = "forbidden"
    ended = town.allow(town.link(ben), town.browser())
    assert ended.status_code == 502
    assert "does not allow this" in words(ended)
    assert not town.connected()


def test_pages_hold_no_script_and_are_never_kept(town: Town, ben: Player) -> None:
    link, browser = town.link(ben), town.browser()
    pages = [browser.get(link), town.allow(link, browser), browser.get(link)]
    for page in pages:
        policy = page.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "script" not in page.text
        assert page.headers["cache-control"] == "no-store"
        assert page.headers["referrer-policy"] == "no-referrer"
        assert page.headers["x-frame-options"] == "DENY"
        assert town.login.tokens[0] not in page.text
    assert re.search(
        "style-src 'sha256-[A-Za-z0-9+/=]+'", pages[0].headers["content-security-policy"]
    )


@pytest.mark.parametrize("who", ["gus", "sam"])
def test_guests_and_strangers_get_no_link(town: Town, who: str) -> None:
    person = town.slack.person(who)
    for words_of_theirs in ("/convert connect", "/convert disconnect"):
        person.runs(words_of_theirs)
        with pytest.raises(AssertionError):
            link_in(person.last())
        assert "member" in person.last().plain


def test_by_mention_and_in_a_direct_message_the_link_is_for_one_person(
    town: Town, ana: Player, ben: Player
) -> None:
    ben.mentions("connect", PLACE)
    assert link_in(ben.waits_for("Let me read", PLACE))
    assert all("Laissez" not in one.plain and "Let me" not in one.plain for one in ana.sees(PLACE))
    ben.says("connect")
    assert link_in(ben.waits_for("Let me read"))
