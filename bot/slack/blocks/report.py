"""The reply to a conversion, private or shared, from the report and nothing else.

What a person needs to decide stands first; about 25 blocks at most, longer parts are folded and
stand in full in the modals of ``pages``.
"""

from collections.abc import Sequence
from typing import Any

from bot.slack.blocks.afterwards import (
    answers_given,
    archive,
    next_steps,
    open_questions,
    steps_are_folded,
)
from bot.slack.blocks.elements import (
    Block,
    Reply,
    actions,
    button,
    context,
    context_plain,
    header,
    paragraph,
    rich,
    section,
)
from bot.slack.blocks.findings import blocking, folded
from bot.slack.blocks.journey import journey_summary
from bot.slack.blocks.level import LEVEL_ICONS, counted, level_word, title_of
from bot.slack.blocks.plan import another_plan, plan_fit
from bot.slack.mrkdwn import shorten, without_addresses
from bot.slack.ports import Given
from bot.slack.reference import Ref
from bot.slack.texts import mrkdwn, plain
from converter.cutover.facts import NEVER
from converter.report.model import AutomationReport, Language, Level

FIRST_SENTENCE: dict[Level, str] = {"blocked": "do_first_blocked", "failed": "do_first_failed"}


def private_reply(
    report: AutomationReport,
    ref: Ref,
    given: Sequence[Given] = (),
    *,
    shared: bool = False,
    map_said: str | None = None,
) -> Reply:
    """What only the asker sees. ``given``: the answers that people gave about it, the latest last.
    ``shared``: it was just shared, so Share is gone and said so. ``map_said``: the key of a
    sentence about where its map is."""
    language = ref.language
    blocks = [
        *_verdict(report, language),
        *journey_summary(report, language),
        *blocking(report, language, ref),
        *folded(report, language, ref),
        *plan_fit(report, language, ref.plan),
        *another_plan(report, language, ref),
        *archive(report, language),
        *next_steps(report, language),
        *open_questions(report, language, ref),
        *answers_given(given, language, ref),
        _buttons(report, ref if not shared else ref.model_copy(update={"share": False})),
    ]
    if map_said is not None:
        blocks.append(context(mrkdwn(language, map_said)))
    if shared:
        blocks.append(context(mrkdwn(language, "was_shared")))
    return Reply(_in_one_line(report, language), tuple(blocks))


def shared_reply(report: AutomationReport, ref: Ref, shared_by: str) -> Reply:
    """What everybody in the channel sees: no buttons, no contact addresses.

    ``shared_by`` is the Slack id of the person who shared it.
    """
    language = ref.language
    blocks = [
        *_verdict(report, language),
        *journey_summary(report, language),
        *blocking(report, language, None),
        *folded(report, language, None),
        *plan_fit(report, language, ref.plan),
        *archive(report, language),
        *next_steps(report, language),
        *open_questions(report, language, None),
    ]
    by = context(plain(language, "shared_by").replace("[person]", f"<@{shared_by}>"))
    shown = [_without_addresses(block) for block in blocks]
    text = without_addresses(_in_one_line(report, language))
    return Reply(text, (*shown, by))


def _verdict(report: AutomationReport, language: Language) -> list[Block]:
    blocks = [header(title_of(report, language)), rich(paragraph(shorten(report.verdict, 600)))]
    if report.level in FIRST_SENTENCE:
        blocks.append(section(mrkdwn(language, FIRST_SENTENCE[report.level])))
    facts = _facts(report, language)
    if facts:
        blocks.append(context_plain(" · ".join(facts)))
    return blocks


def _facts(report: AutomationReport, language: Language) -> list[str]:
    facts: list[str] = []
    if report.email_count:
        facts.append(plain(language, "email_count", n=report.email_count))
    if report.status in ("save", "paused", "sending"):
        facts.append(plain(language, f"status_{report.status}"))
    elif report.status:
        facts.append(shorten(report.status, 40))
    if report.audience:
        facts.append(plain(language, "audience", name=shorten(report.audience, 60)))
    if report.journey is not None and report.nothing_dropped:
        facts.append(plain(language, "nothing_dropped"))
    elif report.journey is not None and report.coverage is not None and report.level != "converted":
        # Rounded down, and never 100: that would promise what nothing_dropped denies.
        percent = int(report.coverage * 100)
        if percent < 100:
            facts.append(plain(language, "coverage", n=percent))
    if report.cutover is not None:
        facts.append(plain(language, "cutover_at", state=report.cutover.state_text))
    return facts


def _buttons(report: AutomationReport, ref: Ref) -> Block:
    language = ref.language
    buttons: list[Block] = []
    if ref.share:
        label = plain(language, "button_share")
        buttons.append(button(label, "share", ref.encode(), primary=True))
    if report.journey is not None or report.level == "blocked":
        label = plain(language, "button_map")
        buttons.append(button(label, "show_map", ref.encode()))
    if report.journey is not None and report.journey.points:
        label = plain(language, "button_points")
        buttons.append(button(label, "open_points", ref.at("points").encode()))
    if report.diagnostics:
        label = plain(language, "button_findings")
        buttons.append(button(label, "open_findings", ref.at("findings").encode()))
    if report.journey is not None and report.level not in NEVER:
        label = plain(language, "cutover_open" if report.cutover is None else "cutover_again")
        buttons.append(button(label, "cutover_open", ref.encode()))
    if steps_are_folded(report):
        label = plain(language, "button_steps")
        buttons.append(button(label, "open_steps", ref.at("steps").encode()))
    buttons.append(button(plain(language, "button_files"), "report_files", ref.encode()))
    buttons.append(button(plain(language, "button_person"), "person", ref.encode()))
    return actions(*buttons)


def _in_one_line(report: AutomationReport, language: Language) -> str:
    """For notifications; it is mrkdwn, so the account's text is made harmless."""
    name = report.name.strip() or plain(language, "untitled")
    told = counted(report, language, "error", "warning", "note")
    values = {
        "icon": LEVEL_ICONS[report.level],
        "name": shorten(name, 100),
        "level": level_word(report.level, language),
    }
    if not told:
        return mrkdwn(language, "one_line", **values)
    return mrkdwn(language, "one_line_counts", **values, counts=told)


def _without_addresses(node: Any) -> Any:
    if isinstance(node, dict):
        return {
            key: without_addresses(value)
            if key == "text" and isinstance(value, str)
            else _without_addresses(value)
            for key, value in node.items()
        }
    if isinstance(node, list):
        return [_without_addresses(value) for value in node]
    return node
