import logging

import pytest

from bot.web.refusals import Refusals


def test_a_flood_of_refusals_is_a_line_a_minute_and_kind(caplog: pytest.LogCaptureFixture) -> None:
    now = [0.0]
    refusals = Refusals(lambda: now[0])
    with caplog.at_level(logging.INFO):
        for _ in range(1000):
            refusals.note(401, "invalid_signature")
        refusals.note(413, "too_large")
        now[0] = 60.0
        refusals.note(401, "invalid_signature")
        now[0] = 120.0
        refusals.note(401, "invalid_signature")

    assert caplog.messages == [
        "refused a request: 401 invalid_signature",
        "refused a request: 413 too_large",
        "refused a request: 401 invalid_signature, and 999 more since the last line",
        "refused a request: 401 invalid_signature",
    ]
