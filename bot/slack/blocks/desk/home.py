"""The desk in the App Home: for agents its numbers, for everybody their own requests."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from bot.desk.case import Case
from bot.desk.metrics import Metrics, Times
from bot.slack.blocks.desk.moments import told
from bot.slack.blocks.elements import Block, Line, actions, bullets, button, divider, rich
from bot.slack.texts import plain
from converter.report.model import Language

MINE = 10


def numbers(metrics: Metrics | None, days: int, language: Language) -> list[Block]:
    """What agents see; None while the numbers are made for the first time."""
    lines = _lines(metrics, language) if metrics else [plain(language, "desk_home_making")]
    buttons = actions(
        button(plain(language, "desk_home_csv"), "desk_csv", language),
        button(plain(language, "desk_home_settings"), "desk_open_settings", language),
    )
    return [divider(), _title("desk_home", language, n=days), rich(bullets(lines)), buttons]


def _lines(metrics: Metrics, language: Language) -> list[Line]:
    lines: list[Line] = [plain(language, "desk_home_opened", n=metrics.opened)]
    open_now = sum(metrics.open_now.values())
    lines.append(plain(language, "desk_home_open", n=open_now))
    for key, times in (
        ("desk_home_first", metrics.first_open),
        ("desk_home_end", metrics.resolution_open),
    ):
        if times is not None:
            lines.append(_times(key, times, language))
    for key, share in (
        ("desk_home_deflection", metrics.deflection),
        ("desk_home_reopened", metrics.reopened),
    ):
        if share is not None:
            lines.append(plain(language, key, n=round(100 * share)))
    if metrics.satisfied is not None:
        share = round(100 * metrics.satisfied)
        lines.append(plain(language, "desk_home_satisfied", n=share, rated=metrics.rated))
    late = (metrics.first_breaches, metrics.resolution_breaches)
    if any(late):
        lines.append(plain(language, "desk_home_breaches", first=late[0], ends=late[1]))
    return lines


def requests(
    cases: Sequence[Case], about: Callable[[Case], str], language: Language
) -> list[Block]:
    """Somebody's own requests, the newest first."""
    lines: list[Line] = [
        plain(
            language,
            "desk_home_one",
            id=str(case.id),
            about=about(case),
            state=plain(language, f"desk_state_{case.state}"),
        )
        for case in cases[:MINE]
    ]
    return [divider(), _title("desk_home_mine", language), rich(bullets(lines))] if lines else []


def duration(time: timedelta, language: Language) -> str:
    """In the two largest units: 2 d 3 h, 4 h 10 min, 25 min."""
    minutes = max(1, round(time.total_seconds() / 60))
    days, hours, rest = minutes // 1440, minutes % 1440 // 60, minutes % 60
    day = "j" if language == "fr" else "d"
    parts = [(days, day), (hours, "h"), (rest, "min")]
    first = next(at for at, (count, _) in enumerate(parts) if count)
    shown = [f"{count}\u00a0{unit}" for count, unit in parts[first : first + 2] if count]
    return " ".join(shown)


def _times(key: str, times: Times, language: Language) -> str:
    middle, most = duration(times.median, language), duration(times.p90, language)
    return plain(language, key, middle=middle, most=most)


def _title(key: str, language: Language, **params: int) -> Block:
    block = told(language, key, **params)
    block["text"]["text"] = f"*{block['text']['text']}*"
    return block
