"""No text of an account becomes a part of the page."""

import re
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter import Report
from converter.report.files import html
from converter.report.files.html import printable
from tests.converter.examples import examples
from tests.reports.accounts import sample
from tests.reports.pages import Tag, taken_apart

WRITTEN = {
    "id", "name", "verdict", "status", "audience", "text", "title", "message", "fix", "pointer",
    "target", "re_entry_text", "when", "where", "where_older", "reports", "queue", "new_contacts",
    "restart", "automation", "email_id", "subject", "source",
}  # fmt: skip
"""Fields that hold an account's words, or sentences that quote them."""
HARMFUL = (
    "<script>alert(1)</script>",
    "</title><script>",
    "</style><b>",
    "<!--",
    "-->",
    "]]>",
    "<![CDATA[",
    "<?php",
    '" onload="x',
    "' onload='x",
    "</details></article>",
    "<img src=x onerror=alert(1)>",
    "javascript:alert(1)",
    "&lt;b&gt;",
    "&#60;b&#62;",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "https://evil.example/",
    "a\u202eb",
    "\x00\x0b",
)
TEXTS = st.sampled_from(HARMFUL) | st.text(
    st.characters(codec="utf-8") | st.sampled_from("<>&\"'/=-!`{}%#"), min_size=1, max_size=20
)


def written(node: Any, text: str) -> Any:
    """A report, as JSON, in which every text of an account is ``text``."""
    if isinstance(node, list):
        return [text if isinstance(one, str) else written(one, text) for one in node]
    if not isinstance(node, dict):
        return node
    ours = set()
    if "evidence" in node:  # a finding: what is cited is ours
        ours.add("source")
    if "kind" in node:  # a point of the journey: edges lead to its id
        ours.add("id")
    if "pointer" in node:  # a row of the ledger: one of a few words
        ours.add("status")
    return {
        key: text if isinstance(value, str) and key in WRITTEN - ours else written(value, text)
        for key, value in node.items()
    }


def page_with(text: str, *, one: bool) -> str:
    """The page of the sample account, or of one automation of it, with that text everywhere."""
    made = sample("fr", "essentials").model_dump(mode="json")
    made["automations"] = written(made["automations"][: 1 if one else None], text)
    made["summary"]["text"] = text
    made["unexpected"] = [{"automation": text, "pointer": text, "text": text}]
    return "".join(html(Report.model_validate(made)))


@cache
def harmless(one: bool) -> list[Tag]:
    return taken_apart(page_with("plain", one=one)).shape()


@pytest.mark.parametrize("one", [True, False])
@examples(40)
@given(text=TEXTS)
def test_no_text_of_an_account_makes_markup(one: bool, text: str) -> None:
    page = taken_apart(page_with(text, one=one))
    assert page.faults == []
    assert page.shape() == harmless(one)
    assert printable(text) in page.texts
    addresses = page.values("src") + page.values("srcset")
    assert all(re.fullmatch(r"data:image/svg\+xml;base64,[\w+/=]+", one) for one in addresses)


def test_what_html_forbids_is_replaced() -> None:
    assert printable("a\x00b\x0bc\u202ed\ud800e\ufffff") == "a\ufffdb\ufffdc\ufffdd\ufffde\ufffdf"
    assert printable("two\nlines, à l'été\u00a0: 漢字 😀") == "two\nlines, à l'été\u00a0: 漢字 😀"
