import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.mrkdwn import escape
from bot.slack.request import LONGEST, Problem, Request, read_command, read_message

BOT = "UJOURNEY"


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("Welcome", Request(wish="convert", name="Welcome")),
        ("  Welcome   series ", Request(wish="convert", name="Welcome series")),
        ("", Request(wish="pick")),
        ('""', Request(wish="pick")),
        ("help", Request(wish="help")),
        ("HELP", Request(wish="help")),
        ("aide", Request(wish="help")),
        ("all", Request(wish="all")),
        ("tout", Request(wish="all")),
        ("connect", Request(wish="connect")),
        ('"help"', Request(wish="convert", name="help")),
        ("“all”", Request(wish="convert", name="all")),
        ("« connect »", Request(wish="convert", name="connect")),
        ("help me", Request(wish="convert", name="help me")),
        ("help lang:fr", Request(wish="help", language="fr")),
        ("plan:standard", Request(wish="pick", plan="standard")),
        ("plan:essentials Hi", Request(wish="convert", name="Hi", plan="essentials")),
        ("Hi PLAN:Premium you", Request(wish="convert", name="Hi you", plan="premium")),
        ("Hi forfait:standard", Request(wish="convert", name="Hi", plan="standard")),
        ('Hi plan:"Pay As You Go"', Request(wish="convert", name="Hi", plan="essentials")),
        ("Hi plan:free plan:standard", Request(wish="convert", name="Hi", plan="standard")),
        ("Hi lang:fr", Request(wish="convert", name="Hi", language="fr")),
        ("Hi langue:anglais", Request(wish="convert", name="Hi", language="en")),
        ('"plan:free" sale', Request(wish="convert", name="plan:free sale")),
        ("Plan: spring", Request(wish="convert", name="Plan: spring")),
        ("Hi lang: de", Request(wish="convert", name="Hi lang: de")),
        ("Hi plan: standard", Request(wish="convert", name="Hi", plan="standard")),
        ("plan : essentials Hi", Request(wish="convert", name="Hi", plan="essentials")),
        ("Hi lang: fr you", Request(wish="convert", name="Hi you", language="fr")),
        ("Hi langue\u00a0: anglais", Request(wish="convert", name="Hi", language="en")),
        ("plan: plan:free Hi", Request(wish="convert", name="plan: Hi", plan="free")),
        ("Hi plan:'standard'", Request(wish="convert", name="Hi", plan="standard")),
        ("Hi plan: 'pay as you go'", Request(wish="convert", name="Hi", plan="essentials")),
        ("'help'", Request(wish="convert", name="help")),
        ("‘all’", Request(wish="convert", name="all")),
        (
            "'L'anniversaire d'Ana' lang:fr",
            Request(wish="convert", name="L'anniversaire d'Ana", language="fr"),
        ),
        ("L'anniversaire d'Ana", Request(wish="convert", name="L'anniversaire d'Ana")),
        ('5" screens', Request(wish="convert", name='5" screens')),
        ("<mailto:a@b.example|a@b.example>", Request(wish="convert", name="a@b.example")),
        ("&lt;!channel&gt; &amp;amp;", Request(wish="convert", name="<!channel> &amp;")),
    ],
)
def test_a_command_is_read(text: str, request_: Request) -> None:
    assert read_command(text) == request_


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("Hi plan:gold", Problem(option="plan", value="gold")),
        ("Hi plan:", Problem(option="plan", value="")),
        ("lang: ", Problem(option="lang", value="")),
        ("Hi lang:de", Problem(option="lang", value="de")),
        ("lang:de plan:gold", Problem(option="lang", value="de")),
        ("Hi plan:standard plan:gold", Problem(option="plan", value="gold")),
    ],
)
def test_an_unknown_choice_is_a_problem_and_never_guessed(text: str, problem: Problem) -> None:
    assert read_command(text).problem == problem


def test_a_later_good_choice_replaces_a_bad_one() -> None:
    assert read_command("Hi plan:gold plan:standard").problem is None


@pytest.mark.parametrize(
    ("text", "request_"),
    [
        ("<@UJOURNEY> convert Welcome", Request(wish="convert", name="Welcome")),
        ("<@UJOURNEY> Bienvenue", Request(wish="convert", name="Bienvenue", free=True)),
        ("<@UJOURNEY> convertir Bienvenue", Request(wish="convert", name="Bienvenue")),
        ("<@UJOURNEY|journeydesk> convertis Hi", Request(wish="convert", name="Hi")),
        ("hey <@UJOURNEY> please convert Hi", Request(wish="convert", name="Hi")),
        ("Welcome <@UJOURNEY>", Request(wish="convert", name="Welcome", free=True)),
        ("<@UJOURNEY>", Request(wish="pick")),
        ("<@UJOURNEY> convert", Request(wish="pick")),
        ("<@UJOURNEY> help", Request(wish="help")),
        ("bonjour !", Request(wish="hello")),
        ("merci !", Request(wish="thanks")),
        ("Thanks.", Request(wish="thanks")),
        ("Merci beaucoup :)", Request(wish="thanks")),
        ("thank you, thanks", Request(wish="convert", name="thank you, thanks", free=True)),
        ("convert merci", Request(wish="convert", name="merci")),
        ("/convert Hi plan:free", Request(wish="convert", name="Hi", plan="free")),
        ("convertibles", Request(wish="convert", name="convertibles", free=True)),
        ('convert "hello"', Request(wish="convert", name="hello")),
        (
            "<http://shop.example|shop.example>",
            Request(wish="convert", name="shop.example", free=True),
        ),
    ],
)
def test_a_message_is_read(text: str, request_: Request) -> None:
    assert read_message(text, BOT) == request_


@given(st.text(max_size=400))
def test_any_text_is_read(text: str) -> None:
    for request in (read_command(text), read_message(f"<@{BOT}> {text}", BOT)):
        assert len(request.name) <= LONGEST
        assert (request.wish == "convert") == bool(request.name)


@given(st.text(alphabet="abé'&<>:! ", min_size=1, max_size=40).filter(str.strip))
def test_quotes_make_any_name_literal(name: str) -> None:
    request = read_command(escape(f'"{name}"'))
    assert request.wish == "convert"
    assert request.name == " ".join(name.split())
