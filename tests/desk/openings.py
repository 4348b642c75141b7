"""Open hours and moments, as any desk might have them."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import settings
from hypothesis import strategies as st

from bot.desk.hours import Hours

patient = settings(max_examples=60)
ZONES = (
    "Europe/Paris",
    "UTC",
    "America/Sao_Paulo",
    "America/New_York",
    "Asia/Kathmandu",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
)
ZERO = timedelta()
HOUR = timedelta(hours=1)
MINUTE = timedelta(minutes=1)
OFFICE = ("09:00", "18:00")


def hours(*days: tuple[tuple[str, str], ...], zone: str = "Europe/Paris", **more: object) -> Hours:
    """The shifts of each day from Monday on; the days left out are closed."""
    week = [*days, *[()] * (7 - len(days))]
    return Hours.model_validate({"zone": zone, "weekly": week, **more})


WEEK = hours(*[(OFFICE,)] * 5)
EVERY_DAY = hours(*[(OFFICE,)] * 7)
NIGHT = hours(*[(("00:00", "06:00"), ("22:00", "24:00"))] * 7)


def paris(text: str, fold: int = 0) -> datetime:
    local = datetime.fromisoformat(text).replace(tzinfo=ZoneInfo("Europe/Paris"), fold=fold)
    return local.astimezone(UTC)


@st.composite
def shifts(draw: st.DrawFn) -> tuple[tuple[int, int], ...]:
    edges = sorted(draw(st.sets(st.integers(0, 96), max_size=6)))
    return tuple((15 * a, 15 * b) for a, b in zip(edges[::2], edges[1::2], strict=False))


@st.composite
def any_hours(draw: st.DrawFn) -> Hours:
    return Hours(
        zone=draw(st.sampled_from(ZONES)),
        weekly=draw(st.tuples(*[shifts()] * 7)),
        holidays=draw(st.frozensets(st.dates(date(2025, 12, 1), date(2027, 1, 31)), max_size=5)),
        country=draw(st.sampled_from((None, "france"))),
    )


CHANGES = (
    datetime(2026, 3, 29, 1, tzinfo=UTC),
    datetime(2026, 10, 25, 1, tzinfo=UTC),
    datetime(2011, 12, 30, 10, tzinfo=UTC),
    datetime(2026, 4, 4, 15, tzinfo=UTC),
)
"""Paris, twice; Apia, where a whole day was left out; Lord Howe, by half an hour."""
moments = st.one_of(
    st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31), timezones=st.just(UTC)),
    st.builds(
        lambda change, minutes: change + timedelta(minutes=minutes),
        st.sampled_from(CHANGES),
        st.integers(-2880, 2880),
    ),
)
spans = st.timedeltas(ZERO, timedelta(days=12))
