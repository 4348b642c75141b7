"""mrkdwn, rich text and Markdown as the page's own modules draw them, asked in the browser."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from bot.playground.driver import LocalSlack
from tests.browser.conftest import watched_pages
from tests.browser.tiny_bot import HOSTILE, escape

pytestmark = pytest.mark.browser

EMOJI = [
    "white_check_mark",
    "warning",
    "no_entry",
    "x",
    "information_source",
    "arrow_right",
    "email",
    "hourglass",
    "mag",
    "tada",
    "memo",
    "package",
    "bulb",
    "link",
    "busts_in_silhouette",
    "eyes",
    "point_right",
    "rotating_light",
    "large_green_circle",
    "large_yellow_circle",
    "large_orange_circle",
    "red_circle",
    "white_circle",
    "stopwatch",
    "label",
    "twisted_rightwards_arrows",
    "triangular_flag_on_post",
    "construction",
    "question",
    "heavy_check_mark",
    "thumbsup",
    "thumbsdown",
    "sos",
    "wave",
    "books",
    "calendar",
    "robot_face",
    "file_folder",
    "fast_forward",
    "moneybag",
    "card_index_dividers",
    "lock",
    "scroll",
]

NAMES = """{
  me: "UANA",
  user: (id) => ({ UANA: "Ana Ruiz", UBEN: "Ben Carter" })[id] ?? null,
  handle: (id) => ({ UANA: "ana", UBEN: "ben" })[id] ?? null,
  channel: (id) => ({ CMARKETING: "marketing" })[id] ?? null,
  open: () => {},
}"""


@pytest.fixture(scope="module")
def page(browser: Browser, running_slack: LocalSlack) -> Iterator[Page]:
    """One page for all: the functions asked here keep nothing."""
    with watched_pages(browser, running_slack.url) as open_page:
        yield open_page()


def drawn(page: Page, text: str) -> str:
    """The inside of the element that mrkdwn gives, as the browser writes it out."""
    script = f"""async (text) => {{
      const {{ mrkdwn }} = await import("/static/mrkdwn.js");
      return mrkdwn(text, {NAMES}).innerHTML;
    }}"""
    return str(page.evaluate(script, text))


def line(inside: str) -> str:
    return f'<div class="line">{inside}</div>'


def test_marks_become_elements(page: Page) -> None:
    cases = {
        "*gras*": "<strong>gras</strong>",
        "_ital_": "<em>ital</em>",
        "~non~": "<s>non</s>",
        "`x*y*`": "<code>x*y*</code>",
        "*gras _et ital_*": "<strong>gras <em>et ital</em></strong>",
        "(*a*), *b*.": "(<strong>a</strong>), <strong>b</strong>.",
        "*a* et *b*": "<strong>a</strong> et <strong>b</strong>",
        "*a `*` b*": "<strong>a <code>*</code> b</strong>",
        "une\nligne": "une<br>ligne",
    }
    for text, inside in cases.items():
        assert drawn(page, text) == line(inside), text


def test_marks_without_a_partner_stay_characters(page: Page) -> None:
    for text in ("2 * 3 * 4", "snake_case_name", "a*b*c", "*", "**", "* a*", "*a", "~", "*a\nb*"):
        assert drawn(page, text) == line(text.replace("\n", "<br>")), text


def test_escaped_text_is_read_once(page: Page) -> None:
    assert drawn(page, "&lt;b&gt; &amp;amp;") == line("&lt;b&gt; &amp;amp;")
    assert drawn(page, escape(HOSTILE)) == line(escape(HOSTILE))
    assert drawn(page, "<img onerror=x>") == line("&lt;img onerror=x&gt;")


def test_quotes_lists_and_pre(page: Page) -> None:
    assert drawn(page, "&gt; dit\n&gt; deux\nfin") == (
        f"<blockquote>{line('dit<br>deux')}</blockquote>{line('fin')}"
    )
    assert drawn(page, "&gt;&gt;&gt;tout\nle reste") == (
        f"<blockquote>{line('tout<br>le reste')}</blockquote>"
    )
    assert drawn(page, "```\n*brut* &lt;x&gt;\n```") == "<pre><code>*brut* &lt;x&gt;</code></pre>"
    items = page.evaluate(
        f"""async () => {{
          const {{ mrkdwn }} = await import("/static/mrkdwn.js");
          const node = mrkdwn("• un\\n  ◦ *deux*\\n3. trois", {NAMES});
          return [...node.querySelectorAll("li")].map((li) => [li.textContent, li.dataset.depth]);
        }}"""
    )
    assert items == [["• un", "0"], ["◦ deux", "1"], ["3. trois", "0"]]


def test_links_open_elsewhere_and_only_for_safe_schemes(page: Page) -> None:
    link = drawn(page, "<https://a.example/x?a=1&amp;b=2|ici>")
    assert 'href="https://a.example/x?a=1&amp;b=2"' in link
    assert 'target="_blank"' in link
    assert 'rel="noopener noreferrer"' in link
    assert ">ici</a>" in link
    assert 'href="mailto:a@b.example"' in drawn(page, "<mailto:a@b.example|a@b.example>")
    assert ">https://a.example</a>." in drawn(page, "voir https://a.example.")
    for text in ("<javascript:alert(1)|ici>", "<data:text/html,x|ici>", "<vbscript:x>"):
        assert "<a" not in drawn(page, text), text


def test_mentions_channels_and_dates(page: Page) -> None:
    assert drawn(page, "<@UBEN>") == line('<span class="mention">@Ben Carter</span>')
    assert drawn(page, "<@UANA>") == line('<span class="mention mine">@Ana Ruiz</span>')
    assert drawn(page, "<@UNOBODY>") == line('<span class="mention">@UNOBODY</span>')
    assert "#marketing</button>" in drawn(page, "<#CMARKETING>")
    assert drawn(page, "<!here>") == line('<span class="mention">@ici</span>')
    assert "<time>14 juillet 2026</time>" in drawn(page, "<!date^1783987200^{date}|x>")
    assert "le 14/07/2026" in drawn(page, "<!date^1783987200^le {date_num}|x>")
    assert "repli" in drawn(page, "<!date^nope^{date}|repli>")


def test_every_promised_emoji_is_drawn_and_named(page: Page) -> None:
    for name in EMOJI:
        html = drawn(page, f":{name}:")
        assert f'aria-label="{name.replace("_", " ")}"' in html, name
        assert f">:{name}:<" not in html, name
    assert drawn(page, "10:30:45 :inconnu:") == line("10:30:45 :inconnu:")
    assert 'title=":tada:"' in drawn(page, "a:b:tada:")


def test_no_text_makes_an_element_that_mrkdwn_does_not_have(page: Page) -> None:
    """Random texts of hostile pieces; the seed is fixed, so that a failure can be looked at."""
    script = f"""async () => {{
      const {{ mrkdwn, plain }} = await import("/static/mrkdwn.js");
      const {{ markdown }} = await import("/static/markdown.js");
      const allowed = new Set(["DIV", "STRONG", "EM", "S", "CODE", "PRE", "BLOCKQUOTE", "UL", "OL",
        "LI", "SPAN", "A", "BR", "BUTTON", "TIME", "P", "HR", "TABLE", "THEAD", "TBODY", "TR", "TH",
        "TD"]);
      const pieces = ["*", "_", "~", "`", "```", "<", ">", "&lt;", "&gt;", "&amp;", "|", "\\n", " ",
        "<img src=x onerror=alert(1)>", "<script>", "<@UANA>", "<!channel>", "<https://a.example|",
        "javascript:alert(1)", "](javascript:alert(1))", "[x", "](https://a.example)", "• ", "- ",
        "# ", "| a | b |\\n|---|---|\\n", ":tada:", ":", "mot", "\\u202e",
        "<!date^1^{{date}}^", "^"];
      let seed = 20260714;
      const next = (n) => {{ seed = (seed * 1103515245 + 12345) % 2147483648; return seed % n; }};
      const bad = [];
      for (let round = 0; round < 3000; round += 1) {{
        let text = "";
        for (let i = next(14); i >= 0; i -= 1) text += pieces[next(pieces.length)];
        for (const draw of [(x) => mrkdwn(x, {NAMES}), markdown]) {{
          for (const node of draw(text).querySelectorAll("*")) {{
            const unsafe = node.href && !/^(https?|mailto):/.test(node.href);
            const handler = [...node.attributes].some((each) => each.name.startsWith("on"));
            if (!allowed.has(node.tagName) || unsafe || handler) bad.push([text, node.tagName]);
          }}
        }}
        if (plain(text).some((part) => part instanceof Node && part.className !== "emoji"))
          bad.push([text, "plain"]);
      }}
      return bad.slice(0, 3);
    }}"""
    assert page.evaluate(script) == []


def test_long_hostile_texts_are_read_in_one_pass(page: Page) -> None:
    """Deep nesting must not exhaust the stack, nor may many marks without a partner be lost."""
    script = f"""async (text) => {{
      const {{ mrkdwn }} = await import("/static/mrkdwn.js");
      return mrkdwn(text, {NAMES}).textContent.length;
    }}"""
    assert page.evaluate(script, "&gt;" * 9000) > 0
    assert page.evaluate(script, "*a " * 13000) == 39000
    assert page.evaluate(script, "_*a " * 10000) == 40000
    assert page.evaluate(script, "*_~" * 13000) > 0


def test_text_for_editing_is_as_it_was_typed(page: Page) -> None:
    script = f"""async (text) => {{
      const {{ typed }} = await import("/static/mrkdwn.js");
      return typed(text, {NAMES});
    }}"""
    stored = "<@UBEN> voit <#CMARKETING|marketing> &lt;b&gt; &amp; <https://a.example> <!here>"
    assert page.evaluate(script, stored) == "@ben voit #marketing <b> & https://a.example @here"


def blocks(page: Page, given: list[dict[str, Any]]) -> str:
    script = f"""async (given) => {{
      const {{ blocks }} = await import("/static/blocks.js");
      const {{ Form }} = await import("/static/form.js");
      const box = document.createElement("div");
      box.append(...blocks(given, {{ kind: "message", form: new Form(), names: {NAMES} }}));
      return box.innerHTML;
    }}"""
    return str(page.evaluate(script, given))


def test_rich_text_keeps_styles_and_lists(page: Page) -> None:
    section = {
        "type": "rich_text_section",
        "elements": [
            {"type": "text", "text": "<b>", "style": {"bold": True, "italic": True}},
            {"type": "emoji", "name": "tada"},
            {"type": "user", "user_id": "UBEN"},
            {"type": "link", "url": "javascript:alert(1)", "text": "non"},
        ],
    }
    ordered = {"type": "rich_text_list", "style": "ordered", "offset": 2, "elements": [section]}
    html = blocks(page, [{"type": "rich_text", "elements": [section, ordered]}])
    assert "<em><strong><span>&lt;b&gt;</span></strong></em>" in html
    assert "@Ben Carter" in html
    assert '<ol start="3"' in html
    assert "<a" not in html


def test_markdown_blocks_draw_headings_tables_and_tasks(page: Page) -> None:
    text = (
        "# Titre\n\n**gras** et `code`\n\n| a | b |\n|---|--:|\n| 1 | <i> |\n\n- [x] fait\n- reste"
    )
    html = blocks(page, [{"type": "markdown", "text": text}])
    assert 'role="heading"' in html
    assert "<strong>gras</strong> et <code>code</code>" in html
    assert '<td class="align-right">&lt;i&gt;</td>' in html
    assert "☑ fait" in html


def test_pictures_of_other_machines_are_named_but_not_loaded(page: Page) -> None:
    html = blocks(
        page, [{"type": "image", "image_url": "https://a.example/x.png", "alt_text": "Le parcours"}]
    )
    assert "<img" not in html
    assert "Le parcours" in html
    assert "a.example" in html


def test_an_unknown_block_is_named(page: Page) -> None:
    assert "hologram" in blocks(page, [{"type": "hologram"}])
