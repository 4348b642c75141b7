import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.reference import Ref

refs = st.builds(
    Ref,
    key=st.integers(0, 10**18 - 1),
    language=st.sampled_from(("en", "fr")),
    plan=st.sampled_from((None, "free", "essentials", "standard", "premium")),
    share=st.booleans(),
    listing=st.just("findings"),
    page=st.integers(0, 999_999),
    code=st.sampled_from((None, "CJ301")),
)


@given(refs)
def test_a_reference_comes_back_as_it_was(ref: Ref) -> None:
    assert Ref.decode(ref.encode()) == ref
    assert Ref.decode(Ref(key=ref.key, language="fr").encode()) == Ref(key=ref.key, language="fr")


@given(refs)
def test_a_reference_fits_the_value_of_an_option(ref: Ref) -> None:
    assert len(ref.encode()) <= 75


@pytest.mark.parametrize(
    "value",
    [None, 3, "", "x", "1/en/-/s\n", "1/de/-/s", "-1/en/-/s", "1/en/gold/s", "1/en/-/s/secrets/0",
     "1/en/-/s/points/0/CJ30", "١/en/-/s", "1" * 19 + "/en/-/s", "1/en/-/s/points/-1"],
)  # fmt: skip
def test_what_we_did_not_write_is_refused(value: object) -> None:
    assert Ref.decode(value) is None


@given(st.text(max_size=60))
def test_any_text_is_decoded_or_refused(text: str) -> None:
    ref = Ref.decode(text)
    assert ref is None or ref.encode() == text or ref.key == int(text.split("/", maxsplit=1)[0])
