"""An answer of the FAQ as a message: short first, the rest behind buttons."""

from collections.abc import Sequence

from bot.slack.blocks.elements import (
    Block,
    Reply,
    actions,
    button,
    context,
    paragraph,
    rich,
    section,
)
from bot.slack.blocks.sources import told
from bot.slack.mrkdwn import neutral, one_line, shorten
from bot.slack.ports import CONVERT, Answer
from bot.slack.talk_reference import TalkRef
from bot.slack.texts import mrkdwn, plain
from converter.report.model import Language

QUESTION = 300
FALLBACK = 800


def answer_reply(
    answer: Answer, ref: TalkRef, *, confirmed: bool = False, shared: bool = False, bare: bool
) -> Reply:
    """The answer with everything that can follow it. ``confirmed``: the asker said that it was
    the right one. ``shared``: it was just shared, so Share is gone and said so. ``bare``: without
    the newer buttons."""
    language = answer.language
    here = ref.about(answer.topic)
    if shared:
        here = here.model_copy(update={"share": False})
    blocks = [*body(answer), buttons(answer, here), *related(answer, here)]
    if confirmed:
        blocks.append(context(mrkdwn(language, "confirmed")))
    if shared:
        blocks.append(context(mrkdwn(language, "was_shared")))
    if answer.kind == "topic":
        blocks.append(feedback(here, bare=bare))
    return Reply(in_words(answer), tuple(blocks))


def confirm_reply(answer: Answer, rather: Sequence[Answer], ref: TalkRef, *, bare: bool) -> Reply:
    """The likely answer, and whether it was meant."""
    language = answer.language
    here = ref.about(answer.topic)
    ask = [
        button(plain(language, "yes"), "faq_yes", here.encode(), primary=True),
        button(plain(language, "no"), "faq_no", here.encode()),
    ]
    blocks = [
        *body(answer),
        section(f"*{mrkdwn(language, 'was_this_it')}*"),
        actions(*ask),
    ]
    if rather:
        blocks += [context(mrkdwn(language, "or_rather")), actions(*picks(rather, ref))]
    if any(other.topic == CONVERT for other in rather):
        # It stands there already, as a candidate.
        left = tuple(action for action in answer.actions if action != "convert")
        answer = answer.model_copy(update={"actions": left})
    blocks += [buttons(answer, here), feedback(here, bare=bare)]
    return Reply(in_words(answer), tuple(blocks))


def shared_answer(answer: Answer, ref: TalkRef, sharer: str, question: str, *, bare: bool) -> Reply:
    """What everybody sees after a private answer was shared; ``sharer`` is a Slack id."""
    language = answer.language
    here = ref.about(answer.topic).model_copy(update={"share": False})
    by = plain(language, "answer_shared_by").replace("[person]", f"<@{sharer}>")
    quote: list[Block] = []
    if one_line(question):
        quote = [rich(_quote(shorten(one_line(question), QUESTION)))]
    blocks = [
        *quote,
        *body(answer),
        buttons(answer, here),
        feedback(here, bare=bare),
        context(by),
    ]
    return Reply(in_words(answer), tuple(blocks))


def noted(reply: Reply, language: Language, key: str) -> Reply:
    """The reply under a remark of ours."""
    remark = mrkdwn(language, key)
    return Reply(f"{remark}\n{reply.text}", (context(remark), *reply.blocks))


def body(answer: Answer) -> list[Block]:
    """Title and short text; for a topic also where it comes from."""
    if answer.kind == "dialogue":
        return [section(answer.short)]
    return [section(f"*{neutral(answer.title)}*\n{answer.short}"), *told(answer)]


def in_words(answer: Answer) -> str:
    """For notifications and clients without blocks."""
    if answer.kind == "dialogue":
        return answer.short
    return f"*{neutral(answer.title)}*\n{answer.short}"[:FALLBACK]


def buttons(answer: Answer, ref: TalkRef) -> Block:
    """Share, More, what can be done next, and a person, who is always one click away."""
    language, value = answer.language, ref.encode()
    found: list[Block] = []
    if ref.share and answer.kind == "topic":
        found.append(button(plain(language, "button_share"), "faq_share", value, primary=True))
    if answer.detail:
        found.append(button(plain(language, "button_more"), "faq_more", value))
    if "convert" in answer.actions:
        found.append(button(plain(language, "button_check"), "faq_convert", value))
    if "plans" in answer.actions:
        found.append(button(plain(language, "button_plans"), "faq_plans", value))
    found.append(button(plain(language, "button_person"), "faq_person", value))
    return actions(*found)


def related(answer: Answer, ref: TalkRef) -> list[Block]:
    if not answer.related:
        return []
    shown = [
        button(title, f"faq_related_{index}", ref.about(topic).encode())
        for index, (topic, title) in enumerate(answer.related[:3])
    ]
    return [context(mrkdwn(answer.language, "see_also")), actions(*shown)]


def picks(offered: Sequence[Answer], ref: TalkRef) -> list[Block]:
    """A button for each candidate: its title."""
    return [
        button(answer.title, f"faq_pick_{index}", ref.about(answer.topic).encode())
        for index, answer in enumerate(offered)
    ]


def feedback(ref: TalkRef, *, bare: bool) -> Block:
    """Thumbs; as plain buttons where a client may not draw the newer ones."""
    language = ref.language
    up, down = (ref.saying("up").encode(), ref.saying("down").encode())
    good, bad = plain(language, "helpful"), plain(language, "not_helpful")
    if bare:
        return actions(button(good, "faq_feedback_up", up), button(bad, "faq_feedback_down", down))
    return {
        "type": "context_actions",
        "elements": [
            {
                "type": "feedback_buttons",
                "action_id": "faq_feedback",
                "positive_button": _thumb(good, up),
                "negative_button": _thumb(bad, down),
            }
        ],
    }


def _thumb(label: str, value: str) -> Block:
    text = {"type": "plain_text", "text": label, "emoji": False}
    return {"text": text, "value": value, "accessibility_label": label}


def _quote(text: str) -> Block:
    return {"type": "rich_text_quote", "elements": paragraph(text)["elements"]}
