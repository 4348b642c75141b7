"""A workspace's Mailchimp account: connecting it, what is known of it, how its reading goes."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal

from bot.slack.blocks.desk.forms import field, form, value_of
from bot.slack.blocks.desk.moments import said
from bot.slack.blocks.elements import Block, Reply, actions, button, context, divider, section
from bot.slack.blocks.elements import plain_text as text_of
from bot.slack.texts import Value, mrkdwn, plain
from converter.frozen import Frozen
from converter.report.model import Language

FORM = "account_key"
KEY = "key"
LONGEST = 200
BAR = 20
UNNAMED = "Mailchimp"


class Shown(Frozen):
    """What is shown of a connection. ``way`` as in bot.services.connections."""

    way: str
    name: str = ""
    by: str = ""
    since: datetime | None = None


class LastRead(Frozen):
    """``n`` automations were read then; ``running``: another reading is under way."""

    at: datetime | None = None
    n: int = 0
    running: bool = False


def offer(language: Language, link: str | None) -> Reply:
    """The link to Mailchimp's own page, or without one the form for a key."""
    text = mrkdwn(language, "account_offer" if link else "account_offer_key")
    asked = _link(language, link) if link else _paste(language)
    promise = context(mrkdwn(language, "account_promise"))
    return Reply(text, (section(text), actions(asked), promise))


def connected(language: Language, shown: Shown, last: LastRead, link: str | None) -> Reply:
    """Which account it is, and what can be done with it."""
    text = state_of(language, shown)
    return Reply(text, (section(text), *_known(language, shown, last, link)))


def home(language: Language, shown: Shown | None, last: LastRead) -> list[Block]:
    """For the App Home."""
    if shown is None:
        start = button(plain(language, "account_connect"), "account_start", language)
        return [divider(), section(mrkdwn(language, "account_is_none")), actions(start)]
    blocks = [divider(), section(state_of(language, shown))]
    return [*blocks, *_known(language, shown, last, None)]


def state_of(language: Language, shown: Shown) -> str:
    if shown.way == "given":
        return mrkdwn(language, "account_is_given")
    name = shown.name or UNNAMED
    return said(language, "account_is", when=shown.since, by=shown.by, name=name)


def somebody_elses(language: Language, shown: Shown) -> Reply:
    text = state_of(language, shown)
    asked = section(mrkdwn(language, "account_disconnect_theirs"))
    return Reply(text, (section(text), asked, actions(_disconnect(language))))


def key_form(language: Language) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": KEY, "max_length": LONGEST}
    blocks = [
        section(mrkdwn(language, "account_form_what")),
        field(KEY, plain(language, "account_form_key"), element),
    ]
    return form(language, "account_form", FORM, blocks, language)


def pasted(view: Mapping[str, Any]) -> str:
    """What stands in the form."""
    return str(value_of(view, KEY, KEY).get("value") or "")


def disconnected(language: Language, name: str, way: str, left: int) -> Reply:
    """``left``: how many automations that were read are still here."""
    text = mrkdwn(language, "account_disconnected", name=name or UNNAMED)
    revoke = "account_revoke_oauth" if way == "oauth" else "account_revoke_key"
    blocks = [section(text), section(mrkdwn(language, revoke))]
    if left:
        forget = button(plain(language, "account_forget"), "account_forget", language)
        blocks += [section(mrkdwn(language, "account_kept", n=left)), actions(forget)]
    return Reply(text, tuple(blocks))


def told(language: Language, key: str, /, **params: object) -> Reply:
    """One sentence; ``when`` and ``by`` as in bot.slack.blocks.desk.moments."""
    text = said(language, key, **params)  # type: ignore[arg-type]
    return Reply(text, (section(text),))


def progress(language: Language, name: str, n: int, total: int) -> Reply:
    text = mrkdwn(language, "account_progress", name=name or UNNAMED, n=n, total=total)
    return Reply(text, (section(f"{text}\n{bar(n, total)}"),))


def done(
    language: Language, name: str, n: int, *, unread: int, unlisted: int, campaigns: int | None
) -> Reply:
    """``campaigns``: of RSS; None where Mailchimp did not tell. ``unlisted``: how many automations
    Mailchimp counts and did not list."""
    key = "account_done" if n else "account_done_none"
    params: dict[str, Value] = {"name": name or UNNAMED, **({"n": n} if n else {})}
    text = mrkdwn(language, key, **params)
    blocks = [section(text)]
    if unread:
        blocks.append(section(mrkdwn(language, "account_done_unread", n=unread)))
    if unlisted:
        blocks.append(section(mrkdwn(language, "account_done_unlisted", n=unlisted)))
    if campaigns is None:
        blocks.append(context(mrkdwn(language, "account_done_no_campaigns")))
    elif campaigns:
        blocks.append(context(mrkdwn(language, "account_done_campaigns", n=campaigns)))
    blocks.append(actions(_read(language, again=True)))
    return Reply(text, tuple(blocks))


def why(language: Language, changed: Literal["disconnected", "other"]) -> str:
    """What became of the connection while the account was read."""
    gone = changed == "disconnected"
    return plain(language, "account_failed_disconnected" if gone else "account_failed_other")


def failed(language: Language, why: str) -> Reply:
    text = mrkdwn(language, "account_failed", why=why)
    return Reply(text, (section(text), actions(_read(language, again=True))))


def bar(n: int, total: int) -> str:
    """How far it is, as Slack draws it in any font."""
    full = BAR * n // total if total else 0
    return f"`{'█' * full}{'░' * (BAR - full)}`"


def _known(language: Language, shown: Shown, last: LastRead, link: str | None) -> list[Block]:
    if last.at is not None:
        read = said(language, "account_read_at", when=last.at, n=last.n)
    else:
        read = mrkdwn(language, "account_read_never")
    if last.running:
        read = f"{read} {mrkdwn(language, 'account_reading_now')}"
    offered = [_read(language, again=last.at is not None)]
    if link:
        offered.append(_link(language, link))
    if shown.way != "given":
        offered.append(_disconnect(language))
    return [context(read), actions(*offered)]


def _read(language: Language, *, again: bool) -> Block:
    key = "account_read_again" if again else "account_read"
    return button(plain(language, key), "account_read", language)


def _link(language: Language, link: str) -> Block:
    made = button(plain(language, "account_connect"), "account_link", language, primary=True)
    return made | {"url": link}


def _paste(language: Language) -> Block:
    return button(plain(language, "account_paste"), "account_paste", language, primary=True)


def _disconnect(language: Language) -> Block:
    made = button(plain(language, "account_disconnect"), "account_disconnect", language)
    confirm = {
        "title": text_of(plain(language, "account_disconnect_title"), 100),
        "text": text_of(plain(language, "account_disconnect_sure"), 300),
        "confirm": text_of(plain(language, "account_disconnect"), 30),
        "deny": text_of(plain(language, "close"), 30),
    }
    return made | {"style": "danger", "confirm": confirm}
