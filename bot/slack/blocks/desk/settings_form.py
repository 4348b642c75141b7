"""The desk's settings as a form in Slack, written down as a file would be.

Routes, e-mail and the webhook stand in the file of whoever runs the bot: they hold secrets.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from bot.slack.blocks.desk.forms import field, form, value_of, words_field
from bot.slack.blocks.elements import Block
from bot.slack.texts import plain
from converter.frozen import Frozen
from converter.report.model import Language

SETTINGS = "desk_settings"
LINES = 2000


class Written(Frozen):
    """What stands in the form."""

    channel: str | None = None
    zone: str = ""
    hours: str = ""
    holidays: str = ""
    times: str = ""


def settings_view(written: Written, language: Language) -> Block:
    channel: Block = {
        "type": "conversations_select",
        "action_id": "channel",
        "filter": {"include": ["public", "private"], "exclude_bot_users": True},
    }
    if written.channel:
        channel["initial_conversation"] = written.channel
    blocks = [
        field("channel", plain(language, "desk_settings_channel"), channel),
        _line("zone", plain(language, "desk_settings_zone"), written.zone),
        _lines("hours", plain(language, "desk_settings_hours"), written.hours),
        _line("holidays", plain(language, "desk_settings_holidays"), written.holidays),
        _lines("times", plain(language, "desk_settings_times"), written.times),
    ]
    return form(language, "desk_settings", SETTINGS, blocks, language)


def written_in(view: Mapping[str, Any]) -> Written:
    def text(name: str) -> str:
        return str(value_of(view, name, name).get("value") or "").strip()

    chosen = value_of(view, "channel", "channel").get("selected_conversation")
    return Written(
        channel=chosen if isinstance(chosen, str) else None,
        zone=text("zone"),
        hours=text("hours"),
        holidays=text("holidays"),
        times=text("times"),
    )


def as_file(written: Written) -> str:
    """The text of a settings file that says the same."""
    lines = [f"triage_channel = {_string(written.channel or '')}"]
    if written.hours or written.holidays:
        lines += ["[hours]", f"zone = {_string(written.zone or 'UTC')}"]
        days = [day.strip() for day in written.holidays.split(",") if day.strip()]
        lines.append(f"holidays = [{', '.join(_string(day) for day in days)}]")
        lines += [_assignment(line) for line in written.hours.splitlines() if line.strip()]
    if written.times:
        lines.append("[times]")
        lines += [_assignment(line) for line in written.times.splitlines() if line.strip()]
    return "\n".join(lines) + "\n"


def _assignment(line: str) -> str:
    """``name = value`` as a line of TOML, whatever is typed around it."""
    name, _, value = line.partition("=")
    name = re.sub(r"[^a-z_-]", "", name.strip().lower()) or "?"
    parts = [part.strip(" \"'[]") for part in value.split(",")]
    listed = ", ".join(_string(part) for part in parts if part)
    return (
        f"{_string(name)} = [{listed}]"
        if len(parts) > 1
        else f"{_string(name)} = {listed or _string('')}"
    )


def _string(text: str) -> str:
    return re.sub("[\x7f-\x9f]", "", json.dumps(text, ensure_ascii=False))


def _line(name: str, label: str, initial: str) -> Block:
    element: Block = {"type": "plain_text_input", "action_id": name, "max_length": 500}
    if initial:
        element["initial_value"] = initial
    return field(name, label, element, optional=True)


def _lines(name: str, label: str, initial: str) -> Block:
    return words_field(name, label, initial, longest=LINES, optional=True)
