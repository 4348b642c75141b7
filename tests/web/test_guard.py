"""Who gets in: signatures, ages, sizes and shapes."""

import asyncio
import json
from typing import Any

import pytest
from slack_sdk.signature import SignatureVerifier
from starlette.applications import Starlette

from bot.web.body import LARGEST_BODY
from bot.web.signature import Signatures
from tests.web.edge_parts import (
    COMMAND,
    EVENT,
    FORM,
    JSON,
    NOW,
    SECRET,
    Headers,
    form,
    headers_for,
    post,
    raw,
)


def without(headers: Headers, name: str) -> Headers:
    return [(k, v) for k, v in headers if k != name]


def test_a_signed_command_is_answered(asgi: Starlette, seen: list[dict[str, Any]]) -> None:
    reply = post(asgi, form(**COMMAND), FORM)
    assert (reply.status, reply.body) == (200, b"you wrote Welcome")
    assert seen[0]["user_id"] == "U1"


def test_a_command_that_holds_the_word_payload_arrives(asgi: Starlette) -> None:
    reply = post(asgi, form(**{**COMMAND, "text": "payload news"}), FORM)
    assert reply.body == b"you wrote payload news"


def test_url_verification_gives_the_challenge_back(asgi: Starlette) -> None:
    reply = post(asgi, b'{"type":"url_verification","challenge":"abc","token":"t"}')
    assert (reply.status, reply.json()) == (200, {"challenge": "abc"})


def test_an_unsigned_url_verification_is_refused(asgi: Starlette) -> None:
    body = b'{"type":"url_verification","challenge":"abc"}'
    assert raw(asgi, [("content-type", JSON)], body).status == 401


def test_a_signed_ssl_check_is_answered(asgi: Starlette) -> None:
    assert post(asgi, form(ssl_check="1", token="t"), FORM).status == 200


def test_an_event_nobody_listens_to_is_acknowledged(asgi: Starlette) -> None:
    body = {**EVENT, "event": {"type": "channel_rename", "channel": {"id": "C1"}}}
    assert post(asgi, json.dumps(body).encode()).status == 200


def test_a_listener_that_fails_makes_slack_send_again(asgi: Starlette) -> None:
    body = {**EVENT, "event": {**EVENT["event"], "text": "fail"}}
    assert post(asgi, json.dumps(body).encode()).status == 500


def test_a_retry_is_handled_like_a_first_delivery(
    asgi: Starlette, seen: list[dict[str, Any]]
) -> None:
    body = json.dumps(EVENT).encode()
    headers = [*headers_for(body), ("x-slack-retry-num", "1"), ("x-slack-retry-reason", "timeout")]
    assert raw(asgi, headers, body).status == 200
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("name", "value", "error"),
    [
        ("x-slack-request-timestamp", None, "invalid_timestamp"),
        ("x-slack-request-timestamp", "", "invalid_timestamp"),
        ("x-slack-request-timestamp", "soon", "invalid_timestamp"),
        ("x-slack-request-timestamp", "-1", "invalid_timestamp"),
        ("x-slack-request-timestamp", "1e9", "invalid_timestamp"),
        ("x-slack-request-timestamp", "²", "invalid_timestamp"),
        ("x-slack-request-timestamp", "9" * 5000, "invalid_timestamp"),
        ("x-slack-request-timestamp", str(int(NOW) - 301), "invalid_timestamp"),
        ("x-slack-request-timestamp", str(int(NOW) + 301), "invalid_timestamp"),
        ("x-slack-request-timestamp", str(int(NOW) - 1), "invalid_signature"),
        ("x-slack-signature", None, "invalid_signature"),
        ("x-slack-signature", "", "invalid_signature"),
        ("x-slack-signature", "v0=", "invalid_signature"),
        ("x-slack-signature", "v0=é" + "0" * 63, "invalid_signature"),
        ("x-slack-signature", "v1=" + "0" * 64, "invalid_signature"),
        ("x-slack-signature", "v0=" + "0" * 64, "invalid_signature"),
    ],
)
def test_what_slack_did_not_just_sign_is_refused(
    asgi: Starlette, seen: list[dict[str, Any]], name: str, value: str | None, error: str
) -> None:
    body = form(**COMMAND)
    headers = without(headers_for(body, FORM), name)
    if value is not None:
        headers.append((name, value))
    reply = raw(asgi, headers, body)
    assert (reply.status, reply.json()["error"]) == (401, error)
    assert seen == []


