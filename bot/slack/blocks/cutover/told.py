"""What people read of a cut-over beside their card."""

from collections.abc import Iterable, Mapping

from bot.cutover.record import Step
from bot.slack.blocks.desk.moments import moment, said
from bot.slack.blocks.elements import Block, Reply, actions, button, modal, section
from bot.slack.cutover.reference import CutRef
from bot.slack.mrkdwn import neutral, shorten
from bot.slack.texts import mrkdwn, plain
from converter import plans
from converter.cutover import Cutover, Deed, change_said
from converter.language import quote
from converter.report.model import Language, Task

SHOWN_STEPS = 40
WHY = 300
LOUD = ("check", "approve", "turn_on", "drain", "back", "change")
"""Deeds that others are told of."""
REMINDERS = ("turn_on", "stuck", "ask")


def deed(before: Cutover, after: Cutover, deed: Deed, language: Language) -> Reply | None:
    """What a deed means to everybody else; None for what the card itself shows well enough."""
    if deed.kind not in LOUD or before.state == after.state:
        return None
    key = f"cutover_told_{deed.kind}"
    why = deed.why or ""
    if deed.kind == "change":
        why = change_said(before.digest, after.digest, language)
    if deed.kind == "drain" and not deed.by:
        key = "cutover_told_empty"
    return _reply(after, language, key, by=deed.by or None, why=shorten(why, WHY))


def reminder(cutover: Cutover, what: str, language: Language) -> Reply:
    """``what``: one of REMINDERS."""
    reply = _reply(cutover, language, f"cutover_remind_{what}", n=cutover.queue or 0)
    name = {"turn_on": "cutover_turn_on", "ask": "cutover_drain"}.get(what)
    if name is None:
        return reply
    value = CutRef(cutover=cutover.id, language=language).encode()
    buttons = actions(button(plain(language, name), name, value, primary=True))
    return Reply(reply.text, (*reply.blocks, buttons))


def still_classic(cutover: Cutover, why: str, language: Language) -> Reply:
    """Mailchimp says otherwise; whoever turned it on may know better."""
    text = f"{neutral(why)} {mrkdwn(language, 'cutover_sure_if')}"
    value = CutRef(cutover=cutover.id, language=language).encode()
    sure = button(plain(language, "cutover_sure"), "cutover_sure", value)
    return Reply(text, (section(text), actions(sure)))


def log_view(steps: tuple[Step, ...], named: Iterable[Task], language: Language) -> Block:
    """Every deed, the newest first. ``named`` are the cut-over's tasks."""
    names: dict[str, str] = {plan.id: plan.name for plan in plans()}
    for task in named:
        title = quote(language, task.title)
        names[task.id] = f"{task.code} {title}" if task.code else title
    lines = [_line(step, names, language) for step in reversed(steps)]
    blocks = [section(line) for line in lines[:SHOWN_STEPS]]
    if len(lines) > SHOWN_STEPS:
        blocks.append(section(mrkdwn(language, "cutover_log_more", n=len(lines) - SHOWN_STEPS)))
    return modal(plain(language, "cutover_log"), plain(language, "close"), blocks, "cutover_log")


def _line(step: Step, names: Mapping[str, str], language: Language) -> str:
    name = names.get(step.what or "")
    what = f" {neutral(name)}" if name else ""
    if step.what and step.what.isdecimal():  # how many contacts were queued
        what = f" ({step.what})"
    by = f"<@{step.by}>" if step.by else mrkdwn(language, "cutover_clock")
    line = (
        f"{moment(step.at, language)} · {by} · {mrkdwn(language, f'cutover_did_{step.kind}')}{what}"
    )
    if step.from_state is not None and step.from_state != step.to_state:
        line += f" → *{mrkdwn(language, f'cutover_short_{step.to_state}')}*"
    if step.why and step.kind in ("accept", "back"):
        line += f"\n> {neutral(shorten(step.why, WHY))}"
    return line


def _reply(cutover: Cutover, language: Language, key: str, **params: object) -> Reply:
    name = shorten(cutover.name, 100)
    text = said(language, key, name=name, **params)  # type: ignore[arg-type]
    return Reply(text, (section(text),))
