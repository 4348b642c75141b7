"""What the form of answers carries: ids only; reloaded and authorised when it is sent."""

import re
from typing import Literal

from bot.slack.carried import ID, LANGUAGE, one_of
from bot.slack.reference import Ref
from converter.frozen import Frozen
from converter.report.model import Language, PlanId

CALLBACK = "answers"
Which = Literal["open", "given"]
_ID = r"[A-Z0-9]{1,40}|-"
_TS = r"\d{1,20}\.\d{1,10}|-"
_PATTERN = re.compile(
    rf"answers/(?P<key>{ID})/(?P<language>{LANGUAGE})"
    rf"/(?P<plan>{one_of(PlanId)}|-)/(?P<share>[sp])"
    rf"/(?P<which>{one_of(Which)})/(?P<start>\d{{1,6}})/(?P<next>\d{{1,6}}|-)"
    rf"/(?P<channel>{_ID})/(?P<ts>{_TS})/(?P<thread>{_TS})",
    re.ASCII,
)


class AnswersRef(Frozen):
    """A page of the form: ``start`` counts from 0 over all questions, ``next`` is where the next
    page begins, None on the last one. ``which``: open questions, or answers to change.

    ``reply`` is the conversion it belongs to, in ``channel``: as message ``ts`` where that can be
    changed, else None; ``thread`` is that message's thread.
    """

    reply: Ref
    which: Which = "open"
    start: int = 0
    next: int | None = None
    channel: str | None = None
    ts: str | None = None
    thread: str | None = None

    @property
    def language(self) -> Language:
        return self.reply.language

    def encode(self) -> str:
        """At most 250 characters."""
        reply = self.reply
        parts = (
            CALLBACK,
            str(reply.key),
            reply.language,
            reply.plan or "-",
            "s" if reply.share else "p",
            self.which,
            str(self.start),
            "-" if self.next is None else str(self.next),
            self.channel or "-",
            self.ts or "-",
            self.thread or "-",
        )
        return "/".join(parts)

    @classmethod
    def decode(cls, value: object) -> "AnswersRef | None":
        """None for anything that ``encode`` did not write."""
        found = _PATTERN.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            return None
        given = {name: None if text == "-" else text for name, text in found.groupdict().items()}
        reply = {
            "key": int(found["key"]),
            "language": given["language"],
            "plan": given["plan"],
            "share": found["share"] == "s",
        }
        return cls.model_validate(
            {
                "reply": reply,
                "which": given["which"],
                "start": int(found["start"]),
                "next": int(found["next"]) if given["next"] else None,
                "channel": given["channel"],
                "ts": given["ts"],
                "thread": given["thread"],
            }
        )
