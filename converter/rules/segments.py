"""A segment on e-mail 2 or later becomes a conditional split; so does “not opened”."""

from converter.classic import ClassicEmail
from converter.journey import Condition, Filter
from converter.path import NoArm
from converter.questions import Ask, about, answer_for
from converter.rules.context import Context


def splits_before(ctx: Context, email: ClassicEmail, tested: Condition | None) -> None:
    """Adds the splits in front of ``email``: delay, then split.

    The tested behaviour and the segment share one split only where both No arms lead to the same
    place and the segment wants all its conditions: otherwise one split could not say both.
    """
    segment = email.segment
    stops = segment is not None and _no_match(ctx, email) == "stop"
    last = email.place == len(ctx.automation.emails)
    if tested is not None and segment is not None and _shares(segment, stops or last):
        joined = Filter(match="all", conditions=(tested, *segment.conditions))
        point = _split(ctx, email, joined, "exit", f"{email.pointer}/recipients/segment_opts")
        _becomes_split(ctx, email, point, len(segment.conditions))
        return
    if tested is not None:
        alone = Filter(match="all", conditions=(tested,))
        _split(ctx, email, alone, "exit", f"{email.pointer}/delay")
    if segment is not None:
        arm: NoArm = "exit" if stops else "skip"
        if not stops:
            ctx.skipped.add(email.place)
        point = _split(ctx, email, segment, arm, f"{email.pointer}/recipients/segment_opts")
        _becomes_split(ctx, email, point, len(segment.conditions))


def _shares(segment: Filter, same_end: bool) -> bool:
    return segment.match == "all" and same_end


def _no_match(ctx: Context, email: ClassicEmail) -> str:
    """What happens to contacts outside the segment: they skip the e-mail, unless answered."""
    question = about(email, "segment_no_match")
    answer = answer_for(ctx.automation, question, "choice", ctx.notes)
    if answer is None:
        pointer = f"{email.pointer}/recipients/segment_opts"
        ctx.asks.append(Ask(question, pointer, "choice", email=ctx.label(email)))
        return "skip"
    return str(answer)


def _split(ctx: Context, email: ClassicEmail, test: Filter, no: NoArm, source: str) -> str:
    point = ctx.path.add(
        "conditional_split",
        source,
        email.place,
        no=no,
        match=test.match,
        conditions=test.conditions,
    )
    limit = ctx.limits.split_conditions
    if len(test.conditions) > limit:
        ctx.find(
            "CJ111",
            email,
            "/recipients/segment_opts/conditions",
            point,
            conditions=len(test.conditions),
            limit=limit,
        )
    return point


def _becomes_split(ctx: Context, email: ClassicEmail, point: str, conditions: int) -> None:
    at = f"{email.pointer}/recipients"
    ctx.find("CJ311", email, "/recipients/segment_opts", point, conditions=conditions)
    ctx.notes.claims.claim_below(f"{at}/segment_opts", "converted_with_change", "CJ311", point)
    ctx.notes.claims.claim(f"{at}/segment_text", "converted_with_change", "CJ311", point)
