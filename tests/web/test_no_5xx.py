"""Nothing that comes from outside ends in a 5xx, and no log line holds a piece of a body."""

import asyncio
import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import quote_plus, urlencode

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from slack_bolt import App
from starlette.applications import Starlette

from benchmarks._malformed import COMMAND, EVENTS, FORM, INTERACTIONS, JSON, MARK
from bot.demo.run import SAMPLE
from bot.playground.driver import LocalSlack
from bot.services.automations import Automations
from bot.services.events import Events
from bot.services.questions import Questions
from bot.services.talk import Talk
from bot.services.uploads import Uploads
from bot.slack.app import build_app
from bot.slack.identity import BotIdentity
from bot.store.engine import make_engine
from bot.store.migrate import upgrade
from bot.web.logs import WithoutBodies
from tests.slack_services import services_with
from tests.talk_answers import HandMade
from tests.web.edge_parts import (
    Headers,
    Reply,
    bolt_app,
    call,
    edge,
    headers_for,
)

AGAIN = 503
"""How the bot asks Slack to send a well-formed event again; never for anything else."""

ACTIONS = (
    *("a", "candidate_1", "pick_automation", "pick_plan", "another_plan", "open_points"),
    *("page_points", "explain", "person", "share", "faq_yes", "faq_no", "faq_none", "faq_pick_1"),
    *("faq_more", "faq_related_1", "faq_convert", "faq_plans", "faq_person", "faq_share"),
    *("faq_subjects", "faq_subject_1", "faq_suggest_1", "faq_feedback", "faq_feedback_up"),
)
VALUES = (
    *("1/en/-/s", "2/fr/standard/p", "1/en/-/p/points/0", "1/en/-/s/CJ001", "999/en/-/s"),
    *("1.0/en/s/plan-availability", "1.0/fr/p/undo-archive+up", "0.0/en/p", "9.9/en/s/nothing"),
)
SAID = (
    *("Which plan do I need for customer journeys?", "help", "Puis-je revenir en arrière ?"),
    *("convert Bienvenue", "a person please", "thanks", "which plan, how many points?"),
)

words = st.text(max_size=8).map(lambda text: MARK + text)
scalars = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    words,
    st.sampled_from(["", "\x00", "<!channel>", "/convert", "U1", "D1", "1.1", "{}", "[", "\ud800"]),
)
anything: st.SearchStrategy[Any] = st.recursive(
    scalars,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(words, st.sampled_from(["id", "type", "text"])), inner),
    ),
    max_leaves=6,
)


@st.composite
def spoiled(draw: st.DrawFn, whole: dict[str, Any]) -> Any:
    """The payload with up to three things changed, left out or put in, at any depth."""
    value: Any = _marked(draw, whole)
    for _ in range(draw(st.integers(0, 3))):
        value = _change(draw, value)
    return value


def _marked(draw: st.DrawFn, value: Any) -> Any:
    """Clicks and words that lead somewhere; what people wrote carries the mark."""
    if isinstance(value, list):
        return [_marked(draw, part) for part in value]
    if not isinstance(value, dict):
        return value
    marked = {key: _marked(draw, part) for key, part in value.items()}
    if "text" in value:
        marked["text"] = f"{draw(st.sampled_from(SAID))} {MARK}"
    if "action_id" in value:
        marked["action_id"] = draw(st.sampled_from(ACTIONS))
    if "value" in value:
        marked["value"] = draw(st.one_of(words, st.sampled_from(VALUES)))
    return marked


def _change(draw: st.DrawFn, value: Any) -> Any:
    if isinstance(value, dict) and value:
        how = draw(st.sampled_from(["inside", "inside", "inside", "leave out", "put in"]))
        key = draw(st.sampled_from(sorted(value)))
        if how == "inside":
            return {**value, key: _change(draw, value[key])}
        if how == "leave out":
            return {name: part for name, part in value.items() if name != key}
        return {**value, draw(words): draw(anything)}
    if isinstance(value, list) and value and draw(st.booleans()):
        return [_change(draw, value[0]), *value[1:]]
    return draw(anything)


@st.composite
def bodies(draw: st.DrawFn) -> tuple[bytes, str]:
    """A body and its content type."""
    kind = draw(st.sampled_from(["event", "interaction", "command"] * 2 + ["bytes", "form"]))
    if kind == "event":
        return _json(draw(st.sampled_from(EVENTS).flatmap(spoiled))).encode(), JSON
    if kind == "interaction":
        text = _json(draw(st.sampled_from(INTERACTIONS).flatmap(spoiled)))
        return f"payload={quote_plus(text)}".encode(), FORM
    if kind == "command":
        name, text = draw(st.sampled_from(["/convert", "/faq"])), draw(st.sampled_from(SAID))
        fields = {**COMMAND, "command": name, "text": f"{text} {MARK}"}
        fields |= draw(st.dictionaries(_field, _filled, max_size=2))
        return urlencode(fields, errors="replace").encode(), FORM
    if kind == "form":
        pairs = draw(st.lists(st.tuples(_field, _filled), max_size=5))
        return urlencode(pairs, errors="replace").encode(), FORM
    parts = draw(st.lists(st.one_of(st.binary(max_size=20), _pieces), max_size=6))
    return b"".join(parts), draw(st.one_of(st.sampled_from([JSON, FORM, ""]), _header_text))


