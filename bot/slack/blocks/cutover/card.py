"""The card of a cut-over: what is to do, by whom it was done, and the way on."""

from collections.abc import Mapping, Sequence
from typing import Any

from bot.slack.blocks.desk.moments import said
from bot.slack.blocks.elements import (
    Block,
    Line,
    Reply,
    Run,
    actions,
    bullets,
    button,
    context,
    header,
    numbered,
    option,
    paragraph,
    rich,
    section,
    select,
)
from bot.slack.cutover.reference import CutRef
from bot.slack.mrkdwn import neutral, shorten
from bot.slack.texts import mrkdwn, plain
from converter import plans
from converter.cutover import STATES, Cutover
from converter.frozen import Frozen
from converter.report.model import CutoverReport, Language, Task

PAGE = 10
"""Tasks on one page: as many as a group of checkboxes may hold."""
TEXT, WHY = 700, 300
ICONS = {True: "✅", False: "⛔"}


class Shown(Frozen):
    """What a card shows beside the cut-over itself. ``known``: whether the automation stands in a
    file. ``plan``: whether the plan takes the journey; ``plan_name`` that plan. ``connected``:
    Mailchimp can be asked."""

    report: CutoverReport
    known: bool
    plan: str | None = None
    plan_name: str | None = None
    connected: bool = False


