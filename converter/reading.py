"""From an entry of a bundle to a ClassicAutomation, with every assumption reported.

Nothing here raises for odd content except Unreadable, when what is needed is missing.
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from converter.catalog import LEGACY_FIELDS, TRIGGERS
from converter.classic import (
    ALL_DAYS,
    ClassicAutomation,
    ClassicDelay,
    ClassicEmail,
    Queue,
    Schedule,
)
from converter.findings import (
    Finding,
    Param,
    json_type,
    json_type_named,
    problem,
    quoted,
    the_automation,
    the_email,
)
from converter.journey import Condition, Filter, Unit
from converter.language import shorten
from converter.ledger import Claims

NAME_LIMIT = 255
ENUMS: dict[str, tuple[str, ...]] = {
    "status": ("save", "paused", "sending"),
    "workflow_type": (
        "abandonedBrowse", "abandonedCart", "api", "bestCustomers", "categoryFollowup", "dateAdded",
        "emailFollowup", "emailSeries", "groupAdd", "groupRemove", "mandrill", "productFollowup",
        "purchaseFollowup", "recurringEvent", "specialEvent", "visitUrl", "welcomeSeries",
    ),
}  # fmt: skip
KNOWN_HOURS = {"send_asap", "send_between", "send_at"}


class Unreadable(Exception):
    """The automation cannot be converted; ``finding`` says why and where."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.code)
        self.finding = finding


@dataclass(slots=True)
class Notes:
    """What the reader and the rules collect on the way."""

    findings: list[Finding] = field(default_factory=list)
    claims: Claims = field(default_factory=Claims)
    unknown_values: dict[str, list[str]] = field(default_factory=dict)
    """Values outside the published enums, by the pointer of what holds them."""

    def add(self, code: str, pointer: str, point: str | None = None, **params: Param) -> None:
        self.findings.append(Finding(code, pointer, params, point))

    def assumed(self, pointer: str, where: Param, key: str, **params: Param) -> None:
        """CJ605: something had to be assumed; the leaf carries over with a change."""
        self.add("CJ605", pointer, where=where, problem=problem(key, **params))
        self.claims.claim(pointer, "converted_with_change", "CJ605")


def _invalid(pointer: str, key: str, **params: Param) -> Unreadable:
    return Unreadable(
        Finding("CJ603", pointer, {"place": pointer or "/", "problem": problem(key, **params)})
    )


def read_automation(entry: object, base: str, index: int, notes: Notes) -> ClassicAutomation:
    """Raises Unreadable where there is no automation or no e-mail to convert."""
    if not isinstance(entry, dict):
        raise _invalid(base, "not_object", found=json_type(entry))
    if "automation" not in entry:
        raise _invalid(base, "automation_missing")
    raw = entry["automation"]
    at = f"{base}/automation"
    if not isinstance(raw, dict):
        raise _invalid(at, "not_object", found=json_type(raw))
    reader = _Reader(notes, the_automation())
    settings = reader.mapping(raw, "settings", at)
    recipients = reader.mapping(raw, "recipients", at)
    trigger = reader.mapping(raw, "trigger_settings", at)
    emails = entry.get("emails")
    if emails is None or emails == []:
        raise Unreadable(Finding("CJ602", f"{base}/emails" if "emails" in entry else base))
    if not isinstance(emails, list):
        raise _invalid(f"{base}/emails", "field_type", field="emails", expected=json_type_named("array"),
                       found=json_type(emails))  # fmt: skip
    automation_id = _identity(reader, raw, at, index)
    title = _title(reader, settings, trigger, f"{at}/settings/title", automation_id)
    workflow_type = reader.text(trigger, "workflow_type", f"{at}/trigger_settings")
    _note_unknown(notes, at, "workflow_type", workflow_type)
    status = reader.text(raw, "status", at)
    _note_unknown(notes, at, "status", status)
    own_schedule = trigger.get("runtime")
    places = _places(notes, emails, f"{base}/emails")
    read = [
        _email(notes, item, f"{base}/emails/{i}", place, own_schedule if place == 1 else None, at)
        for i, (item, place) in enumerate(zip(emails, places, strict=True))
    ]
    answers = entry.get("answers")
    return ClassicAutomation.model_construct(
        pointer=base,
        id=automation_id,
        title=title,
        status=status,
        audience=reader.text(recipients, "list_name", f"{at}/recipients")
        or reader.text(recipients, "list_id", f"{at}/recipients"),
        store=reader.text(recipients, "store_id", f"{at}/recipients"),
        workflow_type=workflow_type,
        stated_emails=reader.whole(trigger, "workflow_emails_count", f"{at}/trigger_settings"),
        legacy={
            k: v for k, v in trigger.items() if k in LEGACY_FIELDS and v not in (None, "", [], {})
        },
        segment=_segment(reader, recipients, f"{at}/recipients"),
        emails=tuple(sorted(read, key=lambda email: email.place)),
        queue=_queue(reader, entry, base),
        removed=_removed(reader, entry, base),
        answers={str(k): v for k, v in answers.items()} if isinstance(answers, dict) else {},
    )


