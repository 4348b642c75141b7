"""From what somebody typed to what is compared: Slack markup away, spelling made comparable.

``clean`` is what encoders read (accents and case stay), ``words`` what is counted.
"""

import re
import unicodedata

LONGEST = 4000
"""Characters of a message that are looked at; Slack's own limit for what people type."""

_SPECIAL = re.compile(r"<([@#!])([^<>|]*)(?:\|([^<>]*))?>")
_LINK = re.compile(r"<((?:https?|mailto):[^<>|]*)(?:\|([^<>]*))?>")
_BARE_LINK = re.compile(r"\bhttps?://\S*")
_CODE = re.compile(r"```.*?```|`[^`\n]*`", re.DOTALL)
_EMOJI_CODE = re.compile(r":[a-z0-9_+'-]{2,40}(?:::skin-tone-\d)?:")
_ENTITY = re.compile("&(amp|lt|gt);")
_ENTITIES = {"amp": "&", "lt": "<", "gt": ">"}
_MARKUP_START = re.compile(r"<(?=[@#!]|https?:|mailto:)|&(?=(?:amp|lt|gt);)")
_PLAIN = re.compile(r"[0-9A-Za-zÀ-ÖØ-öø-ÿœŒ ,.;?!()'%-]*")
"""Text that nothing below would change but for its spaces: most of what people type."""
_APOSTROPHES = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'"})
_ELISION = re.compile(r"\b(l|d|j|m|t|s|n|c|qu|jusqu|lorsqu|puisqu|quoiqu|aujourd)'(?=\w)")
_LINES = re.compile(r"(\S)[^\S\n]*\n\s*")
_NOISE = frozenset({"Cc", "Co", "Cs", "Cn", "So", "Sk"})
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")


def clean(text: str) -> str:
    """One line without mentions, link addresses, code and emoji; at most ``LONGEST`` characters.

    A link keeps its label. Slack's three entities are undone once. A cleaned text cleaned again
    stays what it is: what somebody typed to look like markup is taken apart by a space.
    """
    text = text[: 2 * LONGEST]
    if _PLAIN.fullmatch(text):
        return " ".join(text.split())[:LONGEST].rstrip()
    return without_markup(text)


def without_markup(text: str) -> str:
    """``clean`` for texts that may hold anything."""
    text = _LINK.sub(lambda found: f" {found[2] or ' '} ", text)
    text = _SPECIAL.sub(lambda found: f" {(found[3] or '') if found[1] == '#' else ''} ", text)
    text = _CODE.sub(" ", text)
    text = _ENTITY.sub(lambda found: _ENTITIES[found[1]], text).translate(_APOSTROPHES)
    text = "".join(_plain(char) for char in text)
    text = _BARE_LINK.sub(" ", _EMOJI_CODE.sub(" ", text))
    text = _LINES.sub(_sentence_end, text.strip())
    text = _MARKUP_START.sub(lambda found: f"{found[0]} ", " ".join(text.split()))
    return text[:LONGEST].rstrip()


def _sentence_end(found: re.Match[str]) -> str:
    """A line break ends a sentence: what follows is another thought."""
    return f"{found[1]} " if found[1] in ".!?…:;," else f"{found[1]}. "


def fold(text: str) -> str:
    """Lower case without accents: ``Réglé`` and ``regle`` are the same word."""
    if text.isascii():
        return text.lower()
    plain = unicodedata.normalize("NFKD", text).casefold().replace("œ", "oe")
    decomposed = unicodedata.normalize("NFKD", plain)
    return "".join(char for char in decomposed if not unicodedata.combining(char))


def words(text: str) -> list[str]:
    """The words of a cleaned text, folded; an elided article is a word of its own."""
    return _WORD.findall(_ELISION.sub(r"\1 ", fold(text)))


def has_words(text: str) -> bool:
    """Whether there is anything to match: at least one letter."""
    return any(char.isalpha() for char in text)


def _plain(char: str) -> str:
    """Symbols such as emoji, private use and control characters become a space, a line break
    stays; marks that nobody sees (text direction, soft hyphens, emoji styles) go altogether."""
    kind = unicodedata.category(char)
    if kind == "Cf" or "\ufe00" <= char <= "\ufe0f":
        return ""
    return " " if char != "\n" and kind in _NOISE else char
