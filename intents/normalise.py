"""From what somebody typed to what is compared: Slack markup away, spelling made comparable.

``clean`` is what encoders read (accents and case stay), ``words`` what is counted.
"""

import re
import unicodedata

LONGEST = 4000
"""Characters of a message that are looked at; Slack's own limit for what people type."""

_SPECIAL = re.compile(r"<([@#!])([^<>|]*)(?:\|([^<>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto):[^<>|]*)(?:\|([^<>]*))?>")
_BARE_LINK = re.compile(r"\bhttps?://\S+")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_EMOJI_CODE = re.compile(r":[a-z0-9_+'-]{2,40}(?:::skin-tone-\d)?:")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">"}
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_ELISION = re.compile(r"\b(l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu|aujourd)'(?=\w)")
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def clean(text: str) -> str:
    """One line without mentions, link addresses, code and emoji; at most ``LONGEST`` characters.

    A link keeps its label. Slack's three entities are undone once.
    """
    text = _LINK.sub(lambda found: f" {found[2] or ' '} ", text[: 2 * LONGEST])
    text = _SPECIAL.sub(lambda found: f" {(found[3] or '') if found[1] == '#' else ''} ", text)
    text = _CODE.sub(" ", text)
    text = re.sub("&(?:amp|lt|gt);", lambda found: _ENTITIES[found[0]], text)
    text = _BARE_LINK.sub(" ", _EMOJI_CODE.sub(" ", text))
    text = "".join(" " if _is_noise(char) else char for char in text.translate(_APOSTROPHES))
    return " ".join(text.split())[:LONGEST]


def fold(text: str) -> str:
    """Lower case without accents: ``Réglé`` and ``regle`` are the same word."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The words of a cleaned text, folded; an elided article is a word of its own."""
    return _WORD.findall(_ELISION.sub(r"\1 ", fold(text)))


def has_words(text: str) -> bool:
    """Whether there is anything to match: at least one letter."""
    return any(char.isalpha() for char in text)


def _is_noise(char: str) -> bool:
    """Control characters, private use, surrogates and symbols such as emoji; not punctuation."""
    return unicodedata.category(char) in {"Cc", "Cf", "Co", "Cs", "Cn", "So", "Sk"}
