"""When a classic e-mail leaves: its delay and the days and hours it is limited to."""

from typing import Any

from converter.catalog import TRIGGERS
from converter.classic import ALL_DAYS, ClassicDelay, Schedule
from converter.findings import names
from converter.journey import UNIT_HOURS, Unit
from converter.language import shown
from converter.reading.values import Reader

KNOWN_HOURS = {"send_asap", "send_between", "send_at"}
LONGEST = 1_000_000
"""Units of delay above which an amount counts as unreadable."""


def read_delay(reader: Reader, raw: dict[str, Any], at: str, later: bool) -> ClassicDelay:
    pointer = f"{at}/delay"
    delay = raw.get("delay")
    if delay is not None and not isinstance(delay, dict):
        reader.wrong_type(pointer, "delay", "object", delay)
        delay = None
    if not delay:
        if later:
            reader.assume(pointer, "delay_missing")
        action = "previous_campaign_sent" if later else None
        return ClassicDelay(amount=0, unit="hour", before=False, action=action)
    action = reader.text(delay, "action", pointer)
    if not action and later:
        reader.assume(f"{pointer}/action", "action_missing")
        action = "previous_campaign_sent"
    amount, unit = _length(reader, delay, pointer)
    before = _before(reader, delay, pointer)
    trigger = TRIGGERS.get(action or "")
    contradicts = before and amount > 0 and trigger is not None and not trigger.date
    return ClassicDelay(
        amount=amount, unit=unit, before=before, action=action or None, contradicts=contradicts
    )


def _length(reader: Reader, delay: dict[str, Any], at: str) -> tuple[int, Unit]:
    kind, raw = delay.get("type"), delay.get("amount")
    amount_at, unit_at = f"{at}/amount", f"{at}/type"
    if kind == "now":
        if raw not in (None, 0) and raw is not False:
            reader.assume(amount_at, "delay_now_with_amount", value=shown(raw))
        return 0, "hour"
    if isinstance(raw, str) and raw.strip().isascii() and raw.strip().isdigit():
        reader.assume(amount_at, "delay_text", value=shown(raw))
        raw = int(raw.strip()[:9])
    amount = _number(raw)
    if amount is None or amount < 0:
        reader.assume(amount_at, "delay_amount", value=shown(raw))
        return 0, "hour"
    if amount == 0:
        if kind not in UNIT_HOURS and kind is not None:  # of no weight: nothing to wait for
            _unknown(reader, at.removesuffix("/delay"), f"delay.type: {shown(kind)}")
        return 0, "hour"
    unit: Unit = "day"
    if kind in ("hour", "day", "week"):
        unit = kind
    else:
        reader.assume(unit_at, "delay_unit", value=shown(kind))
    if amount != int(amount):
        hours = round(amount * UNIT_HOURS[unit])
        reader.assume(amount_at, "delay_fraction", value=str(amount), assumed=str(hours))
        return hours, "hour"
    return int(amount), unit


def _number(raw: object) -> float | None:
    """A finite number within reason else None."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    return raw if -1 <= raw <= LONGEST else None


def _before(reader: Reader, delay: dict[str, Any], at: str) -> bool:
    direction = delay.get("direction")
    if direction in (None, "", "after"):
        return False
    if direction == "before":
        return True
    reader.assume(f"{at}/direction", "delay_direction", value=shown(direction))
    return False


def read_schedule(reader: Reader, runtime: object, at: str) -> Schedule:
    if runtime is None:
        return Schedule()
    if not isinstance(runtime, dict):
        reader.wrong_type(at, "runtime", "object", runtime)
        return Schedule()
    return Schedule(
        days=_days(reader, runtime.get("days"), f"{at}/days"),
        hours=_hours(reader, runtime.get("hours"), f"{at}/hours"),
    )


def _days(reader: Reader, days: object, at: str) -> tuple[str, ...]:
    if days is None:
        return ALL_DAYS
    if not isinstance(days, list):
        reader.wrong_type(at, "days", "array", days)
        return ALL_DAYS
    known = {d.lower() for d in days if isinstance(d, str)} & set(ALL_DAYS)
    for i, day in enumerate(days):
        if not isinstance(day, str) or day.lower() not in known:
            reader.set_aside(f"{at}/{i}", "days", names(list(ALL_DAYS)), day)
    if not known:
        if not days:
            reader.set_aside(at, "days", names(list(ALL_DAYS)), days)
        return ALL_DAYS
    return tuple(d for d in ALL_DAYS if d in known)


def _hours(reader: Reader, hours: object, at: str) -> str:
    if hours is None:
        return "send_asap"
    kind = hours.get("type") if isinstance(hours, dict) else None
    if not isinstance(kind, str) or not kind:
        reader.wrong_type(f"{at}/type" if isinstance(hours, dict) else at, "hours", "string", kind)
        return "send_asap"
    if kind in KNOWN_HOURS:
        return kind
    if kind == "automation":  # real accounts have it, and it restricts nothing that is known
        _unknown(reader, at.split("/trigger_settings", maxsplit=1)[0], f"hours.type: {kind}")
    else:
        reader.set_aside(f"{at}/type", "hours.type", names(sorted(KNOWN_HOURS)), kind)
    return "send_asap"


def _unknown(reader: Reader, at: str, text: str) -> None:
    reader.notes.unknown_values.setdefault(at, []).append(text)
