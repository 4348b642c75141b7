"""When e-mail 2 and later leave: the registry of timing rules, first match wins.

Each rule looks at one e-mail and adds what stands before its send_email point. A new rule is one
entry in ``TIMING``.
"""

from collections.abc import Callable
from dataclasses import dataclass

from converter.catalog import Trigger
from converter.classic import ClassicEmail
from converter.findings import Finding, Param, problem, span
from converter.journey import Condition, PointId
from converter.language import shown
from converter.questions import about
from converter.rules.context import (
    CALLED_BY_PROGRAMS,
    DELAY_LENGTH,
    Context,
    action_words,
    hidden,
    offset_words,
    trigger_words,
)

WAITS = {
    "previous_campaign_opened": "opened_previous",
    "previous_campaign_clicked_any": "clicked_previous",
    "previous_campaign_specific_clicked": "clicked_link_previous",
}
NEGATIVES = {
    "previous_campaign_not_opened": "not_opened",
    "previous_campaign_not_clicked_any": "not_clicked",
}
DISTINCT = {"tag", "group", "field", "campaign", "campaign_link", "product", "category", "event"}
"""Targets of which a later e-mail may have another one than the first."""
SPLIT_REST_HOURS = 4
"""Mailchimp advises this long between an e-mail and a split that tests it (use-if-else-rules)."""


@dataclass(frozen=True, slots=True)
class Timing:
    name: str
    applies: Callable[[Context, ClassicEmail], bool]
    emit: Callable[[Context, ClassicEmail], Condition | None]
    """Gives the condition that the e-mail's split has to test, where there is one."""


def _contradicts(_: Context, email: ClassicEmail) -> bool:
    return email.delay.contradicts


def _placeholder_605(ctx: Context, email: ClassicEmail) -> None:
    before_without_date(ctx, email)
    ctx.placeholder(email, "CJ605")


def before_without_date(ctx: Context, email: ClassicEmail) -> None:
    """“Before” an event that has no date: said where the placeholder will stand."""
    action = problem("before_without_date", value=shown(email.delay.action))
    ctx.find("CJ605", email, "/delay/direction", ctx.next_id, problem=action)


def _waits_after_a_skip(ctx: Context, email: ClassicEmail, point: PointId) -> None:
    if email.place - 1 in ctx.skipped:
        before = ctx.automation.emails[email.place - 2]
        ctx.find("CJ314", email, "/delay/action", point, skipped=ctx.label(before))


def _date_and_wait(ctx: Context, email: ClassicEmail, point: PointId) -> None:
    if ctx.first.delay.action == "date":
        ctx.find("CJ315", email, "/delay/action", point)


def _sent(_: Context, email: ClassicEmail) -> bool:
    return email.delay.action == "previous_campaign_sent"


def _after_previous(ctx: Context, email: ClassicEmail) -> None:
    hours = ctx.add_delay(email)
    if ctx.clock is not None:
        ctx.clock += hours
    ctx.claim_delay(email, "converted", None, ctx.next_id)


def _waits(_: Context, email: ClassicEmail) -> bool:
    return email.delay.action in WAITS


def _wait_for_previous(ctx: Context, email: ClassicEmail) -> None:
    trigger = ctx.trigger(email)
    assert trigger is not None  # noqa: S101 - the table holds every series action
    wait = ctx.path.add(
        "wait_for_trigger",
        f"{email.pointer}/delay",
        email.place,
        trigger=WAITS[email.delay.action or ""],
        email=ctx.sent[email.place - 1],
        parameters=_target(ctx, trigger, email),
    )
    ctx.find("CJ308", email, "/delay/action", wait, trigger=trigger_words(trigger))
    _waits_after_a_skip(ctx, email, wait)
    _date_and_wait(ctx, email, wait)
    ctx.claim_delay(email, "converted_with_change", "CJ308", wait, ("action",))
    ctx.add_delay(email)
    ctx.claim_delay(email, "converted", None, wait)
    ctx.clock = None


def _negative(_: Context, email: ClassicEmail) -> bool:
    return email.delay.action in NEGATIVES


def _test_previous(ctx: Context, email: ClassicEmail) -> Condition:
    trigger = ctx.trigger(email)
    assert trigger is not None  # noqa: S101 - the table holds every series action
    hours = ctx.add_delay(email)
    if ctx.clock is not None:
        ctx.clock += hours
    split = ctx.next_id
    ctx.find("CJ308", email, "/delay/action", split, trigger=trigger_words(trigger))
    _waits_after_a_skip(ctx, email, split)
    if hours < SPLIT_REST_HOURS:
        ctx.find("CJ313", email, "/delay", split, hours=hours)
    ctx.claim_delay(email, "converted_with_change", "CJ308", split, ("action",))
    ctx.claim_delay(email, "converted", None, split)
    return Condition(kind=NEGATIVES[email.delay.action or ""], email=ctx.sent[email.place - 1])


def _anchored(ctx: Context, email: ClassicEmail) -> bool:
    """The same event as the first e-mail's, unless an answer says that its target is another."""
    if email.delay.action != ctx.first.delay.action:
        return False
    answers = ctx.automation.answers
    own = answers.get(about(email, "target"))
    return own is None or own == answers.get("starting_point")


