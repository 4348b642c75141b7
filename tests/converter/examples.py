"""How properties are run: the same examples every time, and no clock."""

from hypothesis import HealthCheck, settings

SLOW_BUT_FINE = (
    HealthCheck.too_slow,
    HealthCheck.data_too_large,
    HealthCheck.function_scoped_fixture,
)


def examples(count: int) -> settings:
    return settings(
        max_examples=count,
        derandomize=True,
        database=None,
        suppress_health_check=SLOW_BUT_FINE,
    )
