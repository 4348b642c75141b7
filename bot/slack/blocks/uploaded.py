"""What came of a file that somebody sent."""

from collections.abc import Sequence

from bot.slack.audit.reference import AuditRef
from bot.slack.blocks import picker
from bot.slack.blocks.audit.home import NONE
from bot.slack.blocks.elements import (
    Block,
    Reply,
    actions,
    bullets,
    button,
    context_plain,
    paragraph,
    plain_text,
    rich,
    section,
)
from bot.slack.file_reference import FileRef
from bot.slack.mrkdwn import shorten
from bot.slack.ports import Judged, Upload
from bot.slack.reference import Ref
from bot.slack.texts import Value, mrkdwn, plain
from converter import Plan
from converter.report.model import Language

LISTED = 10
LINE = 300
NAME = 80


def problem_reply(problem: str, name: str, language: Language, **params: Value) -> Reply:
    """Why a file was of no use: too_large, lost, packed, unreadable or unknown."""
    text = mrkdwn(language, f"upload_{problem}", name=shorten(name, NAME), **params)
    return Reply(text, (section(text),))


def automations_reply(
    upload: Upload, name: str, language: Language, plans: Sequence[Plan], count: int
) -> Reply:
    """What a file holds, and how to go on. ``count``: how many automations there are now."""
    loaded = upload.loaded
    params: dict[str, Value] = {}
    if upload.kind == "unchanged":
        key = "upload_unchanged"
    elif loaded.campaigns:
        key, params = "upload_taken_with_campaigns", {"campaigns": loaded.campaigns}
    else:
        key = "upload_taken" if loaded.automations else "upload_empty"
    if key.startswith("upload_taken"):
        params["n"] = loaded.automations
    text = mrkdwn(language, key, name=shorten(name, NAME), **params)
    blocks: list[Block] = [section(text)]
    buttons: list[Block] = []
    if loaded.broken:
        lines = [shorten(sentence, LINE) for sentence in loaded.sentences[:LISTED]]
        blocks.append(
            rich(paragraph(plain(language, "upload_broken", n=loaded.broken)), bullets(lines))
        )
    if count:
        blocks += picker.picker(Ref(key=0, language=language), plans, count).blocks
        audit = AuditRef(audit=NONE, language=language).encode()
        buttons.append(button(plain(language, "audit_first"), "audit_start", audit))
    if upload.number is not None:
        buttons.append(_forget(FileRef(number=upload.number, language=language)))
    if buttons:
        blocks.append(actions(*buttons))
    return Reply(text, tuple(blocks))


def _forget(ref: FileRef) -> Block:
    language = ref.language
    asked: Block = {
        "title": plain_text(plain(language, "upload_forget"), 100),
        "text": plain_text(plain(language, "upload_forget_sure"), 300),
        "confirm": plain_text(plain(language, "upload_forget_yes"), 30),
        "deny": plain_text(plain(language, "close"), 30),
    }
    return button(plain(language, "upload_forget"), "forget_file", ref.encode()) | {
        "confirm": asked
    }


def answers_reply(judged: Judged, name: str, language: Language) -> Reply:
    """What of a file of answers is kept, and what is not."""
    used = sum(len(answers) for answers in judged.good.values())
    key = "upload_answers" if used else "upload_answers_none"
    params: dict[str, Value] = {"n": used, "automations": len(judged.good)} if used else {}
    text = mrkdwn(language, key, name=shorten(name, NAME), **params)
    blocks: list[Block] = [section(text)]
    for why in ("unknown", "not_asked", "unusable"):
        names: tuple[str, ...] = getattr(judged, why)
        if not names:
            continue
        lines = [shorten(one, LINE) for one in names[:LISTED]]
        if len(names) > LISTED:
            lines.append(plain(language, "upload_more", n=len(names) - LISTED))
        heading = paragraph(plain(language, f"upload_answers_{why}", n=len(names)))
        blocks.append(rich(heading, bullets(lines)))
    if used:
        blocks.append(context_plain(plain(language, "upload_answers_next")))
    return Reply(text, tuple(blocks))
