"""Lines of keys in TOML files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from faq.places import Path, Places

TEXT = '''# [en] is not here
id = "a" # nor is kind = 1
related = [
  "x", # ]
  "y",
]
[en]
title = "[fr]"
short = """
[fr]
kind = "no"
a <!here> b \\"""
"""
detail = \'\'\'
id = ""\'\'\'
"quoted key" = 1
dotted . key = { a = "}", b = [1] }

  [ fr ]
title = """two\\
   lines"""""
[[sources]]
url = "1"
[[sources]]
url = "2"
last = 1'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("id",), 2),
        (("related",), 3),
        (("en",), 7),
        (("en", "title"), 8),
        (("en", "short"), 9),
        (("en", "detail"), 14),
        (("en", "quoted key"), 16),
        (("en", "dotted", "key"), 17),
        (("fr",), 19),
        (("fr", "title"), 20),
        (("sources", 0), 22),
        (("sources", 0, "url"), 23),
        (("sources", 1, "url"), 25),
        (("sources", 1, "last"), 26),
        (("en", "nothing"), 7),
        (("nothing",), None),
        ((), None),
    ],
)
def test_a_key_is_found_on_its_line(path: Path, line: int | None) -> None:
    assert Places(TEXT).line(path) == line


def test_characters_are_found_within_the_value_only() -> None:
    places = Places(TEXT)
    assert places.line(("en", "short"), "<!here>") == 12
    assert places.line(("related",), "y") == 5
    assert places.line(("en", "title"), "<!here>") == 8


@given(
    st.lists(st.sampled_from(['"""', "'''", "[", "]", "{", '"', "'", "#", "=", "a", "\n", "\\"]))
)
def test_any_text_is_read_to_its_end(pieces: list[str]) -> None:
    Places("".join(pieces))
