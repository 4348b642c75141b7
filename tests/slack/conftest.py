from hypothesis import HealthCheck, settings

# The machines these run on are shared: how long one example takes says nothing about the code.
settings.register_profile(
    "slack", deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
settings.load_profile("slack")
