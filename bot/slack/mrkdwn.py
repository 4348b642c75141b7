"""Text on its way into and out of Slack.

Slack escapes what people type (``&amp; &lt; &gt;``) and parses what an app sends as mrkdwn. Text
that an account or a person wrote therefore goes out as ``plain_text`` or ``rich_text``
(``clean``), and where only mrkdwn is possible through ``neutral``.
"""

import re
from collections.abc import Iterator

_ESCAPES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
_UNESCAPES = {escaped: char for char, escaped in _ESCAPES.items()}
_WORD_JOINER = "\u2060"
# A word joiner does not stop Slack from closing a format, so the four marks become look-alikes.
_LOOK_ALIKES = str.maketrans({"*": "∗", "_": "＿", "~": "∼", "`": "ˋ"})
# What Slack and its clients make links, mentions, channels and emoji of, when glued to a word.
_GLUE = re.compile(r"(?<=[:@#./])(?=\S)")
# Control characters, lone surrogates (no UTF-8 form) and the marks that reverse reading direction.
_UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]"
)
_INVISIBLE = re.compile(
    "[\\s\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d"
    "\u2028\u2029\u2060-\u206f\u2800\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]+"
)
_ADDRESS = re.compile(r"[^\s<>()\[\]«»“”\"',;:&]+@[^\s<>()\[\]«»“”\"',;:&]+")
# Not longer than the shortest address, so that hiding never breaks a limit.
_HIDDEN = "[…]"


def escape(text: str) -> str:
    """``& < >`` as Slack wants them, once."""
    return re.sub("[&<>]", lambda found: _ESCAPES[found[0]], text)


def unescape(text: str) -> str:
    """What a person typed, from what Slack delivered; undoes ``escape`` once."""
    return re.sub("&(?:amp|lt|gt);", lambda found: _UNESCAPES[found[0]], text)


def clean(text: str) -> str:
    """Text that can be shown: no control characters, no reversed reading, valid as UTF-8."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " ")
    return _UNPRINTABLE.sub("\ufffd", text)


def one_line(text: str) -> str:
    """Spaces and line breaks become one space; French no-break spaces stay what they are."""
    return re.sub("[^\\S\u00a0\u202f]+", " ", clean(text)).strip()


def plain(text: str, limit: int, *, empty: str = "—") -> str:
    """One line for a ``plain_text`` object, at most ``limit`` long and never empty."""
    line = one_line(text)
    if not _INVISIBLE.sub("", line):
        line = empty
    return shorten(line, limit)


def neutral(text: str) -> str:
    """One line that is safe inside mrkdwn: no mention, no link, no format, no emoji code."""
    line = one_line(text)
    return escape(_GLUE.sub(_WORD_JOINER, line.translate(_LOOK_ALIKES)))


def link(url: str, label: str) -> str:
    """A mrkdwn link; ``url`` must be http or https, else the label stands alone."""
    label = neutral(label).replace("|", "∣")
    if not re.match(r"https?://[^\s]", url):
        return label
    for char, code in (("|", "%7C"), ("<", "%3C"), (">", "%3E")):
        url = url.replace(char, code)
    url = re.sub(r"\s", "%20", clean(url))
    return f"<{escape(url)}|{label or escape(url)}>"


def without_addresses(text: str) -> str:
    """The text with every e-mail address hidden; never longer than before."""
    return _ADDRESS.sub(_HIDDEN, text)


def width(text: str) -> int:
    """Length in UTF-16 units: the stricter way to count that a service may use."""
    return len(text) + sum(1 for char in text if char > "\uffff")


def shorten(text: str, limit: int) -> str:
    """At most ``limit`` (UTF-16 units) long; what was cut shows as an ellipsis."""
    if width(text) <= limit:
        return text
    return text[: _fitting(text, limit - 1, 0)].rstrip() + "…"


def split(text: str, limit: int) -> Iterator[str]:
    """The text in pieces of at most ``limit``: at line ends, else between words, else anywhere.

    Nothing is lost: joined, the pieces are the text again.
    """
    start = 0
    while start < len(text):
        end = most = _fitting(text, limit, start)
        if most < len(text):
            end = text.rfind("\n", start, most) + 1 or text.rfind(" ", start, most) + 1 or most
        yield text[start:end]
        start = end


def _fitting(text: str, limit: int, start: int) -> int:
    """Where a stretch from ``start`` of at most ``limit`` UTF-16 units ends; at least one
    character long."""
    used = 0
    for index in range(start, len(text)):
        used += 2 if text[index] > "\uffff" else 1
        if used > limit:
            return max(index, start + 1)
    return len(text)
