"""Which automations may send to the same contact for one event, and which cannot."""

from tests.audit.accounts import audited, given, one, sample, sets

TAG = "tag_add"


def tagged(name: str, tag: str | None, **more: object) -> dict[str, object]:
    answers = {"starting_point": tag} if tag is not None else {}
    return one(name, TAG, answers=answers, **more)  # type: ignore[arg-type]


def test_two_welcome_series_of_one_audience_may_both_send() -> None:
    audit = audited([one("a"), one("b", amount=3)])
    (found,) = audit.double_sends
    assert (found.event, found.audience, found.live) == ("signup", "Audience l1", 2)
    assert sets(audit) == [{"a", "b"}]
    assert found.evidence == "inferred"


def test_another_audience_is_never_in_the_same_set() -> None:
    assert sets(audited([one("a"), one("b", audience="l2")])) == []


def test_audiences_are_told_apart_by_id_where_they_have_the_same_name() -> None:
    one_list, other = one("a"), one("b", audience="l2")
    other["automation"]["recipients"]["list_name"] = "Audience l1"
    assert sets(audited([one_list, other])) == []


def test_an_automation_without_an_audience_is_in_no_set() -> None:
    account = [one("a"), one("b")]
    for made in account:
        made["automation"]["recipients"] = {}
    assert sets(audited(account)) == []


def test_known_tags_part_automations_and_the_same_tag_joins_them() -> None:
    account = [tagged("a", "vip"), tagged("b", "VIP "), tagged("c", "new"), tagged("d", "old")]
    audit = audited(account)
    assert sets(audit) == [{"a", "b"}]
    assert [group.target for group in audit.double_sends[0].known] == ["vip"]


def test_a_tag_that_nobody_told_may_be_any_of_them() -> None:
    audit = audited([tagged("a", "vip"), tagged("b", "new"), tagged("c", None)])
    (found,) = audit.double_sends
    assert [{n.id for n in group.automations} for group in found.known] == [{"b"}, {"a"}]
    assert [named.id for named in found.unknown] == ["c"]
    assert "answering that question may part them" in found.text


def test_any_product_meets_each_product_of_its_store() -> None:
    bought = one("thanks", "ecomm_bought_any", store="s1")
    product = one("soap", "ecomm_bought_product", store="s1", answers={"starting_point": "soap"})
    elsewhere = one("other", "ecomm_bought_any", store="s2")
    assert sets(audited([bought, product, elsewhere])) == [{"soap", "thanks"}]


def test_different_times_without_a_purchase_are_different_events() -> None:
    account = [
        one(f"after {days}", "ecomm_not_bought_any", amount=days, store="s1") for days in (30, 60)
    ]
    assert sets(audited(account)) == []
    again = one("after 30 too", "ecomm_not_bought_any", amount=30, store="s1")
    assert sets(audited([*account, again])) == [{"after 30", "after 30 too"}]


def test_what_all_stays_classic_is_no_double_send_of_this_migration() -> None:
    assert sets(audited([one("a", "mandrill_sent"), one("b", "mandrill_sent")])) == []


def test_fifty_welcome_series_are_one_set_and_not_a_thousand_pairs() -> None:
    audit = audited([one(f"welcome {n}") for n in range(50)])
    (found,) = audit.double_sends
    assert len(found.any_target) == 50
    assert len(found.text) < 600


def test_drafts_count_but_are_not_said_to_send_today() -> None:
    audit = audited([one("a", status="save"), one("b")])
    assert audit.double_sends[0].live == 1
    assert "turned on as journeys, they all would" in audit.double_sends[0].text


def test_segments_are_said_not_to_be_compared() -> None:
    audit = audited([one("a", segmented=True), one("b")])
    assert audit.double_sends[0].segmented == 1
    assert "segments are not compared" in audit.double_sends[0].text


def test_the_sample_account_has_its_two_sets_in_both_languages() -> None:
    english, french = sample(), sample("fr")
    assert sets(english) == sets(french)
    assert len(english.double_sends) == 2
    assert "quand un contact s'inscrit" in french.double_sends[1].text


def test_a_set_of_one_journey_and_a_blocked_one_does_not_ask_to_move_both() -> None:
    purchase = [one("thanks", "ecomm_bought_any"), one("candles", "ecomm_bought_category")]
    audit = audited(purchase, given("fr"))
    assert "Une seule d'entre elles devient un parcours" in audit.double_sends[0].text
