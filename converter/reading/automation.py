"""Reads one entry of a bundle.

Nothing here raises for odd content except Unreadable, when what is needed is missing.
"""

from typing import Any

from converter.catalog import LEGACY_FIELDS
from converter.classic import ClassicAutomation, ClassicEmail, Schedule
from converter.findings import (
    Finding,
    json_type,
    json_type_named,
    quoted,
    the_automation,
    the_email,
)
from converter.language import shorten
from converter.reading.contacts import read_queue, read_removed
from converter.reading.notes import NAME_LIMIT, Notes, Unreadable, invalid
from converter.reading.segment import read_segment
from converter.reading.timing import read_delay, read_schedule
from converter.reading.unread import emails_unread, note_unread
from converter.reading.values import Reader

ENUMS: dict[str, tuple[str, ...]] = {
    "status": ("save", "paused", "sending"),
    "workflow_type": (
        "abandonedBrowse", "abandonedCart", "api", "bestCustomers", "categoryFollowup", "dateAdded",
        "emailFollowup", "emailSeries", "groupAdd", "groupRemove", "mandrill", "productFollowup",
        "purchaseFollowup", "recurringEvent", "specialEvent", "visitUrl", "welcomeSeries",
    ),
}  # fmt: skip


def read_automation(entry: object, base: str, index: int, notes: Notes) -> ClassicAutomation:
    """Raises Unreadable where there is no automation or no e-mail to convert."""
    if not isinstance(entry, dict):
        raise invalid(base, "not_object", found=json_type(entry))
    if "automation" not in entry:
        raise invalid(base, "automation_missing")
    raw = entry["automation"]
    at = f"{base}/automation"
    if not isinstance(raw, dict):
        raise invalid(at, "not_object", found=json_type(raw))
    reader = Reader(notes, the_automation())
    settings = reader.mapping(raw, "settings", at)
    recipients = reader.mapping(raw, "recipients", at)
    trigger = reader.mapping(raw, "trigger_settings", at)
    emails = entry.get("emails")
    unread = emails_unread(entry, base)
    if unread is not None:
        raise unread
    if emails is None or emails == []:
        raise Unreadable(Finding("CJ602", f"{base}/emails" if "emails" in entry else base))
    if not isinstance(emails, list):
        raise invalid(
            f"{base}/emails",
            "field_type",
            field="emails",
            expected=json_type_named("array"),
            found=json_type(emails),
        )
    automation_id = _identity(reader, raw, at, index)
    title = _title(reader, settings, trigger, f"{at}/settings/title", automation_id)
    workflow_type = reader.text(trigger, "workflow_type", f"{at}/trigger_settings")
    _note_unknown(notes, at, "workflow_type", workflow_type)
    status = reader.short(raw, "status", at)
    _note_unknown(notes, at, "status", status)
    runtime = trigger.get("runtime")
    schedule = read_schedule(reader, runtime, f"{at}/trigger_settings/runtime")
    places = _places(notes, emails, f"{base}/emails")
    read = [
        _email(notes, item, f"{base}/emails/{i}", place, schedule if place == 1 else None)
        for i, (item, place) in enumerate(zip(emails, places, strict=True))
    ]
    queue = note_unread(reader, entry, base, read_queue(reader, entry, base))
    answers = entry.get("answers")
    if answers is not None and not isinstance(answers, dict):
        reader.wrong_type(f"{base}/answers", "answers", "object", answers)
    return ClassicAutomation.model_construct(
        pointer=base,
        id=automation_id,
        title=title,
        status=status,
        audience=_audience(reader, recipients, f"{at}/recipients"),
        audience_id=_audience_id(recipients),
        store=reader.text(recipients, "store_id", f"{at}/recipients"),
        workflow_type=workflow_type,
        stated_emails=reader.whole(trigger, "workflow_emails_count", f"{at}/trigger_settings"),
        legacy={
            k: v for k, v in trigger.items() if k in LEGACY_FIELDS and v not in (None, "", [], {})
        },
        segment=read_segment(reader, recipients, f"{at}/recipients"),
        schedule=schedule,
        emails=tuple(sorted(read, key=lambda email: email.place)),
        queue=queue,
        removed=read_removed(reader, entry, base),
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


def _identity(reader: Reader, raw: dict[str, Any], at: str, index: int) -> str:
    found = raw.get("id")
    if isinstance(found, int) and not isinstance(found, bool):
        found = str(found)
    if isinstance(found, str) and found.strip():
        return shorten(found, NAME_LIMIT)
    assumed = f"automation-{index + 1}"
    reader.assume(f"{at}/id", "id_missing", assumed=assumed)
    return assumed


def _audience(reader: Reader, recipients: dict[str, Any], at: str) -> str | None:
    name = reader.text(recipients, "list_name", at) or reader.text(recipients, "list_id", at)
    return shorten(name, NAME_LIMIT) if name else None


def _audience_id(recipients: dict[str, Any]) -> str | None:
    found = recipients.get("list_id")
    return shorten(found, NAME_LIMIT) if isinstance(found, str) and found.strip() else None


def _title(
    reader: Reader,
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
    notes: Notes, raw: object, at: str, place: int, fallback: Schedule | None
) -> ClassicEmail:
    """``fallback`` is the schedule of an e-mail that tells none of its own."""
    if not isinstance(raw, dict):
        raise invalid(at, "not_object", found=json_type(raw))
    settings = raw.get("settings") if isinstance(raw.get("settings"), dict) else {}
    titles = (
        [settings.get("title"), settings.get("subject_line")] if isinstance(settings, dict) else []
    )
    label = next((t for t in titles if isinstance(t, str) and t.strip()), "")
    where = the_email(place, label)
    reader = Reader(notes, where)
    settings = reader.mapping(raw, "settings", at)
    recipients = reader.mapping(raw, "recipients", at)
    trigger = reader.mapping(raw, "trigger_settings", at)
    runtime = trigger.get("runtime")
    schedule = read_schedule(reader, runtime, f"{at}/trigger_settings/runtime")
    identity = reader.text(raw, "id", at)
    if identity is None or not identity.strip():
        identity = f"email-{place}"
        reader.assume(f"{at}/id", "id_missing", assumed=identity)
    status = reader.short(raw, "status", at)
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
        delay=read_delay(reader, raw, at, place > 1),
        schedule=fallback if runtime is None and fallback is not None else schedule,
        segment=read_segment(reader, recipients, f"{at}/recipients"),
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
        notes.assumed(
            f"{at}/{twice}/position",
            the_automation(),
            "position_duplicate",
            value=str(known[twice]),
        )
    else:
        rank = {position: place for place, position in enumerate(sorted(known), 1)}
        return [rank[p] for p in known]
    return list(range(1, len(found) + 1))
