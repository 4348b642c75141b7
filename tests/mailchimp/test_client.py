"""One request: what passes is tried again, what does not has a sentence, and no key is seen."""

import gzip
import json
import logging
import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.mailchimp import (
    AccountClosed,
    Busy,
    Client,
    Credentials,
    Forbidden,
    KeyRefused,
    MailchimpError,
    NotFound,
    Patience,
    Refused,
    Unavailable,
    Unreadable,
    read_identity,
)
from bot.mailchimp import client as client_module
from bot.mailchimp.lane import Lane
from bot.mailchimp.patience import retry_after
from bot.playground.mailchimp import served
from bot.playground.mailchimp.routes import problem
from tests.mailchimp.accounts import client, fresh_key
from tests.mailchimp.conftest import Simulate


def answering(answer: Callable[[Request], Response]) -> Starlette:
    return Starlette(routes=[Route("/3.0/{path:path}", answer)])


def raised(answer: Callable[[Request], Response], attempts: int = 2) -> MailchimpError:
    """What reading the account raises where everything is answered like this."""
    with (
        served(answering(answer)) as url,
        client(url, fresh_key(), attempts) as reader,
        pytest.raises(MailchimpError) as caught,
    ):
        read_identity(reader)
    return caught.value


def test_the_account_is_read_with_what_is_needed_and_no_more(simulate: Simulate) -> None:
    with simulate().client() as reader:
        assert read_identity(reader) == {
            "account_id": "acc1",
            "account_name": "Maison Lavande",
            "account_timezone": "Europe/Paris",
            "pricing_plan_type": "monthly",
        }


@pytest.mark.parametrize("fault", ["fault", "too_many", "turned_away", "close"])
def test_what_passes_is_tried_again(simulate: Simulate, fault: str) -> None:
    place = simulate(1, shares={fault: 0.7}, seed=7)
    with place.client(attempts=40) as reader:
        for _ in range(5):
            assert read_identity(reader)["account_id"] == "acc1"
    assert len(place.mailchimp.asked) > 5


@pytest.mark.parametrize(
    ("fault", "kind"),
    [("fault", Unavailable), ("close", Unavailable), ("too_many", Busy), ("turned_away", Busy)],
)
def test_patience_ends(simulate: Simulate, fault: str, kind: type[MailchimpError]) -> None:
    place = simulate(1, shares={fault: 1.0})
    with place.client(attempts=4) as reader, pytest.raises(kind):
        read_identity(reader)
    assert len(place.mailchimp.asked) == 4


@pytest.mark.parametrize(
    ("status", "title", "detail", "kind"),
    [
        (401, "API Key Invalid", "Your API key may be invalid.", KeyRefused),
        (403, "Wrong Datacenter", "The API key is linked to a different datacenter.", KeyRefused),
        (403, "User Disabled", "This account has been disabled.", AccountClosed),
        (403, "Forbidden", "The account was deactivated.", AccountClosed),
        (403, "Forbidden", "You do not have permission.", Forbidden),
        (404, "Resource Not Found", "The requested resource could not be found.", NotFound),
        (400, "Invalid Resource", "The resource submitted could not be validated.", Refused),
        (426, "Upgrade Required", "TLS 1.2 or higher.", Refused),
    ],
)
def test_what_does_not_pass_is_told_at_once(
    status: int, title: str, detail: str, kind: type[MailchimpError]
) -> None:
    asked = 0

    def answer(_: Request) -> Response:
        nonlocal asked
        asked += 1
        return problem(status, title, detail)

    error = raised(answer, attempts=5)
    assert type(error) is kind
    assert error.status == status
    assert asked == 1
    sentences = {error.sentence("en"), error.sentence("fr")}
    assert len(sentences) == 2
    for sentence in sentences:
        assert "{" not in sentence
        assert detail in sentence or kind in (KeyRefused, NotFound)


