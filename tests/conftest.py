"""What every test may ask for, and what holds for all of them."""

from hypothesis import HealthCheck, settings

pytest_plugins = ["tests.commands", "tests.databases"]

# The machines these run on are shared: how long an example takes says nothing about the code.
settings.register_profile(
    "patient",
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("patient")