@pytest.mark.parametrize("age", [0, 299, 300, -300])
def test_five_minutes_are_fresh_enough(asgi: Starlette, age: int) -> None:
    body = form(**COMMAND)
    assert raw(asgi, headers_for(body, FORM, at=NOW - age), body).status == 200


@pytest.mark.parametrize("age", [301, -301, 86400])
def test_more_than_five_minutes_are_stale(asgi: Starlette, age: int) -> None:
    body = form(**COMMAND)
    assert raw(asgi, headers_for(body, FORM, at=NOW - age), body).status == 401


def test_another_secret_is_refused(asgi: Starlette) -> None:
    body = form(**COMMAND)
    assert raw(asgi, headers_for(body, FORM, secret="other"), body).status == 401


def test_a_changed_body_is_refused(asgi: Starlette) -> None:
    body = form(**COMMAND)
    assert raw(asgi, headers_for(body, FORM), body + b"&x=1").status == 401


def test_two_signatures_are_refused(asgi: Starlette) -> None:
    body = form(**COMMAND)
    headers = headers_for(body, FORM)
    assert raw(asgi, [("x-slack-signature", "v0=0"), *headers], body).status == 401
    assert raw(asgi, [*headers, headers[-1]], body).status == 401


def test_our_signature_is_slacks() -> None:
    ours = Signatures(SECRET, lambda: NOW)
    for body in (b"", b"a=b", "é🙂".encode(), b"\x00" * 1000):
        theirs = SignatureVerifier(SECRET).generate_signature(timestamp="1770000000", body=body)
        assert ours.sign(b"1770000000", body) == str(theirs).encode()


def test_an_empty_secret_is_no_secret() -> None:
    with pytest.raises(ValueError, match="needed"):
        Signatures("", lambda: NOW)


def test_a_body_in_pieces_is_put_together(asgi: Starlette) -> None:
    body = form(**COMMAND)
    assert raw(asgi, headers_for(body, FORM), body[:10], body[10:11], b"", body[11:]).status == 200


def test_the_largest_body_is_read_and_one_byte_more_is_not(asgi: Starlette) -> None:
    body = form(**COMMAND) + b"&filler="
    body += b"x" * (LARGEST_BODY - len(body))
    assert raw(asgi, headers_for(body, FORM), body).status == 200
    body += b"x"
    assert raw(asgi, headers_for(body, FORM), body).status == 413


def test_a_length_that_is_too_large_is_refused_unread(asgi: Starlette) -> None:
    for length in (str(LARGEST_BODY + 1), "9" * 400):
        reply = raw(asgi, [*headers_for(b""), ("content-length", length)], b"x")
        assert (reply.status, reply.messages_read) == (413, 0)
        assert reply.headers["connection"] == "close"


def test_an_endless_body_without_length_is_cut_off(asgi: Starlette) -> None:
    piece = b"x" * 65536
    reply = raw(asgi, headers_for(b"", FORM), *[piece] * 100)
    assert reply.status == 413
    assert reply.messages_read == 17


def test_an_unsigned_body_is_not_even_read(asgi: Starlette) -> None:
    reply = raw(asgi, [("content-type", FORM)], *[b"x" * 65536] * 10)
    assert (reply.status, reply.messages_read) == (401, 0)


def test_hanging_up_is_no_error(asgi: Starlette, seen: list[dict[str, Any]]) -> None:
    body = form(**COMMAND)
    reply = raw(asgi, headers_for(body, FORM), body[:5], None)
    assert (reply.status, seen) == (0, [])


def test_a_body_that_never_ends_is_given_up(
    asgi: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.web.body.BODY_SECONDS", 0.0)

    async def stalled() -> Any:
        messages: list[Any] = []
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/slack/events",
            "headers": [(k.encode(), v.encode()) for k, v in headers_for(b"", FORM)],
        }

        async def send(message: Any) -> None:
            messages.append(message)

        async def receive() -> Any:
            await asyncio.Event().wait()

        await asgi(scope, receive, send)
        return messages

    assert asyncio.run(stalled())[0]["status"] == 408