def name_of(entry: object) -> tuple[str | None, str | None]:
    """Whatever id and title an unreadable entry still shows."""
    raw = entry.get("automation") if isinstance(entry, dict) else None
    if not isinstance(raw, dict):
        return None, None
    settings = raw.get("settings")
    title = settings.get("title") if isinstance(settings, dict) else None
    found = raw.get("id")
    return (
        shorten(str(found), NAME_LIMIT) if isinstance(found, str | int) and found != "" else None,
        shorten(title, NAME_LIMIT) if isinstance(title, str) and title.strip() else None,
    )


def _identity(reader: "_Reader", raw: dict[str, Any], at: str, index: int) -> str:
    found = raw.get("id")
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if isinstance(found, str) and found.strip():
        return shorten(found, NAME_LIMIT)
    assumed = f"automation-{index + 1}"
    reader.assume(f"{at}/id", "id_missing", assumed=assumed)
    return assumed


def _title(
    reader: "_Reader",
    settings: dict[str, Any],
    trigger: dict[str, Any],
    pointer: str,
    identity: str,
) -> str:
    title = reader.text(settings, "title", pointer.rpartition("/")[0])
    if title and title.strip():
        return shorten(title, NAME_LIMIT)
    fallback = trigger.get("workflow_title")
    assumed = (
        shorten(fallback, NAME_LIMIT)
        if isinstance(fallback, str) and fallback.strip()
        else identity
    )
    reader.assume(pointer, "title_missing", assumed=quoted(assumed))
    return assumed


def _note_unknown(notes: Notes, at: str, key: str, value: str | None) -> None:
    if value is not None and value not in ENUMS[key]:
        notes.unknown_values.setdefault(at, []).append(f"{key}: {shorten(value)}")


def _email(
    notes: Notes, raw: object, at: str, place: int, fallback_runtime: object, automation_at: str
) -> ClassicEmail:
    if not isinstance(raw, dict):
        raise _invalid(at, "not_object", found=json_type(raw))
    settings = raw.get("settings") if isinstance(raw.get("settings"), dict) else {}
    titles = (
        [settings.get("title"), settings.get("subject_line")] if isinstance(settings, dict) else []
    )
    label = next((t for t in titles if isinstance(t, str) and t.strip()), "")
    where = the_email(place, label)
    reader = _Reader(notes, where)
    settings = reader.mapping(raw, "settings", at)
    recipients = reader.mapping(raw, "recipients", at)
    trigger = reader.mapping(raw, "trigger_settings", at)
    runtime, runtime_at = trigger.get("runtime"), f"{at}/trigger_settings/runtime"
    if runtime is None and fallback_runtime is not None:
        runtime, runtime_at = fallback_runtime, f"{automation_at}/trigger_settings/runtime"
    identity = reader.text(raw, "id", at) or f"email-{place}"
    status = reader.text(raw, "status", at)
    _note_unknown(notes, at, "status", status)
    web_id = raw.get("web_id")
    return ClassicEmail.model_construct(
        pointer=at,
        place=place,
        id=shorten(identity, NAME_LIMIT),
        web_id=str(web_id) if isinstance(web_id, str | int) else None,
        title=shorten(reader.text(settings, "title", f"{at}/settings") or "", NAME_LIMIT),
        subject=shorten(reader.text(settings, "subject_line", f"{at}/settings") or "", NAME_LIMIT),
        status=status,
        delay=_delay(reader, raw, at, place > 1),
        schedule=_schedule(reader, runtime, runtime_at),
        segment=_segment(reader, recipients, f"{at}/recipients"),
    )


def _places(notes: Notes, emails: list[Any], at: str) -> list[int]:
    """The 1-based place of each listed e-mail: by ``position`` where every one has its own, else
    as they are listed, and said so."""
    found: list[int | None] = []
    for email in emails:
        raw = email.get("position") if isinstance(email, dict) else None
        if isinstance(raw, float) and raw.is_integer():
            raw = int(raw)
        found.append(raw if isinstance(raw, int) and not isinstance(raw, bool) else None)
    known = [p for p in found if p is not None]
    if len(known) < len(found):
        if len(found) > 1:
            notes.assumed(
                f"{at}/{found.index(None)}/position", the_automation(), "position_unreadable"
            )
    elif len(set(known)) < len(known):
        seen: set[int] = set()
        twice = next(i for i, p in enumerate(known) if p in seen or seen.add(p))  # type: ignore[func-returns-value]
        notes.assumed(f"{at}/{twice}/position", the_automation(), "position_duplicate",
                      value=str(known[twice]))  # fmt: skip
    else:
        rank = {position: place for place, position in enumerate(sorted(known), 1)}
        return [rank[p] for p in known]
    return list(range(1, len(found) + 1))


