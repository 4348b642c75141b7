"""The first e-mail's action becomes the starting point, or blocks the conversion."""

from converter.catalog import TARGETS, Trigger
from converter.findings import Finding, problem, the_automation
from converter.journey import Filter, ReEntry, StartingPoint
from converter.questions import Ask, answer_for, gap_in_days
from converter.report.model import LedgerStatus
from converter.rules.context import (
    CALLED_BY_PROGRAMS,
    DELAY_LENGTH,
    Context,
    action_words,
    hidden,
    offset_words,
    trigger_words,
)
from converter.rules.events import before_without_date

STARTING_POINT = "s1"
BEST_CUSTOMERS = {"lifetime_purchase_value", "purchase_orders"}


def blocking(ctx: Context) -> Finding | None:
    """The finding that keeps the classic automation as it is, if its trigger has no counterpart."""
    email = ctx.first
    trigger = ctx.trigger(email)
    pointer = f"{email.pointer}/delay/action" if email.delay.action else f"{email.pointer}/delay"
    if trigger is None or trigger.series:
        code = "CJ306"
    elif trigger.starting_point is None:
        code = trigger.diagnostic or "CJ305"
    else:
        return None
    params = {
        "email": ctx.label(email),
        "where": ctx.label(email),
        "action": action_words(email.delay.action),
        "workflow_type": action_words(ctx.automation.workflow_type),
    }
    return Finding(code, pointer, params)


def start(ctx: Context, trigger: Trigger) -> tuple[StartingPoint, ReEntry]:
    """The starting point, its re-entry rule, and the first e-mail's own delay."""
    email = ctx.first
    delay_at = f"{email.pointer}/delay"
    action_at = f"{delay_at}/action"
    assert trigger.starting_point is not None  # noqa: S101 - blocking() has been asked before
    parameters = ctx.parameters(trigger, "starting_point", action_at)
    if trigger.target and any(ask.id == "starting_point" for ask in ctx.asks):
        ctx.notes.add(
            "CJ307", action_at, STARTING_POINT, where=ctx.label(email), target=hidden(trigger)
        )
    if email.delay.contradicts:
        before_without_date(ctx, email)
        ctx.placeholder(email, "CJ605", DELAY_LENGTH)
        ctx.clock = None
    elif trigger.id == "time_since_purchase":
        parameters |= {"amount": email.delay.amount, "unit": email.delay.unit}
        ctx.claim_delay(email, "converted", None, STARTING_POINT)
        ctx.clock = ctx.hours(email)
    elif email.delay.before and trigger.date and email.delay.amount:
        parameters |= {
            "amount": email.delay.amount,
            "unit": email.delay.unit,
            "direction": "before",
        }
        ctx.find("CJ402", email, "/delay", STARTING_POINT, offset=offset_words(email.delay))
        ctx.claim_delay(email, "converted_with_change", "CJ402", STARTING_POINT, DELAY_LENGTH)
        ctx.clock = -ctx.hours(email)
    else:
        ctx.clock = ctx.add_delay(email)
    if trigger.rating == "approximate":
        ctx.find("CJ308", email, "/delay/action", STARTING_POINT, trigger=trigger_words(trigger))
        ctx.claim_delay(email, "converted_with_change", "CJ308", STARTING_POINT, ("action",))
    if email.delay.action in CALLED_BY_PROGRAMS:
        ctx.find("CJ309", email, "/delay/action", STARTING_POINT)
        ctx.claim_delay(email, "converted_with_change", "CJ309", STARTING_POINT, ("action",))
    ctx.claim_delay(email, "converted", None, STARTING_POINT)
    _claim_legacy(ctx, trigger, parameters)
    return (
        StartingPoint(
            id=STARTING_POINT,
            kind=trigger.starting_point,
            parameters=parameters,
            filter=_filter(ctx),
            source=action_at,
        ),
        _re_entry(ctx, trigger, action_at),
    )


def _claim_legacy(ctx: Context, trigger: Trigger, parameters: dict[str, object]) -> None:
    """Fields of old clients: those that say what the starting point needs, and the others."""
    own = TARGETS[trigger.target].legacy if trigger.target else ()
    at = f"{ctx.automation.pointer}/automation"
    for name, value in ctx.automation.legacy.items():
        pointer = f"{at}/trigger_settings/{name}"
        if name in parameters and name in BEST_CUSTOMERS:
            # No source says that a starting point can ask for this much.
            words = trigger_words(trigger)
            ctx.find("CJ308", ctx.first, "/delay/action", STARTING_POINT, trigger=words)
            ctx.notes.claims.claim_all(
                value, pointer, "converted_with_change", "CJ308", STARTING_POINT
            )
        elif name in parameters or name in own:
            ctx.notes.claims.claim_all(value, pointer, "converted", None, STARTING_POINT)
        else:
            ctx.notes.claims.claim_all(value, pointer, "dropped", "CJ601")
            ctx.notes.unknown_values.setdefault(at, []).append(f"trigger_settings.{name}")


def _filter(ctx: Context) -> Filter | None:
    """The first e-mail's segment and the automation's own, said once where they are the same."""
    parts = [
        (segment, pointer)
        for segment, pointer in (
            (ctx.automation.segment, f"{ctx.automation.pointer}/automation/recipients"),
            (ctx.first.segment, f"{ctx.first.pointer}/recipients"),
        )
        if segment is not None
    ]
    if not parts:
        return None
    joined = parts[0][0]
    if len(parts) == 2 and parts[1][0] != joined:
        second = parts[1][0]
        if all(f.match == "all" or len(f.conditions) == 1 for f in (joined, second)):
            joined = Filter(match="all", conditions=joined.conditions + second.conditions)
        else:
            joined = second  # the e-mail's own segment is what decided who got it
            _claim_segment(ctx, parts[0][1], "dropped", "CJ605")
            ctx.notes.add(
                "CJ605",
                f"{parts[0][1]}/segment_opts",
                STARTING_POINT,
                where=the_automation(),
                problem=problem("segment_left_out"),
            )
    for _, pointer in parts:
        _claim_segment(ctx, pointer, "converted_with_change")
    ctx.notes.add(
        "CJ310", f"{parts[-1][1]}/segment_opts", STARTING_POINT, conditions=len(joined.conditions)
    )
    return joined


def _claim_segment(
    ctx: Context, recipients: str, status: LedgerStatus, code: str = "CJ310"
) -> None:
    claims = ctx.notes.claims
    claims.claim_below(f"{recipients}/segment_opts", status, code, STARTING_POINT)
    claims.claim(f"{recipients}/segment_text", status, code, STARTING_POINT)


def _re_entry(ctx: Context, trigger: Trigger, pointer: str) -> ReEntry:
    if not (trigger.date or trigger.cart):
        return ReEntry(allowed=False, chosen_by="classic")
    answer = answer_for(ctx.automation, "re_entry", "re_entry", ctx.notes)
    if answer is not None:
        return ReEntry(
            allowed=answer != "off", minimum_gap_days=gap_in_days(answer), chosen_by="answer"
        )
    ctx.asks.append(Ask("re_entry", pointer, "re_entry"))
    ctx.notes.add("CJ403", pointer, STARTING_POINT, trigger=trigger_words(trigger))
    return ReEntry(allowed=True, chosen_by="converter")