@pytest.mark.parametrize(
    "body", [b"<html>", b'{"a": ', b"[1]", b'{"a": NaN}', b'{"a": 1' + b"0" * 5000 + b"}", b""]
)
def test_an_answer_that_is_no_object_of_json_is_unreadable(body: bytes) -> None:
    error = raised(lambda _: Response(body, media_type="application/json"))
    assert isinstance(error, Unreadable)
    assert "GET /" in error.sentence("en")


def test_an_answer_may_be_packed_but_not_burst(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(client_module, "LARGEST_ANSWER", 100_000)
    sent: dict[str, bytes] = {}

    def answer(_: Request) -> Response:
        packed = gzip.compress(json.dumps({"account_name": "x" * len(sent["size"])}).encode())
        return Response(packed, headers={"Content-Encoding": "gzip"})

    with served(answering(answer)) as url, client(url, fresh_key()) as reader:
        sent["size"] = bytes(50_000)
        assert len(read_identity(reader)["account_name"]) == 50_000
        sent["size"] = bytes(5_000_000)
        with pytest.raises(Unreadable) as caught:
            read_identity(reader)
    assert caught.value.key == "too_large"


def test_a_redirect_is_not_followed_with_the_key_in_hand() -> None:
    reached = []

    def elsewhere(request: Request) -> Response:
        reached.append(request.headers.get("authorization"))
        return Response(b"{}")

    with served(answering(elsewhere)) as other:
        error = raised(lambda _: RedirectResponse(f"{other}/3.0/"))
    assert isinstance(error, Refused)
    assert reached == []


def test_nobody_listening_is_told_with_the_host() -> None:
    with (
        client("http://127.0.0.1:1", fresh_key(), attempts=2) as reader,
        pytest.raises(Unavailable) as caught,
    ):
        read_identity(reader)
    assert "127.0.0.1:1" in caught.value.sentence("fr")


def test_retry_after_is_waited_for(simulate: Simulate) -> None:
    waited: list[float | None] = []

    class Watched(Patience):
        def pause(self, attempt: int, asked: float | None = None) -> float | None:
            waited.append(asked)
            return super().pause(attempt, 0.0)

    place = simulate(1, shares={"too_many": 1.0}, retry_after=3)
    credentials = Credentials.from_key(place.key)
    patience = Watched(attempts=1, first=0.001)
    with (
        Client(credentials, base_url=f"{place.url}/3.0/", patience=patience) as reader,
        pytest.raises(Busy),
    ):
        read_identity(reader)
    assert waited == [3.0]


def test_closing_ends_the_waiting(simulate: Simulate) -> None:
    place = simulate(1, shares={"fault": 1.0})
    patience = Patience(first=1000.0, longest=1000.0, jitter=lambda: 1.0)
    reader = Client(
        Credentials.from_key(place.key), base_url=f"{place.url}/3.0/", patience=patience
    )
    ended: list[BaseException] = []

    def read() -> None:
        try:
            read_identity(reader)
        except MailchimpError as error:
            ended.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    while not place.mailchimp.asked:
        thread.join(0.01)
    reader.close()
    thread.join(60)
    assert [type(error) for error in ended] == [Unavailable]


def test_a_key_shows_nowhere(simulate: Simulate, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    place = simulate(1, shares={"fault": 0.5, "close": 0.2}, seed=3)
    credentials = Credentials.from_key(place.key)
    with place.client(attempts=30) as reader:
        read_identity(reader)
        shown = f"{credentials} {credentials!r} {reader!r} {vars(reader)}"
    place.mailchimp.accounts.clear()
    with place.client() as reader, pytest.raises(KeyRefused) as caught:
        read_identity(reader)
    secret = place.key.partition("-")[0]
    shown += f"{caught.value!r} {caught.value.sentence('en')} {caught.value.params} {caplog.text}"
    assert "HTTP Request" in caplog.text
    assert secret not in shown


def test_what_mailchimp_says_is_shown_without_a_key_that_it_repeats() -> None:
    key = fresh_key()

    def answer(_: Request) -> Response:
        return problem(400, "Invalid Resource", f"What is {key}?")

    with (
        served(answering(answer)) as url,
        client(url, key) as reader,
        pytest.raises(Refused) as caught,
    ):
        read_identity(reader)
    assert key not in caught.value.sentence("en")
    assert "What is" in caught.value.sentence("en")


def test_a_token_is_sent_as_one(simulate: Simulate) -> None:
    place = simulate(1)
    place.mailchimp.accounts["token-1"] = place.account
    credentials = Credentials.from_token("token-1", "us6", account="acc1")
    with Client(credentials, base_url=f"{place.url}/3.0/") as reader:
        assert read_identity(reader)["account_id"] == "acc1"


def test_a_token_that_was_taken_back_is_told_as_such(simulate: Simulate) -> None:
    place = simulate(1)
    credentials = Credentials.from_token("token-2", "us6")
    with (
        Client(credentials, base_url=f"{place.url}/3.0/") as reader,
        pytest.raises(KeyRefused) as caught,
    ):
        read_identity(reader)
    assert caught.value.key == "token_revoked"


@pytest.mark.parametrize(
    "key",
    ["", "abc", "abc-", "-us6", "abc-us", "abc-6", "a b-us6", "abc-us6.evil.com", "abc-us6/x",
     "abc-us6@evil.com", "abc-us6\nx", "clé-us6", "abc-us6-us7-"],
)  # fmt: skip
def test_a_text_that_is_no_key_reaches_no_host(key: str) -> None:
    with pytest.raises(KeyRefused) as caught:
        Credentials.from_key(key)
    assert "us21" in caught.value.sentence("en")
    assert "us21" in caught.value.sentence("fr")


@given(st.text())
def test_a_datacentre_is_a_short_word_or_refused(text: str) -> None:
    try:
        found = Credentials.from_key(f"0123-{text}").datacentre
    except KeyRefused:
        return
    assert found.isascii()
    assert found.isalnum()
    assert len(found) <= 9


def test_the_host_is_that_of_the_datacentre() -> None:
    with Client(Credentials.from_key("0123-us21")) as reader:
        assert reader.address == "https://us21.api.mailchimp.com/3.0/"


def test_a_key_is_not_sent_in_clear_over_a_network() -> None:
    with pytest.raises(KeyRefused) as caught:
        Client(Credentials.from_key("0123-us6"), base_url="http://api.example.com/3.0/")
    assert "api.example.com" in caught.value.sentence("en")


def test_ten_at_once_and_no_more(simulate: Simulate) -> None:
    place = simulate(1, latency=0.02)
    with place.client(attempts=1) as one, place.client(attempts=1) as other:
        threads = [
            threading.Thread(target=read_identity, args=(reader,))
            for reader in (one, other)
            for _ in range(30)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(place.mailchimp.asked) == 60
    assert 1 < place.mailchimp.most_at_once <= 10


def test_a_lane_narrows_while_others_use_the_account_and_widens_again(simulate: Simulate) -> None:
    lane = Lane()
    for _ in range(30):
        lane.too_many(None)
    assert lane.width == 1
    for _ in range(1000):
        lane.answered()
    assert lane.width == 10


@given(attempt=st.integers(1, 60), asked=st.none() | st.floats(0, 1e9), luck=st.floats(0, 1))
def test_a_pause_is_never_shorter_than_asked_and_never_without_end(
    attempt: int, asked: float | None, luck: float
) -> None:
    patience = Patience(attempts=50, jitter=lambda: luck)
    pause = patience.pause(attempt, asked)
    if pause is None:
        assert attempt >= 50 or (asked or 0) > patience.at_most
    else:
        assert (asked or 0) <= pause <= (asked or 0) + patience.longest


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("Thu, 01 Jan 1970 00:20:00 GMT", 200.0),
        ("Thu, 01 Jan 1970 00:00:01 GMT", 0.0),
        ("soon", None),
        ("-5", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_seconds_or_a_date(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, now=1000.0) == seconds
