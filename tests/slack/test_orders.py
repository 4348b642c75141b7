"""What the work of a map, or of an account's files, carries: it comes back as it was."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.audit.files_order import FilesOrder
from bot.slack.maps.order import MapOrder, work_id_of
from bot.slack.reference import Ref

ids = st.from_regex(r"[UWD][A-Z0-9]{2,12}", fullmatch=True)
moments = st.from_regex(r"[0-9]{10}\.[0-9]{6}", fullmatch=True)
languages = st.sampled_from(("en", "fr"))
refs = st.builds(
    Ref,
    key=st.integers(0, 10**18 - 1),
    language=languages,
    plan=st.sampled_from((None, "free", "premium")),
)
maps = st.builds(
    MapOrder, user_id=ids, ref=refs, channel=st.none() | ids, thread=st.none() | moments
)


@given(maps)
def test_the_order_of_a_map_comes_back_as_it_was(order: MapOrder) -> None:
    assert MapOrder.decode(order.encode()) == order


@given(st.builds(FilesOrder, audit=st.integers(0, 10**18 - 1), user_id=ids, language=languages))
def test_the_order_of_files_comes_back_as_it_was(order: FilesOrder) -> None:
    assert FilesOrder.decode(order.encode()) == order


@given(maps, maps, st.sampled_from(("a", "b")), st.sampled_from(("a", "b")))
def test_work_is_the_same_for_the_same_map_of_the_same_person_in_whatever_place(
    one: MapOrder, other: MapOrder, drawn: str, other_drawn: str
) -> None:
    same = (one.user_id, one.ref.language, drawn) == (
        other.user_id,
        other.ref.language,
        other_drawn,
    )
    assert (work_id_of("T1", one, drawn) == work_id_of("T1", other, other_drawn)) == same


@pytest.mark.parametrize("key", ["", "UANA", "UANA|||", "UANA|||1/de/-/p", "1|de|UANA", "x|en|U"])
def test_what_was_not_written_by_an_order_is_none(key: str) -> None:
    for kind in (MapOrder, FilesOrder):
        with pytest.raises(ValueError):  # noqa: PT011 - pydantic's, and ours
            kind.decode(key)
