"""What holds for every account: each automation once, sums that agree, mirrored comparisons."""

from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from converter import convert_automation
from converter.audit import Audit, audit_of, compare
from converter.audit.model import STAGES
from converter.audit.order import migration_order
from converter.audit.questions import ASSUMED
from converter.language import listing, quote
from converter.report.model import Language
from tests.audit.accounts import briefs, members, one
from tests.audit.accounts import given as options
from tests.converter.build import Json
from tests.converter.strategies import odd, ordinary

KINDS = {"target": ("target", "starting_point")}
ONES = st.sampled_from(["one", "two", "three", "four", "five", "six"])


@st.composite
def automations(draw: st.DrawFn) -> Any:
    """Ordinary ones mostly, of three audiences, with ids of which some are the same."""
    made: Any = draw(ordinary(3, blocking=True) | odd())
    if isinstance(made, dict) and isinstance(made.get("automation"), dict):
        raw = made["automation"]
        raw["id"] = draw(ONES)
        if draw(st.booleans()):
            raw["recipients"] = {"list_id": draw(st.sampled_from(["l1", "l2", "l3"]))}
        if draw(st.booleans()):
            made["queues"] = draw(queues())
    return made


@st.composite
def queues(draw: st.DrawFn) -> Json:
    moments = st.sampled_from(["2026-12-01T10:00:00+00:00", "2027-01-31T23:30:00+02:00", "soon"])
    total = draw(st.integers(0, 5))
    return {"e1": {"total_items": total, "queue": [{"next_send": draw(moments)}] * bool(total)}}


ACCOUNTS = st.lists(automations(), max_size=7)


def audit(account: list[Any]) -> Audit:
    return audit_of(briefs(account), options())


@settings(max_examples=60)
@given(ACCOUNTS)
def test_every_automation_has_exactly_one_place_in_the_order(account: list[Any]) -> None:
    made = audit(account)
    assert [turn.place for turn in made.order] == list(range(1, len(account) + 1))
    assert Counter((t.id, t.name, t.level) for t in made.order) == Counter(
        (row.id, row.name, row.level) for row in made.automations
    )
    places = [STAGES.index(turn.stage) for turn in made.order]
    assert places == sorted(places)


@settings(max_examples=60)
@given(ACCOUNTS)
def test_the_sums_agree_with_the_automations(account: list[Any]) -> None:
    made = audit(account)
    rows = made.automations
    assert sum(made.summary.automations.values()) == len(rows)
    assert made.queues.contacts == sum(row.queued or 0 for row in rows)
    assert made.queues.contacts == sum(row.contacts for row in made.queues.automations)
    assert sum(gain.questions for gain in made.answers) == sum(row.questions for row in rows)
    journeys = [row for row in rows if row.points is not None]
    assert made.plans.journeys == len(journeys)
    for plan in made.plans.plans:
        assert sum(plan.counts.values()) == len(journeys)
        assert len(plan.left_out) == plan.counts["no"]
    if made.plans.cheapest is not None:
        taking = {row.plan: row.counts["no"] for row in made.plans.plans}
        assert taking[made.plans.cheapest] == 0


@settings(max_examples=60)
@given(ACCOUNTS, st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_nothing_but_the_list(
    account: list[Any], random: Any
) -> None:
    known = briefs(account)
    shuffled = list(known)
    random.shuffle(shuffled)
    one, other = (audit_of(found, options()) for found in (known, shuffled))
    assert one.model_copy(update={"automations": ()}) == other.model_copy(
        update={"automations": ()}
    )


@settings(max_examples=60)
@given(ACCOUNTS)
def test_sets_never_leave_an_audience_and_nobody_is_in_two(account: list[Any]) -> None:
    known = briefs(account)
    made = audit_of(known, options())
    audiences: dict[str, set[str | None]] = {}
    for brief in known:
        if brief.classic is not None:
            audiences.setdefault(brief.id, set()).add(brief.classic.audience_key)
    sizes = Counter(turn.double_send for turn in made.order if turn.double_send is not None)
    for found in made.double_sends:
        groups = [group.automations for group in found.known]
        everybody = [n for group in (*groups, found.any_target, found.unknown) for n in group]
        assert sizes[found.number] == len(everybody) >= 2
        assert set.intersection(*(audiences[id_] for id_ in members(found)))
        assert all(group.automations for group in found.known)
        if not (found.any_target or found.unknown):
            assert len(found.known) == 1
    assert sorted(sizes) == [found.number for found in made.double_sends]


@settings(max_examples=40)
@given(ACCOUNTS)
def test_an_account_compared_with_itself_has_nothing_new_and_nothing_solved(
    account: list[Any],
) -> None:
    made = audit(account)
    same = compare(made, made)
    assert (same.new, same.solved, same.better, same.worse) == (0, 0, 0, 0)
    assert (same.appeared, same.gone, same.changed) == ((), (), ())
    assert same.text == "Nothing has changed since the earlier audit."


@settings(max_examples=60)
@given(ACCOUNTS, ACCOUNTS)
def test_swapping_two_audits_swaps_what_is_new_and_what_is_solved(
    before: list[Any], now: list[Any]
) -> None:
    one, other = audit(before), audit(now)
    there, back = compare(one, other), compare(other, one)
    assert (there.new, there.solved) == (back.solved, back.new)
    assert (there.better, there.worse) == (back.worse, back.better)
    assert there.questions == back.questions[::-1]
    assert there.queued == back.queued[::-1]
    assert {c.id: c.now for c in there.appeared} == {c.id: c.before for c in back.gone}
    assert {c.id: (c.before, c.now, c.new, c.solved) for c in there.changed} == {
        c.id: (c.now, c.before, c.solved, c.new) for c in back.changed
    }


@settings(max_examples=40)
@given(ACCOUNTS)
def test_an_audit_comes_back_from_json_as_it_was(account: list[Any]) -> None:
    made = audit(account)
    assert Audit.model_validate_json(made.model_dump_json()) == made


@settings(max_examples=60)
@given(ordinary(3))
def test_what_an_answer_would_change_is_what_it_changes_once_given(made: Json) -> None:
    (brief,) = briefs([made])
    asked = convert_automation(made, options()).questions
    for group in brief.questions:
        ids = [q for q in asked if q.id.partition(":")[0] in KINDS.get(group.kind, (group.kind,))]
        if len(ids) != group.count:
            continue  # several targets are asked for, and ids do not tell them apart
        answers = {**made.get("answers", {}), **{q.id: ASSUMED[q.kind] for q in ids}}
        assert convert_automation(made | {"answers": answers}, options()).level == group.level


@settings(max_examples=60)
@given(st.integers(2, 20), st.sampled_from(["en", "fr"]))
def test_a_turn_names_the_others_of_its_set_as_a_list_of_them_all_would(
    count: int, language: Language
) -> None:
    known = briefs([one(f"welcome {n}") for n in range(count)])
    for turn in migration_order(known, [known], language, None):
        others = [brief.name for brief in known if brief.id != turn.id]
        everybody = listing(language, [quote(language, name) for name in others])
        assert everybody in turn.details