MALFORMED: list[tuple[str, bytes]] = [
    (JSON, b""),
    (JSON, b"{"),
    (JSON, b"[]"),
    (JSON, b"null"),
    (JSON, b'"x"'),
    (JSON, b"{}"),
    (JSON, b'{"type": 7}'),
    (JSON, b"\xff{}"),
    (JSON, b"[" * 100_000),
    (JSON, b'{"a":' * 100_000),
    (JSON, b'{"type":"x","n":' + b"9" * 5000 + b"}"),
    (JSON, b'{"type":"url_verification"}'),
    (JSON, b'{"type":"url_verification","challenge":"\\ud800"}'),
    (JSON, b'{"type":"event_callback"}'),
    (JSON, b'{"type":"event_callback","team_id":"T1","event_id":"E1","event":"x"}'),
    (JSON, b'{"type":"event_callback","team_id":"T1","event_id":"E1","event":{}}'),
    (JSON, b'{"type":"event_callback","team_id":5,"event_id":"E1","event":{"type":"message"}}'),
    (JSON, b'{"type":"event_callback","team_id":"T1","event":{"type":"message"}}'),
    (JSON, json.dumps({**EVENT, "event": {**EVENT["event"], "text": ["x"]}}).encode()),
    (JSON, json.dumps({**EVENT, "event": {**EVENT["event"], "user": 5}}).encode()),
    (JSON, json.dumps({**EVENT, "authorizations": [1]}).encode()),
    (JSON, json.dumps({**EVENT, "authorizations": "x"}).encode()),
    (JSON, json.dumps({**EVENT, "enterprise": 5}).encode()),
    (FORM, b""),
    (FORM, b"x"),
    (FORM, b"\xff=1"),
    (FORM, b"command=%2Fconvert&text=%FF&team_id=T&user_id=U&channel_id=C"),
    (FORM, b"command=convert&team_id=T1&user_id=U1&channel_id=C1"),
    (FORM, b"command=%2Fconvert&team_id=T1&user_id=U1"),
    (FORM, b"command=%2Fconvert&team_id=&user_id=U1&channel_id=C1"),
    (FORM, b"&".join(b"a%d=1" % n for n in range(5000))),
    (FORM, b"payload="),
    (FORM, b"payload=x"),
    (FORM, b"payload=[]"),
    (FORM, b"payload={}"),
    (FORM, form(payload='{"type":"block_actions","user":{"id":"U1"}}')),
    (FORM, form(payload='{"type":"block_actions","user":{"id":"U1"},"actions":[]}')),
    (FORM, form(payload='{"type":"block_actions","user":{"id":"U1"},"actions":[5]}')),
    (FORM, form(payload='{"type":"block_actions","user":"U1","actions":[{}]}')),
    (FORM, form(payload='{"type":"view_submission","user":{"id":"U1"},"view":5}')),
    (
        FORM,
        form(
            payload='{"type":"view_submission","user":{"id":"U1"},'
            '"view":{"id":"V","callback_id":"c","state":{"values":[]}}}'
        ),
    ),
    (FORM, form(payload='{"type":"block_suggestion","user":{"id":"U1"},"value":5}')),
    ("text/plain", b'{"type":"url_verification","challenge":"x"}'),
    ("", b'{"type":"url_verification","challenge":"x"}'),
    ("multipart/form-data; boundary=x", form(**COMMAND)),
    (JSON + "; charset=utf-16", b"{}"),
]


@pytest.mark.parametrize(("content_type", "body"), MALFORMED)
def test_what_slack_never_sends_is_refused_even_when_signed(
    asgi: Starlette, seen: list[dict[str, Any]], content_type: str, body: bytes
) -> None:
    reply = post(asgi, body, content_type)
    assert (reply.status, seen) == (400, [])


def test_content_types_may_name_utf8(asgi: Starlette) -> None:
    assert post(asgi, form(**COMMAND), FORM + "; charset=UTF-8").status == 200
    assert post(asgi, json.dumps(EVENT).encode(), "Application/JSON; charset=utf-8").status == 200
