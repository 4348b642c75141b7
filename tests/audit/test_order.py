"""The order to migrate in, and the reasons that are given for it."""

from tests.audit.accounts import audited, given, one, sample, stages
from tests.converter.build import email

NEXT, LATER = "2026-12-01T10:00:00+00:00", "2026-12-20T10:00:00+00:00"


def test_each_stage_has_its_automations_in_the_published_order() -> None:
    placeholder = email(2, "mandrill_opened", 1)
    account = [
        one("blocked", "goal"),
        one("partial", "tag_add", emails=(placeholder,)),
        one("waits longer", "group_add", queued=3, last=LATER),
        one("waits", "group_remove", queued=900, last=NEXT),
        one("dated", "birthday"),
        one("simple", "manual"),
        one("draft", "merge_changed", status="save"),
        one("welcome 1"),
        one("welcome 2"),
    ]
    assert stages(audited(account)) == [
        ("draft", "rehearsal"),
        ("simple", "simple"),
        ("waits", "queued"),
        ("waits longer", "queued"),
        ("dated", "dated"),
        ("welcome 1", "together"),
        ("welcome 2", "together"),
        ("partial", "partial"),
        ("blocked", "blocked"),
    ]


def test_a_paused_automation_rehearses_only_when_its_queue_is_known_to_be_empty() -> None:
    def paused(name: str, action: str, queued: int | None) -> dict[str, object]:
        made = one(name, action, queued=queued, status="paused")
        made["emails"][0]["status"] = "paused"
        return made

    account = [paused("empty", "signup", 0), paused("held", "group_add", 4),
               paused("unread", "manual", None)]  # fmt: skip
    assert dict(stages(audited(account))) == {
        "empty": "rehearsal",
        "held": "queued",
        "unread": "queued",
    }


def test_a_queue_that_was_not_read_is_not_taken_for_an_empty_one() -> None:
    audit = audited([one("unread", queued=None)])
    assert stages(audit) == [("unread", "queued")]
    assert audit.order[0].reason.startswith("Its queue was not read")
    assert audit.queues.unread == 1


def test_sets_stand_side_by_side_and_name_each_other() -> None:
    account = [
        one("a", "signup"),
        one("b", "group_add", answers={"starting_point": "x"}),
        one("c", "signup"),
        one("d", "group_add", answers={"starting_point": "x"}),
    ]
    audit = audited(account)
    assert [turn.double_send for turn in audit.order] == [1, 1, 2, 2]
    reasons = {turn.id: turn.reason for turn in audit.order}
    assert "with “c”" in reasons["a"]
    assert "with “a”" in reasons["c"]


def test_a_set_with_one_that_stays_classic_holds_nobody_back() -> None:
    audit = audited([one("thanks", "ecomm_bought_any"), one("candles", "ecomm_bought_category")])
    assert stages(audit) == [("thanks", "simple"), ("candles", "blocked")]
    assert "It can also start on the same event as “candles”" in audit.order[0].reason


def test_two_automations_with_one_id_have_a_place_each() -> None:
    audit = audited([one("a"), one("a", "goal")])
    assert stages(audit) == [("a", "simple"), ("a", "blocked")]


def test_the_reasons_are_words_in_the_language_of_the_audit() -> None:
    audit = audited([one("waits", queued=1, last=NEXT)], given("fr"))
    assert "1 contact attend, jusqu'au 1er décembre 2026 à 11\u00a0h\u00a000 (Europe/Paris)." in (
        audit.order[0].reason
    )
    assert all(turn.reason for turn in sample("fr").order)
