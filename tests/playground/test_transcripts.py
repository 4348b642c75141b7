"""Conversations as text."""

import pytest
from slack_sdk import WebClient

from bot.playground.driver import LocalSlack
from bot.playground.limits import Json

from .block_kit import actions, button, divider, form, mrkdwn, plain, section, view
from .test_block_structure import TAKEN
from .test_limits import MOST

GOLDEN = """\
Ana Ruiz: @journeydesk what about #support & <co>?
    journeydesk (APP):
      # Welcome series
      Hello @ana, see the article (https://x.test)
      | Points
      | 3  [Open]
      ---
      › 1 warning
      [Convert] (Plan ▾) [⋯ Copy | Mute]
      Plan: (•) Essentials ( ) Standard
      • one
      • two
      | Email | Delay |
      | 1 | 2 days |
      {image: the journey}
journeydesk (APP) (only you): only for Ana
journeydesk (APP) (edited):
  after
  :eyes: 1"""


def test_a_thread_reads_as_it_looks(slack: LocalSlack, client: WebClient) -> None:
    ana = slack.person("ana")
    parent = ana.mentions("what about #support & <co>?", "#marketing")
    options = [{"text": plain(text=text), "value": text} for text in ("Copy", "Mute")]
    plans = [{"text": plain(text=text), "value": text} for text in ("Essentials", "Standard")]
    item = {"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}
    other = {"type": "rich_text_section", "elements": [{"type": "text", "text": "two"}]}
    cells = [("Email", "Delay"), ("1", "2 days")]
    blocks = [
        {"type": "header", "text": plain(text="Welcome series")},
        section(
            text=mrkdwn() | {"text": "Hello <@UANA>, see <https://x.test|the article>"},
            fields=[plain(text="Points"), plain(text="3")],
            accessory=button(text=plain(text="Open")),
        ),
        divider(),
        {"type": "context", "elements": [mrkdwn() | {"text": "1 warning"}]},
        actions(
            button(text=plain(text="Convert")),
            {"type": "static_select", "placeholder": plain(text="Plan"), "options": options},
            {"type": "overflow", "options": options},
        ),
        form(
            {"type": "radio_buttons", "options": plans, "initial_option": plans[0]},
            label=plain(text="Plan"),
            optional=True,
        ),
        {
            "type": "rich_text",
            "elements": [{"type": "rich_text_list", "style": "bullet", "elements": [item, other]}],
        },
        {
            "type": "table",
            "rows": [[{"type": "raw_text", "text": text} for text in row] for row in cells],
        },
        {"type": "image", "image_url": "https://x.test/a.png", "alt_text": "the journey"},
    ]
    client.chat_postMessage(channel="CMARKETING", text="x", blocks=blocks, thread_ts=parent.ts)
    client.chat_postEphemeral(channel="CMARKETING", user="UANA", text="only for Ana")
    ts = client.chat_postMessage(channel="CMARKETING", text="before")["ts"]
    client.chat_update(channel="CMARKETING", ts=ts, text="after")
    client.reactions_add(channel="CMARKETING", timestamp=str(ts), name="eyes")

    assert slack.transcript("#marketing", seen_by=ana) == GOLDEN
    for_ben = slack.transcript("#marketing", seen_by=slack.person("ben"))
    assert for_ben == GOLDEN.replace("journeydesk (APP) (only you): only for Ana\n", "")
    alone = slack.transcript("#marketing", seen_by=ana, thread=parent.ts)
    assert alone == GOLDEN[: GOLDEN.index("\njourneydesk")]
    assert slack.transcript("#marketing", seen_by=slack.person("ana")) == GOLDEN


def test_modals_and_home_are_framed(slack: LocalSlack, client: WebClient) -> None:
    trigger = slack.call(lambda: slack.slack.workspace.new_trigger("UANA"))
    field = form({"type": "plain_text_input"}, label=plain(text="Name"), hint=plain(text="yours"))
    client.views_open(
        trigger_id=trigger,
        view=view(
            title=plain(text="Connect"),
            submit=plain(text="Go"),
            close=plain(text="Back"),
            blocks=[field],
        ),
    )
    client.views_publish(user_id="UANA", view=view("home", blocks=[section()]))
    ana = slack.person("ana")

    assert slack.transcript("#marketing", seen_by=ana) == (
        "┌ Modal: Connect\n│ Name*: ()\n│   (yours)\n└ [Back] [Go]"
    )
    assert slack.home_transcript(seen_by=ana) == "┌ Home\n│ x\n└"


ALL_BLOCKS = [*TAKEN, *(make(2) for _name, _most, _pointer, make in MOST)]


@pytest.mark.parametrize("block", ALL_BLOCKS, ids=[str(block["type"]) for block in ALL_BLOCKS])
def test_every_block_that_slack_takes_can_be_shown(
    slack: LocalSlack, client: WebClient, block: Json
) -> None:
    client.chat_postMessage(channel="CMARKETING", text="x", blocks=[block])

    shown = slack.transcript("#marketing", seen_by=slack.person("ana"))

    assert len(shown) > len("journeydesk (APP):")