def _delay(reader: "_Reader", raw: dict[str, Any], at: str, later: bool) -> ClassicDelay:
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
    if contradicts:
        direction = f"{pointer}/direction"
        reader.notes.add("CJ605", direction, where=reader.where,
                         problem=problem("before_without_date", value=shorten(str(action))))  # fmt: skip
        reader.notes.claims.claim(direction, "placeholder", "CJ605")
    return ClassicDelay(
        amount=amount, unit=unit, before=before, action=action or None, contradicts=contradicts
    )


def _length(reader: "_Reader", delay: dict[str, Any], at: str) -> tuple[int, Unit]:
    kind, raw = delay.get("type"), delay.get("amount")
    amount_at, unit_at = f"{at}/amount", f"{at}/type"
    if kind == "now":
        if raw not in (None, 0) and raw is not False:
            reader.assume(amount_at, "delay_now_with_amount", value=shorten(str(raw)))
        return 0, "hour"
    amount = _number(raw)
    if amount is None or amount < 0:
        reader.assume(amount_at, "delay_amount", value=shorten(str(raw)))
        return 0, "hour"
    if amount == 0 and kind is None:
        return 0, "hour"
    unit: Unit = "day"
    if kind in ("hour", "day", "week"):
        unit = kind
    else:
        reader.assume(unit_at, "delay_unit", value=shorten(str(kind)))
    if amount != int(amount):
        hours = round(amount * {"hour": 1, "day": 24, "week": 168}[unit])
        reader.assume(amount_at, "delay_fraction", value=str(amount), assumed=str(hours))
        return hours, "hour"
    return int(amount), unit


def _number(raw: object) -> float | None:
    """A finite number within reason (a delay of up to 1,000,000 units), else None."""
    if isinstance(raw, bool) or not isinstance(raw, int | float):
        return None
    return raw if -1 <= raw <= 1_000_000 else None


def _before(reader: "_Reader", delay: dict[str, Any], at: str) -> bool:
    direction = delay.get("direction")
    if direction in (None, "", "after"):
        return False
    if direction == "before":
        return True
    reader.assume(f"{at}/direction", "delay_direction", value=shorten(str(direction)))
    return False


def _schedule(reader: "_Reader", runtime: object, at: str) -> Schedule:
    if runtime is None:
        return Schedule()
    if not isinstance(runtime, dict):
        reader.wrong_type(at, "runtime", "object", runtime)
        return Schedule()
    return Schedule(days=_days(reader, runtime.get("days"), f"{at}/days"),
                    hours=_hours(reader, runtime.get("hours"), f"{at}/hours"))  # fmt: skip


def _days(reader: "_Reader", days: object, at: str) -> tuple[str, ...]:
    if days is None:
        return ALL_DAYS
    if not isinstance(days, list):
        reader.wrong_type(at, "days", "array", days)
        return ALL_DAYS
    known = {d.lower() for d in days if isinstance(d, str)} & set(ALL_DAYS)
    for i, day in enumerate(days):
        if not isinstance(day, str) or day.lower() not in known:
            reader.wrong_type(f"{at}/{i}", "days", "string", day)
    if not known:
        if not days:
            reader.wrong_type(at, "days", "string", days)
        return ALL_DAYS
    return tuple(d for d in ALL_DAYS if d in known)


def _hours(reader: "_Reader", hours: object, at: str) -> str:
    if hours is None:
        return "send_asap"
    kind = hours.get("type") if isinstance(hours, dict) else None
    if not isinstance(kind, str) or not kind:
        reader.wrong_type(f"{at}/type" if isinstance(hours, dict) else at, "hours", "string", kind)
        return "send_asap"
    if kind in KNOWN_HOURS:
        return kind
    reader.notes.unknown_values.setdefault(at.split("/trigger_settings", maxsplit=1)[0], []).append(
        f"hours.type: {shorten(kind)}"
    )
    if kind != "automation":  # real accounts have it, and it restricts nothing that is known
        reader.wrong_type(f"{at}/type", f"hours.type: {shorten(kind)}", "string", kind)
    return "send_asap"


