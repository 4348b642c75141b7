"""A queue that empties after its automation was archived, seen through the API."""

import pytest

from bot.mailchimp import Forbidden, NotFound, queue_of, status_of
from tests.mailchimp.accounts import account
from tests.mailchimp.conftest import Simulate


def test_a_queue_is_seen_to_empty(simulate: Simulate) -> None:
    place = simulate(4)
    with place.client() as reader:
        assert (status_of(reader, "auto00003"), queue_of(reader, "auto00003")) == ("sending", 3)
        place.account.archive("auto00003")
        place.account.send("auto00003", 2)
        assert (status_of(reader, "auto00003"), queue_of(reader, "auto00003")) == ("archived", 1)
        place.account.send("auto00003", 2)
        assert queue_of(reader, "auto00003") == 0


def test_an_automation_that_mailchimp_does_not_know_is_told(simulate: Simulate) -> None:
    with simulate(1).client() as reader:
        with pytest.raises(NotFound):
            status_of(reader, "other")
        with pytest.raises(NotFound):
            queue_of(reader, "../campaigns")


def test_an_automation_without_emails_has_no_queue_that_is_empty(simulate: Simulate) -> None:
    bundle = account(1)
    bundle["automations"][0] |= {"emails": [], "queues": {}}
    with simulate(bundle).client() as reader:
        assert queue_of(reader, "auto00000") is None


def test_a_list_with_something_else_than_emails_says_nothing_of_queues(simulate: Simulate) -> None:
    bundle = account(1)
    bundle["automations"][0]["emails"].insert(0, None)
    with simulate(bundle).client() as reader:
        assert queue_of(reader, "auto00000") is None


def test_a_queue_that_cannot_be_read_is_not_counted_as_empty(simulate: Simulate) -> None:
    place = simulate(1, at={"automations/auto00000/emails/auto00000-2/queue": "forbidden"})
    with place.client() as reader, pytest.raises(Forbidden):
        queue_of(reader, "auto00000")
