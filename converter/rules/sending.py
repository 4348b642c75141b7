"""The e-mail itself: its point, its send window, what happens after it was sent."""

from typing import Any

from converter.classic import ALL_DAYS, ClassicEmail, Schedule
from converter.findings import Param, worded
from converter.journey import PointId, SendWindow
from converter.language import phrase
from converter.questions import EVERY_POST_SEND, Ask, about, answer_for
from converter.report.model import Language
from converter.rules.context import Context


def send(ctx: Context, email: ClassicEmail, paused_alone: bool) -> PointId:
    """``paused_alone``: this e-mail is paused while others send."""
    window = _window(ctx, email)
    point = ctx.path.add(
        "send_email",
        email.pointer,
        email.place,
        email_id=email.id,
        position=email.place,
        subject=email.subject,
        title=email.title,
        paused=email.status == "paused",
        window=window,
    )
    ctx.sent[email.place] = point
    if paused_alone:
        ctx.find("CJ208", email, "/status", point)
        ctx.notes.claims.claim(f"{email.pointer}/status", "converted_with_change", "CJ208", point)
    if window is not None:
        ctx.find(
            "CJ401", email, "/trigger_settings/runtime", point, window=window_words(email.schedule)
        )
    _claim_schedule(ctx, email, point)
    _post_send(ctx, email)
    return point


def _window(ctx: Context, email: ClassicEmail) -> SendWindow | None:
    if not email.schedule.restricts:
        return None
    question = about(email, "send_window")
    answer = answer_for(ctx.automation, question, "window", ctx.notes)
    if answer is None:
        pointer = f"{email.pointer}/trigger_settings/runtime"
        ctx.asks.append(Ask(question, pointer, "window", email=ctx.label(email)))
    return SendWindow(
        days=_days(answer) or email.schedule.days,
        hours=email.schedule.hours,
        times=_times(answer),
    )


def _days(answer: object) -> tuple[str, ...]:
    """The days that an answer names under ``days``; the API's own count where it names none."""
    named = answer.get("days") if isinstance(answer, dict) else None
    return tuple(d for d in ALL_DAYS if d in named) if isinstance(named, list) else ()


def _times(answer: object) -> str | None:
    if isinstance(answer, dict):
        told = [str(value)[:40] for key, value in answer.items() if key != "days"]
        return " – ".join(told)[:200] or None
    return answer[:200] if isinstance(answer, str) else None


def window_words(schedule: Schedule) -> Param:
    return worded(lambda language: window_text(language, schedule.days, schedule.hours))


def window_text(language: Language, days: tuple[str, ...], hours: str) -> str:
    """“Monday to Friday, between two times of day”."""
    words = phrase("weekdays", language).split()
    places = [ALL_DAYS.index(d) for d in days]
    if len(days) == len(ALL_DAYS):
        on = phrase("every_day", language)
    elif len(days) > 2 and places == list(range(places[0], places[0] + len(places))):
        on = phrase("days_from_to", language, first=words[places[0]], last=words[places[-1]])
    else:
        on = ", ".join(words[p] for p in places)
    at = {"send_between": "hours_between", "send_at": "hours_at"}.get(hours)
    return f"{on}, {phrase(at, language)}" if at else on


def _claim_schedule(ctx: Context, email: ClassicEmail, point: PointId) -> None:
    _claim_runtime(ctx, email.pointer, email.schedule, point)
    if email.place == 1:
        _own_schedule(ctx, email, point)


def _own_schedule(ctx: Context, email: ClassicEmail, point: PointId) -> None:
    """The automation's schedule: it repeats the first e-mail's, or limits more than that one."""
    own, at = ctx.automation.schedule, f"{ctx.automation.pointer}/automation"
    if own.restricts and own != email.schedule:
        ctx.notes.add(
            "CJ401",
            f"{at}/trigger_settings/runtime",
            point,
            email=ctx.label(email),
            window=window_words(own),
        )
    _claim_runtime(ctx, at, own, point)


def _claim_runtime(ctx: Context, at: str, schedule: Schedule, point: PointId) -> None:
    base = f"{at}/trigger_settings/runtime"
    days, hours = len(schedule.days) < len(ALL_DAYS), schedule.hours != "send_asap"
    for i in range(len(ALL_DAYS)):
        _claim(ctx, f"{base}/days/{i}", days, point)
    _claim(ctx, f"{base}/hours/type", hours, point)


def _claim(ctx: Context, pointer: str, changed: bool, point: PointId) -> None:
    if changed:
        ctx.notes.claims.claim(pointer, "converted_with_change", "CJ401", point)
    else:
        ctx.notes.claims.claim(pointer, "converted", None, point)


def _post_send(ctx: Context, email: ClassicEmail) -> None:
    """Post-sending actions are not in the API: asked, and added where they were answered."""
    question = about(email, "post_send")
    if question not in ctx.automation.answers and EVERY_POST_SEND in ctx.automation.answers:
        question = EVERY_POST_SEND
    answer = answer_for(ctx.automation, question, "actions", ctx.notes)
    if not isinstance(answer, list):
        own = about(email, "post_send")
        ctx.asks.append(Ask(own, email.pointer, "actions", email=ctx.label(email)))
        return
    for action in answer:
        fields: dict[str, Any] = {}
        if action["kind"] != "unsubscribe":
            fields["value"] = str(action["value"])[:200]
        ctx.path.add(action["kind"], email.pointer, email.place, **fields)
