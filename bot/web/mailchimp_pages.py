"""The pages that people see between Slack and Mailchimp: small, without scripts."""

import base64
from hashlib import sha256
from html import escape

from bot.mailchimp.connecting.states import Asker
from bot.services.granting import Answered
from bot.words import texts
from converter.report.model import Language

STYLE = (
    "body{margin:0;background:#f6f5f2;color:#241c15;font:17px/1.5 system-ui,sans-serif}"
    "main{max-width:34rem;margin:12vh auto 0;padding:2rem;background:#fff;border-radius:12px}"
    "h1{font-size:1.35rem;margin:0 0 .8rem}p{margin:0 0 1rem}"
    "button{font:inherit;padding:.6rem 1.2rem;border:0;border-radius:8px;"
    "background:#007c89;color:#fff;cursor:pointer}"
    "button:focus-visible{outline:3px solid #241c15;outline-offset:2px}"
    "@media(prefers-color-scheme:dark){body{background:#1b1b1b;color:#f0ede8}"
    "main{background:#262626}button:focus-visible{outline-color:#fff}}"
)
_HASH = base64.b64encode(sha256(STYLE.encode()).digest()).decode()
POLICY = (
    f"default-src 'none'; style-src 'sha256-{_HASH}'; form-action 'self' {{login}}; "
    "base-uri 'none'; frame-ancestors 'none'"
)
"""The form leads to Mailchimp's login host by a redirection, which browsers check, too."""


def ask_page(asker: Asker, workspace: str, link: str, action: str) -> str:
    """Who asked, for which workspace; the button goes on to Mailchimp."""
    language = asker.language
    said = texts("connecting")
    form = (
        f'<form method="post" action="{escape(action)}">'
        f'<input type="hidden" name="state" value="{escape(link)}">'
        f"<button>{escape(said.say('go_on', language))}</button></form>"
    )
    paragraphs = (
        said.say("ask_who", language, who=asker.name, workspace=workspace),
        said.say("ask_what", language),
    )
    return _page(language, said.say("ask_title", language), paragraphs, form)


def ended_page(found: Answered, otherwise: Language) -> str:
    """``otherwise`` is the language where it is not known who asked."""
    language = found.language or otherwise
    said = texts("connecting")
    name = found.name or "Mailchimp"
    text = said.say(found.outcome, language, name=name, why=found.why)
    key = "connected_title" if found.outcome == "connected" else "not_connected_title"
    return _page(language, said.say(key, language), (text,))


def _page(language: Language, title: str, paragraphs: tuple[str, ...], more: str = "") -> str:
    body = "".join(f"<p>{escape(text)}</p>" for text in paragraphs)
    return (
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width"><meta name="robots" content="noindex">'
        f"<title>{escape(title)} · journeydesk</title><style>{STYLE}</style></head>"
        f"<body><main><h1>{escape(title)}</h1>{body}{more}</main></body></html>"
    )