def _since_the_event(ctx: Context, email: ClassicEmail) -> None:
    """“3 days after signup” on a later e-mail: what is left after the e-mails before it."""
    trigger = ctx.trigger(email)
    if trigger is not None and trigger.target in DISTINCT:
        _target(ctx, trigger, email)
    hours = ctx.hours(email)
    signed = -hours if email.delay.before else hours
    words = span(email.delay.amount, email.delay.unit)
    if ctx.clock is None:
        ctx.find("CJ605", email, "/delay", ctx.next_id, problem=problem("anchor_unknown"))
        ctx.placeholder(email, "CJ605")
        return
    if signed < ctx.clock:
        ctx.find(
            "CJ605",
            email,
            "/delay",
            ctx.next_id,
            problem=problem("order_contradiction", value=words),
        )
        ctx.placeholder(email, "CJ605")
        return
    if email.delay.before and hours:
        ctx.find("CJ402", email, "/delay", ctx.next_id, offset=offset_words(email.delay))
        ctx.claim_delay(email, "converted_with_change", "CJ402", ctx.next_id)
    if trigger is not None and trigger.id == "time_since_purchase":
        # Whoever buys meanwhile would be out of the classic count, and is not out of a delay.
        ctx.find("CJ308", email, "/delay/action", ctx.next_id, trigger=trigger_words(trigger))
        ctx.claim_delay(email, "converted_with_change", "CJ308", ctx.next_id, ("action",))
    ctx.add_delay(email, signed - ctx.clock)
    ctx.clock = signed
    ctx.claim_delay(email, "converted", None, ctx.next_id)


def _has_starting_point(ctx: Context, email: ClassicEmail) -> bool:
    trigger = ctx.trigger(email)
    return trigger is not None and trigger.starting_point is not None


def _wait_for_event(ctx: Context, email: ClassicEmail) -> None:
    trigger = ctx.trigger(email)
    assert trigger is not None  # noqa: S101 - this rule applies to known triggers only
    parameters = _target(ctx, trigger, email)
    takes_delay = trigger.id == "time_since_purchase" or (
        email.delay.before and bool(email.delay.amount)
    )
    if takes_delay:
        parameters |= {"amount": email.delay.amount, "unit": email.delay.unit}
    if email.delay.before and email.delay.amount:
        parameters["direction"] = "before"
    wait = ctx.path.add(
        "wait_for_trigger",
        f"{email.pointer}/delay",
        email.place,
        trigger=trigger.starting_point,
        parameters=parameters,
    )
    ctx.find("CJ312", email, "/delay/action", wait, trigger=trigger_words(trigger))
    _date_and_wait(ctx, email, wait)
    if email.delay.before and email.delay.amount:
        ctx.find("CJ402", email, "/delay", wait, in_series=True, offset=offset_words(email.delay))
        ctx.claim_delay(email, "converted_with_change", "CJ402", wait, DELAY_LENGTH)
    ctx.claim_delay(email, "converted_with_change", "CJ312", wait, ("action",))
    if email.delay.action in CALLED_BY_PROGRAMS:
        ctx.find("CJ309", email, "/delay/action", wait)
    if not takes_delay:
        ctx.add_delay(email)
    ctx.claim_delay(email, "converted", None, wait)
    ctx.clock = None


def _always(_: Context, __: ClassicEmail) -> bool:
    return True


def _no_counterpart(ctx: Context, email: ClassicEmail) -> None:
    """Fail-closed: the e-mail is kept behind a placeholder that nobody passes."""
    trigger = ctx.trigger(email)
    code = "CJ306" if trigger is None else trigger.diagnostic or "CJ305"
    point = ctx.placeholder(email, code)
    params: dict[str, Param] = {
        "email": ctx.label(email),
        "where": ctx.label(email),
        "action": action_words(email.delay.action),
        "workflow_type": action_words(ctx.automation.workflow_type),
    }
    ctx.notes.findings.append(
        Finding(code, f"{email.pointer}/delay/action", params, point, in_series=True)
    )
    ctx.add_delay(email)
    ctx.clock = None


def _target(ctx: Context, trigger: Trigger, email: ClassicEmail) -> dict[str, object]:
    question = about(email, "target")
    pointer = f"{email.pointer}/delay/action"
    parameters = ctx.parameters(trigger, question, pointer)
    if ctx.asks and ctx.asks[-1].id == question:
        ctx.notes.add("CJ307", pointer, ctx.next_id, where=ctx.label(email), target=hidden(trigger))
    return parameters


TIMING: tuple[Timing, ...] = (
    Timing("contradiction", _contradicts, _placeholder_605),
    Timing("previous sent", _sent, _after_previous),
    Timing("previous opened or clicked", _waits, _wait_for_previous),
    Timing("previous not opened or not clicked", _negative, _test_previous),
    Timing("same event as the first e-mail", _anchored, _since_the_event),
    Timing("another event", _has_starting_point, _wait_for_event),
    Timing("no counterpart", _always, _no_counterpart),
)


def leave_after(ctx: Context, email: ClassicEmail) -> Condition | None:
    """Adds what decides when ``email`` leaves; gives the condition its split has to test."""
    for timing in TIMING:
        if timing.applies(ctx, email):
            return timing.emit(ctx, email)
    raise AssertionError("the last timing rule applies always")