def _segment(reader: "_Reader", recipients: dict[str, Any], at: str) -> Filter | None:
    """The segment of an e-mail or of the automation; None where it selects nothing."""
    options = reader.mapping(recipients, "segment_opts", at)
    conditions: list[Condition] = []
    for key in ("saved_segment_id", "prebuilt_segment_id"):
        saved = options.get(key)
        if isinstance(saved, str | int) and not isinstance(saved, bool) and saved not in ("", 0):
            conditions.append(Condition(kind="saved_segment", detail={key: saved}))
    listed = options.get("conditions")
    if listed is not None and not isinstance(listed, list):
        reader.wrong_type(f"{at}/segment_opts/conditions", "conditions", "array", listed)
        listed = None
    inline = [
        Condition.model_construct(
            kind="segment", detail=c if isinstance(c, dict) else {"value": c}, email=None
        )
        for c in listed or []
        if c not in (None, "", [], {})
    ]
    # A saved segment repeats its conditions beside its id: counted once, as they are listed.
    conditions = inline or conditions
    if not conditions:
        text = recipients.get("segment_text")
        if not isinstance(text, str) or not text.strip():
            return None
        conditions = [Condition(kind="segment", detail={"segment_text": shorten(text, 500)})]
    match = options.get("match")
    if match not in ("any", "all"):
        if match is not None:
            reader.wrong_type(f"{at}/segment_opts/match", "match", "string", match)
        match = "all"
    return Filter(match=match, conditions=tuple(conditions))


def _queue(reader: "_Reader", entry: dict[str, Any], base: str) -> Queue | None:
    queues = entry.get("queues")
    if queues is None:
        return None
    if not isinstance(queues, dict):
        reader.notes.add("CJ605", f"{base}/queues", where=reader.where,
                         problem=problem("queue_unreadable", field="queues"))  # fmt: skip
        return None
    total, moments = 0, []
    for key, queue in queues.items():
        at = f"{base}/queues/{key}"
        if not isinstance(queue, dict):
            reader.notes.add("CJ605", at, where=reader.where,
                             problem=problem("queue_unreadable", field=shorten(str(key))))  # fmt: skip
            continue
        total += _total(reader, queue, "queue", at)
        waiting = queue.get("queue")
        for item in waiting if isinstance(waiting, list) else ():
            found = moment_of(item.get("next_send")) if isinstance(item, dict) else None
            if found:
                moments.append(found)
    return Queue(contacts=total, last_send=max(moments).isoformat() if moments else None)


def _removed(reader: "_Reader", entry: dict[str, Any], base: str) -> int:
    removed = entry.get("removed_subscribers")
    if not isinstance(removed, dict):
        return 0
    return _total(reader, removed, "subscribers", f"{base}/removed_subscribers")


def _total(reader: "_Reader", holder: dict[str, Any], listed: str, at: str) -> int:
    total, items = holder.get("total_items"), holder.get(listed)
    count = len(items) if isinstance(items, list) else 0
    if isinstance(total, float) and total.is_integer():
        total = int(total)
    if isinstance(total, int) and not isinstance(total, bool) and total >= 0:
        return total
    if count or total is not None:
        reader.assume(f"{at}/total_items", "total_missing", assumed=str(count))
    return count


def moment_of(value: object) -> datetime | None:
    if not isinstance(value, str):
        return None
    try:
        when = datetime.fromisoformat(value)
    except ValueError:
        return None
    try:
        return (when if when.tzinfo else when.replace(tzinfo=UTC)).astimezone(UTC)
    except OverflowError:
        return None


class _Reader:
    """Typed look-ups that report what they had to leave aside."""

    def __init__(self, notes: Notes, where: Param) -> None:
        self.notes = notes
        self.where = where

    def assume(self, pointer: str, key: str, **params: Param) -> None:
        self.notes.assumed(pointer, self.where, key, **params)

    def wrong_type(self, pointer: str, name: str, expected: str, found: object) -> None:
        self.assume(
            pointer,
            "field_type",
            field=name,
            expected=json_type_named(expected),
            found=json_type(found),
        )
        if isinstance(found, dict | list):
            self.notes.claims.claim_all(found, pointer, "converted_with_change", "CJ605")

    def mapping(self, holder: dict[str, Any], key: str, at: str) -> dict[str, Any]:
        value = holder.get(key)
        if isinstance(value, dict):
            return value
        if value is not None:
            self.wrong_type(f"{at}/{key}", key, "object", value)
        return {}

    def text(self, holder: dict[str, Any], key: str, at: str) -> str | None:
        value = holder.get(key)
        if isinstance(value, str):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        if value is not None:
            self.wrong_type(f"{at}/{key}", key, "string", value)
        return None

    def whole(self, holder: dict[str, Any], key: str, at: str) -> int | None:
        value = holder.get(key)
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        if isinstance(value, float) and value.is_integer():
            return int(value)
        if value is not None:
            self.wrong_type(f"{at}/{key}", key, "number", value)
        return None
