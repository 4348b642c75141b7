"""The desk in numbers, and its cases as a table."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from bot.desk.case import UNFINISHED, Rating, Start, State
from bot.desk.due import What
from bot.desk.hours import Hours, OpenTime
from bot.words import texts
from converter.cells import lines
from converter.frozen import Frozen
from converter.report.model import Language


class CaseFacts(Frozen):
    """What is counted of a case. ``told`` are the names of what was due and told."""

    id: int
    opened_at: datetime
    first_reply_at: datetime | None = None
    resolved_at: datetime | None = None
    state: State
    reopened: int = 0
    rating: Rating | None = None
    told: frozenset[str] = frozenset()
    topic: str | None = None
    start: Start
    agent: str | None = None

    def missed(self, what: What) -> bool:
        return any(name.partition(":")[0] == what for name in self.told)


class Times(Frozen):
    """Of ``count`` cases: the middle one and the one that nine in ten stay below."""

    count: int
    median: timedelta
    p90: timedelta


class Metrics(Frozen):
    """A share or a time of nothing is None. ``opened``, the first words, breaches and reopenings
    are of the cases opened in the period, resolutions and ratings of those resolved in it;
    ``open_now`` is of all. ``*_open`` count open hours, ``*_real`` the time as it passes.

    ``deflection``: questions that the bot helped with, of these and the cases. ``reopened``: cases
    opened again, of those resolved at least once. ``satisfied``: good ratings, of ``rated``.
    """

    since: datetime
    until: datetime
    opened: int
    open_now: dict[State, int]
    first_open: Times | None
    first_real: Times | None
    resolution_open: Times | None
    resolution_real: Times | None
    deflection: float | None
    reopened: float | None
    satisfied: float | None
    rated: int
    first_breaches: int
    resolution_breaches: int


def measure(
    facts: Iterable[CaseFacts], helped: int, since: datetime, until: datetime, hours: Hours
) -> Metrics:
    """The numbers of the period from ``since`` up to, not including, ``until``.

    ``facts``: every case that is unfinished, or was opened or resolved in the period; one that is
    given twice counts once. ``helped``: questions of the period that the bot helped with, without
    a case.
    """
    cases = tuple({case.id: case for case in facts}.values())
    opened = [case for case in cases if since <= case.opened_at < until]
    resolved = [c for c in cases if c.resolved_at is not None and since <= c.resolved_at < until]
    ended = [case for case in opened if case.resolved_at is not None or case.reopened]
    first = [(c.opened_at, c.first_reply_at) for c in opened if c.first_reply_at is not None]
    whole = [(c.opened_at, c.resolved_at) for c in resolved if c.resolved_at is not None]
    spans = [*first, *whole]
    start = min((begun for begun, _ in spans), default=since)
    open_time = OpenTime(hours, start, max((end for _, end in spans), default=since))
    ratings = Counter(case.rating for case in resolved if case.rating is not None)
    return Metrics(
        since=since,
        until=until,
        opened=len(opened),
        open_now=dict(Counter(case.state for case in cases if case.state in UNFINISHED)),
        first_open=_times([open_time.between(*span) for span in first]),
        first_real=_times([end - begun for begun, end in first]),
        resolution_open=_times([open_time.between(*span) for span in whole]),
        resolution_real=_times([end - begun for begun, end in whole]),
        deflection=_share(helped, helped + len(opened)),
        reopened=_share(sum(case.reopened > 0 for case in ended), len(ended)),
        satisfied=_share(ratings["good"], ratings.total()),
        rated=ratings.total(),
        first_breaches=sum(case.missed("first_breach") for case in opened),
        resolution_breaches=sum(case.missed("resolution_breach") for case in opened),
    )


COLUMNS = (
    "id",
    "opened_at",
    "first_reply_at",
    "resolved_at",
    "state",
    "start",
    "topic",
    "agent",
    "reopened",
    "rating",
    "first_breach",
    "resolution_breach",
)


def table(cases: Iterable[CaseFacts], language: Language) -> str:
    """The cases as CSV, one a line below a line of headings; times in UTC."""
    said = texts("desk_table")
    head = [said.say(f"column_{column}", language) for column in COLUMNS]
    return "".join(lines(head, (_cells(case, language) for case in cases)))


def _cells(case: CaseFacts, language: Language) -> tuple[str, ...]:
    said = texts("desk_table")
    return (
        str(case.id),
        _utc(case.opened_at),
        _utc(case.first_reply_at),
        _utc(case.resolved_at),
        said.say(f"state_{case.state}", language),
        said.say(f"start_{case.start}", language),
        case.topic or "",
        case.agent or "",
        str(case.reopened),
        said.say(f"rating_{case.rating}", language) if case.rating else "",
        said.say("yes" if case.missed("first_breach") else "no", language),
        said.say("yes" if case.missed("resolution_breach") else "no", language),
    )


def _utc(at: datetime | None) -> str:
    return "" if at is None else f"{at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"


def _share(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def _times(spans: Sequence[timedelta]) -> Times | None:
    if not spans:
        return None
    ordered, count = sorted(spans), len(spans)
    middle = (ordered[(count - 1) // 2] + ordered[count // 2]) / 2
    nine_in_ten = ordered[-(-9 * count // 10) - 1]
    return Times(count=count, median=middle, p90=nine_in_ten)
