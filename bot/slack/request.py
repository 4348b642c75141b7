"""What a person asks for, read from the text after ``/convert`` or from a message.

Quotes make a name literal: ``"help"`` is an automation named help. ``plan:`` and ``lang:`` may
stand anywhere outside quotes; the last of each counts. With spaces around the colon they count
where what follows is a plan or a language.
"""

import re
from typing import Literal

from bot.slack.mrkdwn import unescape
from converter import plan_named
from converter.frozen import Frozen
from converter.report.model import Language, PlanId

Wish = Literal["convert", "pick", "hello", "help", "thanks", "all", "connect", "disconnect"]
LONGEST = 300
"""Characters of a name that are looked at; a campaign's title is shorter."""

RESERVED: dict[str, Wish] = {
    "help": "help",
    "aide": "help",
    "?": "help",
    "all": "all",
    "tout": "all",
    "toutes": "all",
    "audit": "all",
    "connect": "connect",
    "connecter": "connect",
    "disconnect": "disconnect",
    "déconnecter": "disconnect",
    "deconnecter": "disconnect",
}
GREETINGS = {"hello", "hi", "hey", "bonjour", "salut", "coucou", "bonsoir"}
THANKS = {
    "merci",
    "merci beaucoup",
    "merci bien",
    "grand merci",
    "un grand merci",
    "super merci",
    "merci à toi",
    "merci à vous",
    "thanks",
    "thanks a lot",
    "many thanks",
    "great thanks",
    "thank you",
    "thank you very much",
    "thank you so much",
    "thx",
}
LANGUAGE_NAMES: dict[str, Language] = {
    "en": "en",
    "english": "en",
    "anglais": "en",
    "fr": "fr",
    "french": "fr",
    "français": "fr",
    "francais": "fr",
}

_QUOTES = r"\"[^\"]*\"|“[^”]*”|«[^»]*»"
# An apostrophe is not a quotation mark: single quotes close where a word ends.
_SINGLE = r"'(?:[^']|'(?=\S)){1,300}'(?!\S)|‘(?:[^’]|’(?=\S)){1,300}’(?!\S)"
_TOKEN = re.compile(
    r"(?<!\S)(?P<option>plan|forfait|lang|langue|language)(?P<colon>\s{0,3}:\s{0,3})"
    rf"(?P<value>{_QUOTES}|{_SINGLE}|\S+|\Z)"
    rf"|(?P<quoted>{_QUOTES}|(?<!\S)(?:{_SINGLE}))"
    r"|(?P<other>.)",
    re.IGNORECASE | re.DOTALL,
)
_VERB = re.compile(
    r"(?:please\s+|can you\s+|peux-tu\s+|pouvez-vous\s+)?"
    r"(?:convert|convertir|convertis|convertissez|convertit)(?:\s+|$)",
    re.IGNORECASE,
)
_LANG = re.compile(
    rf"(?<!\S)(?:lang|langue|language):(?P<value>{'|'.join(LANGUAGE_NAMES)})(?!\S)", re.IGNORECASE
)
_MENTION = re.compile(r"<@([UW][A-Z0-9]+)(?:\|[^>]*)?>")
_LINK = re.compile(r"<(?:[^<>|]*\|)?([^<>|]*)>")


class Problem(Frozen):
    """A ``plan:`` or ``lang:`` that names nothing known."""

    option: Literal["plan", "lang"]
    value: str


class Request(Frozen):
    """``name`` is empty unless ``wish`` is ``convert``.

    ``free``: a message that does not say "convert", so it may be about something else.
    """

    wish: Wish
    name: str = ""
    plan: PlanId | None = None
    language: Language | None = None
    problem: Problem | None = None
    free: bool = False


def read_command(text: str) -> Request:
    """The text after ``/convert``, as Slack delivered it."""
    return _read(unescape(_LINK.sub(r"\1", text)))


def read_message(text: str, bot_user_id: str | None) -> Request:
    """A message to the bot, as Slack delivered it, with or without “convert” in front."""
    text = _addressed(text, bot_user_id)
    text = unescape(_LINK.sub(r"\1", text)).strip().removeprefix("/")
    verb = _VERB.match(text)
    request = _read(text[verb.end() :] if verb else text)
    said = text.strip(" !?.,").casefold()
    if request.wish == "convert" and verb is None:
        if said in GREETINGS:
            return request.model_copy(update={"wish": "hello", "name": ""})
        if " ".join(re.findall(r"\w+", said)) in THANKS:
            return request.model_copy(update={"wish": "thanks", "name": ""})
    return request.model_copy(update={"free": verb is None and request.wish == "convert"})


def question_of(text: str, bot_user_id: str | None) -> str:
    """What is asked in a message or command, as the person typed it: without mentions, markup of
    links and ``lang:``."""
    text = _MENTION.sub(" ", _addressed(text, bot_user_id))
    text = unescape(_LINK.sub(r"\1", text)).strip()
    return _LANG.sub(" ", text).strip()


def language_of(text: str) -> Language | None:
    """The language that ``lang:`` asks for."""
    found = _LANG.search(text)
    return LANGUAGE_NAMES.get(found["value"].casefold()) if found else None


def mentions_others(text: str, bot_user_id: str | None) -> bool:
    """Whether the message speaks to somebody else too."""
    return any(mention[1] != bot_user_id for mention in _MENTION.finditer(text))


def mentions_bot(text: str, bot_user_id: str | None) -> bool:
    return any(mention[1] == bot_user_id for mention in _MENTION.finditer(text))


def _addressed(text: str, bot_user_id: str | None) -> str:
    """What is said to the bot: what follows the mention, else what stands before it."""
    parts = [""]
    at = 0
    for mention in _MENTION.finditer(text):
        if mention[1] == bot_user_id:
            parts[-1] += text[at : mention.start()]
            parts.append("")
            at = mention.end()
    parts[-1] += text[at:]
    return next((part for part in parts[1:] if part.strip()), parts[0])


def _read(text: str) -> Request:
    name = ""
    quoted = False
    plan: PlanId | None = None
    language: Language | None = None
    problems: dict[str, Problem | None] = {}
    at = 0
    while token := _TOKEN.match(text, at):
        at = token.end()
        if token["option"] is None:
            quoted = quoted or token["quoted"] is not None
            name += _unquoted(token["quoted"]) if token["quoted"] else token["other"]
            continue
        value = _unquoted(token["value"]).strip()
        is_plan = token["option"].lower() in ("plan", "forfait")
        known = plan_named(value) if is_plan else None
        spoken = None if is_plan else LANGUAGE_NAMES.get(value.casefold())
        if value and token["colon"] != ":" and known is None and spoken is None:
            # “Plan: spring” is a title, “plan: standard” is not.
            at = token.start("value")
            name += text[token.start() : at]
        elif is_plan:
            plan = known.id if known else None
            problems["plan"] = None if known else Problem(option="plan", value=value)
        else:
            language = spoken
            problems["lang"] = None if spoken else Problem(option="lang", value=value)
    name = " ".join(name.split())[:LONGEST]
    wish: Wish = "convert" if name else "pick"
    if not quoted and name.casefold() in RESERVED:
        wish, name = RESERVED[name.casefold()], ""
    problem = next((found for found in problems.values() if found), None)
    return Request(wish=wish, name=name, plan=plan, language=language, problem=problem)


def _unquoted(text: str) -> str:
    return text[1:-1] if len(text) > 1 and text[0] in "\"“«'‘" else text