def card(cutover: Cutover, shown: Shown, ref: CutRef) -> Reply:
    language, tasks = ref.language, shown.report.tasks
    pages = max(1, -(-len(tasks) // PAGE))
    ref = ref.at(min(ref.page, pages - 1))
    blocks: list[Block] = [
        header(plain(language, "cutover_title", name=shorten(cutover.name, 100))),
        *_progress(cutover, language),
        rich(
            paragraph([Run(plain(language, "cutover_now"), bold=True)]),
            numbered(shown.report.now),
        ),
        *_plan(cutover, shown, ref),
    ]
    if not shown.known:
        blocks.append(context(mrkdwn(language, "cutover_unknown")))
    if cutover.state != "drained":
        blocks += _tasks(cutover, shown.report, ref, pages)
    blocks += [*_buttons(cutover, shown, ref, pages), *_way_back(shown.report, language)]
    text = mrkdwn(
        language,
        "cutover_line",
        name=shorten(cutover.name, 100),
        state=shown.report.state_text,
    )
    return Reply(text, tuple(blocks))


def changed_ticks(body: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """The tasks that a click ticked, and those that it unticked, against what the card showed: of
    two people with the same card, neither takes back what the other ticked."""
    action = (body.get("actions") or [{}])[0]
    now = {str(one.get("value")) for one in action.get("selected_options") or ()}
    before: set[str] = set()
    for block in (body.get("message") or {}).get("blocks") or ():
        if block.get("block_id") == action.get("block_id"):
            for element in block.get("elements") or ():
                before |= {str(one.get("value")) for one in element.get("initial_options") or ()}
    return sorted(now - before), sorted(before - now)


def _progress(cutover: Cutover, language: Language) -> list[Block]:
    at = STATES.index(cutover.state)
    words = []
    for place, state in enumerate(STATES):
        word = mrkdwn(language, f"cutover_short_{state}")
        mark = "●" if place < at else "◉" if place == at else "○"
        words.append(f"{mark}\u00a0*{word}*" if place == at else f"{mark}\u00a0{word}")
    facts = [said(language, "cutover_since", when=cutover.since)]
    for key, who in (
        ("cutover_opened_by", cutover.opened_by),
        ("cutover_checked_by", cutover.checked_by),
        ("cutover_approved_by", cutover.approved_by),
        ("cutover_turned_on_by", cutover.turned_on_by),
    ):
        if who:
            facts.append(said(language, key, by=who))
    if cutover.queue is not None and cutover.state == "live_draining":
        facts.append(mrkdwn(language, "cutover_queue", n=cutover.queue))
    return [section("  ".join(words)), context(" · ".join(facts))]


def _plan(cutover: Cutover, shown: Shown, ref: CutRef) -> list[Block]:
    if not cutover.may("plan") or shown.plan is None:
        return []
    language = ref.language
    key = "cutover_plan_too_small" if shown.plan == "too_small" else "cutover_plan_fits"
    if shown.plan == "unknown":
        key = "cutover_plan_unknown"
    name = shown.plan_name or plain(language, "cutover_plan_of_account")
    options = [option(one.name, ref.about(one.id).encode()) for one in plans()]
    menu = select(plain(language, "cutover_plan"), "cutover_plan", options)
    chosen = [one for one in options if one["value"] == ref.about(cutover.plan or "-").encode()]
    if chosen:
        menu["initial_option"] = chosen[0]
    return [section(mrkdwn(language, key, plan=name), menu)]


def _tasks(cutover: Cutover, report: CutoverReport, ref: CutRef, pages: int) -> list[Block]:
    if not report.tasks:
        return []
    language = ref.language
    must = sum(1 for task in report.tasks if task.kind == "must" and task.done_by is None)
    title = mrkdwn(language, "cutover_tasks" if must else "cutover_tasks_done", n=must)
    if pages > 1:
        title += " · " + mrkdwn(language, "cutover_page", n=ref.page + 1, of=pages)
    shown = report.tasks[ref.page * PAGE : (ref.page + 1) * PAGE]
    blocks: list[Block] = [section(f"*{title}*")]
    for task in shown:
        if task.decision:
            blocks += _decision(cutover, task, ref)
    return blocks + _ticks(cutover, [task for task in shown if not task.decision], ref)


def _decision(cutover: Cutover, task: Task, ref: CutRef) -> list[Block]:
    language, value = ref.language, ref.about(task.id).encode()
    heading = f"{ICONS[task.done_by is not None]} *{task.code}* {neutral(shorten(task.title, 200))}"
    accessory = None
    if task.done_by is None and cutover.may("accept"):
        accessory = button(plain(language, "cutover_accept"), "cutover_accept", value)
    elif task.done_by is not None and cutover.may("revoke"):
        accessory = button(plain(language, "cutover_revoke"), "cutover_revoke", value)
    if task.done_by is None:
        return [section(heading, accessory), rich(paragraph(shorten(task.text, TEXT)))]
    why = shorten(task.why or "", WHY)
    accepted = said(language, "cutover_accepted", by=task.done_by, why=why)
    return [section(heading, accessory), context(accepted)]


def _ticks(cutover: Cutover, tasks: Sequence[Task], ref: CutRef) -> list[Block]:
    if not tasks:
        return []
    language = ref.language
    lines: list[Line] = [
        [Run(f"{task.title} · ", bold=True), Run(shorten(task.text, TEXT) + _of(task, language))]
        for task in tasks
    ]
    options = [option(_label(task, language), ref.about(task.id).encode()) for task in tasks]
    boxes: Block = {"type": "checkboxes", "action_id": "cutover_tick", "options": options}
    ticked = [one for one, task in zip(options, tasks, strict=True) if task.done_by is not None]
    if ticked:
        boxes["initial_options"] = ticked
    # A new name, or Slack's clients keep what was selected before.
    block = actions(boxes) | {"block_id": f"cutover_ticks_{ref.page}_{cutover.version}"}
    return [rich(bullets(lines)), block]


def _label(task: Task, language: Language) -> str:
    return plain(language, f"cutover_{task.kind}", title=task.title)


def _of(task: Task, language: Language) -> str:
    effort = plain(language, f"effort_{task.effort}")
    return f" ({task.code} · {effort})" if task.code else f" ({effort})"


def _buttons(cutover: Cutover, shown: Shown, ref: CutRef, pages: int) -> list[Block]:
    language = ref.language

    def made(name: str, *, to: CutRef = ref, primary: bool = False) -> Block:
        label = plain(language, f"cutover_{name}")
        return button(label, f"cutover_{name}", to.encode(), primary=primary)

    found: list[Block] = []
    if cutover.may("draft") and shown.known:
        found.append(made("draft", primary=True))
    if cutover.may("check"):
        found.append(made("check", primary=True))
    if cutover.may("approve"):
        found += [made("approve", primary=True), made("ask")]
    if cutover.may("turn_on"):
        found.append(made("turn_on", primary=True))
    if cutover.may("drain"):
        found.append(made("look" if shown.connected else "drain", primary=True))
    if cutover.may("back"):
        found.append(made("back"))
    if ref.page > 0:
        found.append(made("previous", to=ref.at(ref.page - 1)))
    if ref.page + 1 < pages:
        found.append(made("next", to=ref.at(ref.page + 1)))
    return [actions(*found, made("log"))]


def _way_back(report: CutoverReport, language: Language) -> list[Block]:
    title = paragraph([Run(plain(language, "cutover_undo"), bold=True)])
    return [rich(title, bullets(report.undo.steps))]
