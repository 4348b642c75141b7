"""A bot beside a local Slack and a simulated Mailchimp, and people with browsers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx
from sqlalchemy import delete

from bot.app import Wired
from bot.playground.driver import LocalSlack
from bot.playground.mailchimp import ApiFaults, Mailchimp, SimulatedAccount, make_app
from bot.playground.mailchimp import served as mailchimp_served
from bot.playground.mailchimp.login import Login
from bot.playground.player import Player, Seen
from bot.services.connections import Connections
from bot.store.engine import writing
from bot.store.models import (
    AccountPieceRow,
    AccountReadRow,
    AutomationRow,
    BundleRow,
    ReceivedEventRow,
    SecretRow,
)
from tests.scenarios.account import account
from tests.scenarios.bot import HASTE, TEAM, served, settled

KEY = "0123456789abcdef0123456789abcdef-us21"
CLIENT: dict[str, Any] = {"client_id": "600700800", "client_secret": "a-secret-of-the-app"}
OAUTH: dict[str, Any] = {
    "journeydesk_mailchimp_client_id": CLIENT["client_id"],
    "journeydesk_mailchimp_client_secret": CLIENT["client_secret"],
}
PLACE = "#marketing"
TABLES = (SecretRow, AccountPieceRow, AccountReadRow, AutomationRow, BundleRow, ReceivedEventRow)
ACCOUNT = {
    "account_id": "acc0000001",
    "account_name": "Maison Lavande",
    "account_timezone": "Europe/Paris",
    "pricing_plan_type": "monthly",
}


@dataclass
class Town:
    slack: LocalSlack
    wired: Wired
    mailchimp: Mailchimp
    login: Login
    account: SimulatedAccount
    folder: Path
    browsers: list[httpx.Client] = field(default_factory=list)

    def browser(self) -> httpx.Client:
        """Another one, with cookies of its own."""
        made = httpx.Client(follow_redirects=False, timeout=30)
        self.browsers.append(made)
        return made

    def link(self, person: Player, place: str | None = PLACE) -> str:
        """Ask to connect; the address that the person gets."""
        person.runs("/convert connect", place)
        return link_in(person.last(place))

    def allow(self, link: str, browser: httpx.Client, choice: str = "allow") -> httpx.Response:
        """Follow the link, go on to Mailchimp, choose, and come back; the page that ends it."""
        return browser.get(self.come_back(link, browser, choice))

    def come_back(self, link: str, browser: httpx.Client, choice: str = "allow") -> str:
        """The same up to the address that Mailchimp sends the browser back to."""
        assert browser.get(link).status_code == 200
        onward = self.go_on(link, browser)
        assert onward.status_code == 303, onward.text
        asked = onward.headers["location"]
        assert browser.get(asked).status_code == 200
        query = {name: values[0] for name, values in parse_qs(urlsplit(asked).query).items()}
        form = {"redirect_uri": query["redirect_uri"], "state": query["state"], "choice": choice}
        chosen = browser.post(asked, data=form)
        assert chosen.status_code == 303
        return str(chosen.headers["location"])

    def go_on(self, link: str, browser: httpx.Client) -> httpx.Response:
        """Press the button of the first page."""
        parts = urlsplit(link)
        state = parse_qs(parts.query).get("state", [""])[0]
        return browser.post(f"{parts.scheme}://{parts.netloc}{parts.path}", data={"state": state})

    def put(self, bundle: dict[str, Any]) -> None:
        """Another content of the account, whoever opens it."""
        self.account = self.login.account = SimulatedAccount(bundle)
        for secret in self.mailchimp.accounts:
            self.mailchimp.accounts[secret] = self.account

    def connect(self, person: Player) -> None:
        """Allowed, and read."""
        assert self.allow(self.link(person), self.browser()).status_code == 200
        self.settle()

    def connected(self) -> bool:
        return Connections(self.wired.engine).get(TEAM) is not None

    def reset(self) -> None:
        """As it began: nobody is connected, and Mailchimp works."""
        self.slack.reset()
        with writing(self.wired.engine) as session:
            for table in TABLES:
                session.execute(delete(table))
        for browser in self.browsers:
            browser.close()
        self.browsers.clear()
        self.mailchimp.accounts = {KEY: self.account}
        self.put(content())
        self.mailchimp.faults = ApiFaults()
        self.mailchimp.asked.clear()
        self.login.fault = None
        self.login.tokens.clear()
        self.login.codes.clear()

    def settle(self) -> None:
        settled(self.wired)
        self.slack.wait_idle()


def automations() -> list[dict[str, Any]]:
    """Ten; the one with a hundred e-mails would only be slow."""
    return [one for one in account()["automations"] if one["automation"]["id"] != "71ad000009"]


def content(**changed: Any) -> dict[str, Any]:
    """Of the account, as a bundle."""
    return {**account(), "automations": automations(), "account": ACCOUNT, **changed}


@contextmanager
def town_of(folder: Path, *, give_up: timedelta | None = None, **more: Any) -> Iterator[Town]:
    """``more`` are further settings; ``OAUTH`` among them for the way by OAuth."""
    one = SimulatedAccount(content())
    mailchimp = Mailchimp({KEY: one})
    login = Login(mailchimp, one, **CLIENT)
    pace = replace(HASTE.reading, give_up=give_up) if give_up is not None else HASTE.reading
    with mailchimp_served(make_app(mailchimp, login.routes())) as root, LocalSlack() as slack:
        given = {
            "mailchimp_base_url": f"{root}/3.0/",
            "journeydesk_mailchimp_login": root,
            **more,
        }
        tempo = replace(HASTE, reading=pace)
        with served(slack, folder, tempo=tempo, **given) as wired:
            bot = str(slack.slack.dispatcher.url).removesuffix("/slack/events")
            login.redirect = f"{bot}/mailchimp/callback"
            town = Town(slack, wired, mailchimp, login, one, folder)
            try:
                yield town
            finally:
                for browser in town.browsers:
                    browser.close()


def link_in(seen: Seen) -> str:
    found = [
        element["url"]
        for block in seen.blocks
        for element in block.get("elements", [])
        if element.get("url")
    ]
    assert len(found) == 1, seen.plain
    return str(found[0])


def read_again(town: Town, person: Player) -> None:
    person.opens_home()
    person.clicks("account_read")
    town.settle()


def ours(person: Player) -> list[str]:
    """What the bot said in their direct messages."""
    return [one.plain.replace("*", "") for one in person.sees() if one.is_bot]


def words(page: httpx.Response) -> str:
    """The text of a page."""
    body = re.sub(r"<style>.*?</style>", "", page.text)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", body)).replace("&#x27;", "'")
