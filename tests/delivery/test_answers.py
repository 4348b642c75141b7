"""What Slack's answers mean."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.delivery.answers import (
    LONGEST_WAIT,
    Limited,
    Refused,
    Taken,
    Unclear,
    Unreached,
    of_api,
    of_response_url,
    useful,
)
from bot.delivery.methods import RESPOND_POST, RESPOND_REPLACE, RESPOND_TELL, response_method

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    max_leaves=8,
)


def test_what_slack_did_is_told_apart_from_what_it_refused() -> None:
    assert of_api(200, {}, {"ok": True, "ts": "1.2"}) == Taken({"ok": True, "ts": "1.2"})
    refused = of_api(200, {}, {"ok": False, "error": "is_archived"})
    assert isinstance(refused, Refused)
    assert refused.error == "is_archived"


@pytest.mark.parametrize("error", ["internal_error", "fatal_error", "service_unavailable"])
def test_errors_of_slacks_own_say_nothing_about_what_was_done(error: str) -> None:
    assert of_api(200, {}, {"ok": False, "error": error}) == Unclear(error)


def test_errors_that_pass_are_tried_again() -> None:
    error = {"ok": False, "error": "team_added_to_org"}
    assert of_api(200, {}, error) == Unreached("team_added_to_org")


@pytest.mark.parametrize("data", [None, [], "x", {}, {"ok": False}, {"ok": 1}, {"error": "No <p>"}])
def test_what_is_no_answer_of_slacks_is_none(data: object) -> None:
    assert isinstance(of_api(200, {}, data), Unclear)
    assert isinstance(of_api(404, {}, data), Unclear)


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7.0), ("0", 1.0), ("-3", 1.0), ("99999", LONGEST_WAIT), ("soon", 5.0), ("nan", 5.0)],
)
def test_a_limit_says_how_long_to_wait(header: str, seconds: float) -> None:
    assert of_api(429, {"retry-after": header}, None) == Limited(seconds)
    assert of_response_url(429, {"Retry-After": header}, "") == Limited(seconds)
    assert of_api(200, {"Retry-After": [header]}, {"ok": False, "error": "ratelimited"}) == (
        Limited(seconds)
    )


def test_a_limit_without_a_time_waits_a_little() -> None:
    assert of_api(429, {}, None) == Limited(5.0)


def test_a_response_url_answers_with_a_word() -> None:
    assert of_response_url(200, {}, "ok") == Taken({"ok": True})
    assert of_response_url(404, {}, "used_url\n") == Refused({"ok": False, "error": "used_url"})
    assert of_response_url(404, {}, '{"ok":false,"error":"expired_url"}') == (
        Refused({"ok": False, "error": "expired_url"})
    )
    page = of_response_url(404, {}, "<html>Dear Ana")
    assert page == Refused({"ok": False, "error": "http_404"})
    assert of_response_url(503, {}, "") == Unclear("HTTP 503")


def test_what_a_response_url_is_used_for() -> None:
    assert response_method({"replace_original": True}) == RESPOND_REPLACE
    assert response_method({"delete_original": True}) == RESPOND_REPLACE
    shared = {"response_type": "in_channel", "replace_original": False}
    assert response_method(shared) == RESPOND_POST
    assert response_method({"response_type": "ephemeral"}) == RESPOND_TELL
    assert response_method({"text": "x"}) == RESPOND_TELL


@given(st.integers(200, 599), JSON)
def test_any_answer_means_something_and_no_words_of_it_are_kept(status: int, data: object) -> None:
    answer = of_api(status, {}, data)
    if isinstance(answer, Taken | Refused):
        kept = useful(
            dict(answer.response) | {"message": {"text": "secret words"}, "text": "secret"}
        )
        assert "secret" not in repr(kept)
    elif isinstance(answer, Unclear | Unreached):
        assert len(answer.why) < 100
