"""Nothing in the product can write to Mailchimp: not a wish, a look at every line."""

import ast
import inspect
from functools import cache
from pathlib import Path

import httpx
import pytest

import bot
from bot.mailchimp import Client

ROOT = Path(bot.__file__).parent.parent
ROOMS = ("bot", "converter", "faq", "intents")
SIMULATED = ("bot/playground/", "bot/demo/")
"""What plays the other side, in tests and the demo."""
LIBRARIES = {
    "bot.lazily",
    "httpx",
    "requests",
    "aiohttp",
    "urllib3",
    "http.client",
    "urllib.request",
}
VERBS = {"post", "put", "patch", "delete"}
OPEN = {"request", "stream", "build_request", "putrequest"}
"""Calls whose first argument, or whose ``method``, is the verb."""
ELSEWHERE = {
    "bot/desk/channels/webhook.py": "the desk's own webhook, at the address in its file",
}
OVERRIDE = "'x-http-method-override'"
TOKEN_EXCHANGE = "oauth2/token"
"""The one POST that Mailchimp's login host asks for. It writes nothing to the account."""


@cache
def product() -> dict[str, ast.Module]:
    """Every module that runs at somebody's who uses the bot."""
    found = {}
    for room in ROOMS:
        for path in sorted((ROOT / room).rglob("*.py")):
            name = path.relative_to(ROOT).as_posix()
            if not name.startswith(SIMULATED):
                found[name] = ast.parse(path.read_text("utf-8"), name)
    return found


def imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module} | {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def speaks_http(tree: ast.Module) -> bool:
    names = imported(tree)
    return any(name == lib or name.startswith(f"{lib}.") for name in names for lib in LIBRARIES)


def writes(tree: ast.Module) -> list[str]:
    """Calls of an HTTP library that can do anything but read, as ``line: call``."""
    found = []
    for node in ast.walk(tree) if speaks_http(tree) else ():
        if isinstance(node, ast.Constant) and repr(node.value).lower() == OVERRIDE:
            found.append(f"{node.lineno}: {node.value!r}")
        if (
            isinstance(node, ast.Call)
            and may_write(node)
            and TOKEN_EXCHANGE not in ast.unparse(node)
        ):
            found.append(f"{node.lineno}: {ast.unparse(node)[:80]}")
    return found


def may_write(call: ast.Call) -> bool:
    called = call.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    verb = verb_of(call)
    if name in VERBS:
        return True
    if name in OPEN:
        return verb != "GET"
    if name in ("Request", "urlopen"):
        body = len(call.args) > 1 or any(word.arg in ("data", None) for word in call.keywords)
        return body or str(verb).lower() in VERBS
    return False


def verb_of(call: ast.Call) -> object:
    """The verb where it stands in the call; None where it does not."""
    given = [word.value for word in call.keywords if word.arg == "method"] or call.args[:1]
    return given[0].value if given and isinstance(given[0], ast.Constant) else None


def test_no_call_in_the_product_can_write_to_mailchimp() -> None:
    found = {name: writes(tree) for name, tree in product().items()}
    assert {name: calls for name, calls in found.items() if calls}.keys() == ELSEWHERE.keys()


def test_what_writes_elsewhere_knows_no_mailchimp() -> None:
    for name, tree in product().items():
        if name in ELSEWHERE:
            assert "mailchimp" not in ast.unparse(tree).lower()


def test_the_room_of_mailchimp_names_no_other_verb() -> None:
    room = [(name, tree) for name, tree in product().items() if name.startswith("bot/mailchimp/")]
    assert len(room) > 5
    for name, tree in room:
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                assert node.value.upper() not in {"POST", "PUT", "PATCH", "DELETE"}, name
            if isinstance(node, ast.Attribute) and "connecting" not in name:
                assert node.attr not in VERBS, f"{name}:{node.lineno}"


def test_only_the_client_holds_a_connection_and_nobody_reaches_into_it() -> None:
    for name, tree in product().items():
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and node.attr == "_http":
                own = isinstance(node.value, ast.Name) and node.value.id == "self"
                assert own, f"{name}:{node.lineno}"


def test_the_client_offers_nothing_but_get() -> None:
    offered = {name for name, _ in inspect.getmembers(Client, callable) if not name.startswith("_")}
    assert offered == {"get", "close"}
    assert not issubclass(Client, httpx.Client)


@pytest.mark.parametrize(
    "line",
    [
        "import httpx\nhttpx.post('https://us6.api.mailchimp.com/3.0/automations', json={})",
        "import httpx\nhttpx.Client().patch(url)",
        "from httpx import Client\nClient().request('DELETE', url)",
        "import httpx\nhttpx.Client().stream(verb, url)",
        "import httpx\nhttpx.Client().send(httpx.Request('PUT', url))",
        "import httpx\nhttpx.get(url, headers={'X-HTTP-Method-Override': 'PATCH'})",
        "import urllib.request\nurllib.request.urlopen(url, b'{}')",
        "import urllib.request\nurllib.request.Request(url, method='POST')",
        "import http.client\nhttp.client.HTTPSConnection(h).request('POST', '/3.0/automations')",
        "from urllib.request import urlopen\nurlopen(url, data=b'')",
    ],
)
def test_the_look_finds_what_it_looks_for(line: str) -> None:
    assert writes(ast.parse(line))


@pytest.mark.parametrize(
    "line",
    [
        "import httpx\nhttpx.get(url)",
        "import httpx\nhttpx.Client().stream('GET', url)",
        "import httpx\nhttpx.post('https://login.mailchimp.com/oauth2/token', data={})",
        "import urllib.request\nurllib.request.urlopen(url, timeout=3)",
        "mapping.delete(key)",
    ],
)
def test_the_look_lets_reading_pass(line: str) -> None:
    assert writes(ast.parse(line)) == []