_field = st.one_of(st.sampled_from([*COMMAND, "payload", "ssl_check"]), words)
_filled = st.one_of(words, st.sampled_from(["", "1", "%", "{}", '{"type":', "/help", "\x00"]))
_pieces = st.sampled_from([MARK.encode(), b'{"type":"', b'"}', b"payload=", b"&", b"\xff", b"%7B"])
_header_text = st.text(st.characters(max_codepoint=255, exclude_characters="\r\n"), max_size=30)


def _json(value: Any) -> str:
    """Like what comes over the wire: NaN and infinities stay as Python writes them."""
    return json.dumps(value)


@st.composite
def requests(draw: st.DrawFn) -> tuple[bytes, Headers]:
    """A body and headers: mostly what Slack would have signed, sometimes anything else."""
    body, content_type = draw(bodies())
    headers = headers_for(body, content_type)
    if draw(st.integers(0, 3)) == 0:
        name = draw(st.sampled_from([name for name, _ in headers]))
        headers = [(n, v) for n, v in headers if n != name]
        headers += [(name, text) for text in draw(st.lists(_header_text, max_size=2))]
    if draw(st.integers(0, 9)) == 0:
        length = draw(st.sampled_from(["", "-1", "x", "99999999", "1" * 50, MARK]))
        headers.append(("content-length", length))
    return body, headers


@contextmanager
def listening() -> Iterator[io.StringIO]:
    """What the bot's log would hold, down to DEBUG."""
    stream, root = io.StringIO(), logging.getLogger()
    handler, level = logging.StreamHandler(stream), root.level
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s %(message)s"))
    handler.addFilter(WithoutBodies())
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    try:
        yield stream
    finally:
        root.removeHandler(handler)
        root.setLevel(level)


def ask(asgi: Starlette, request: tuple[bytes, Headers]) -> Reply:
    """The answer; fails if the log holds a piece of the body."""
    body, headers = request
    with listening() as log:
        reply = asyncio.run(call(asgi, headers=headers, parts=[body]))
    assert MARK not in log.getvalue()
    return reply


def listening_app() -> App:
    """Listeners that look where real ones look."""
    app = bolt_app()
    app.command("/convert")(lambda ack, body: ack(body["text"] + body["user_id"]))
    app.event("message")(lambda event, context: f"{event.get('text', '')}{context.user_id}")
    app.action("a")(lambda ack, action: ack())
    app.view("v")(lambda ack, view: ack())
    app.options("a")(lambda ack, payload: ack(options=[]))
    return app


@pytest.fixture(scope="module")
def small() -> Starlette:
    return edge(listening_app())


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starlette]:
    """The bot's own listeners, with a Slack that answers and an account to find things in."""
    folder = tmp_path_factory.mktemp("bot")
    engine = make_engine(f"sqlite:///{folder / 'db.sqlite3'}")
    upgrade(engine)
    automations = Automations(engine, None, "en")
    with LocalSlack() as slack:
        slack.channel("dm", "UBEN")
        identity = BotIdentity(token=slack.bot_token, base_url=slack.api_base_url)
        automations.load(str(identity.known().team_id), [SAMPLE])
        yield edge(
            build_app(
                token=slack.bot_token,
                signing_secret="the guard has another",
                base_url=slack.api_base_url,
                services=services_with(
                    automations=automations,
                    events=Events(engine),
                    talk=Talk(engine, HandMade()),
                    questions=Questions(engine, automations),
                    uploads=Uploads(automations, folder, 1 << 20),
                ),
                identity=identity,
                verify_signatures=False,
            )
        )
    engine.dispose()


@settings(max_examples=600)
@given(request=requests())
def test_no_request_ends_in_a_5xx_or_in_the_log(
    small: Starlette, request: tuple[bytes, Headers]
) -> None:
    assert ask(small, request).status in (200, 400, 401, 404, 413)


@settings(max_examples=400)
@given(request=requests())
def test_the_bots_own_listeners_are_not_brought_down(
    whole: Starlette, request: tuple[bytes, Headers]
) -> None:
    assert ask(whole, request).status in (200, 400, 401, 404, 413, AGAIN)


@pytest.mark.parametrize("payload", [*EVENTS, *INTERACTIONS], ids=lambda payload: payload["type"])
def test_every_kind_of_payload_gets_through_as_it_is(
    whole: Starlette, payload: dict[str, Any]
) -> None:
    """Otherwise the tests above would only prove that the door is shut."""
    text = _json(payload)
    body, kind = (text.encode(), JSON)
    if payload in INTERACTIONS:
        body, kind = f"payload={quote_plus(text)}".encode(), FORM
    assert ask(whole, (body, headers_for(body, kind))).status in (200, 404, AGAIN)
