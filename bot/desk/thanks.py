"""Whether a message only closes the conversation, so that it opens no case again."""

import re
from functools import cache
from pathlib import Path

from converter.content import read, wrong

WORDS = Path(__file__).parent / "thanks.toml"
LONGEST = 200
"""Characters; who writes more has something to say."""

_SKIN = re.compile(r":skin-tone-[2-6]:|[\U0001f3fb-\U0001f3ff\ufe0e\ufe0f\u200d]")
_MENTION = re.compile(r"<[@!][^<>]*>")
_WORD = re.compile(r"[^\W_]+(?:['-][^\W_]+)*")
_BETWEEN = re.compile(r"[\s.,;:!…·*_~\u2013\u2014-]*")
_NAMED = re.compile(r"\b(?:thanks|thank you|cheers|merci)(?: beaucoup)? ([^\W\d_]+)", re.IGNORECASE)


class Phrases:
    """Those of a file, by their words. Raises ContentError."""

    def __init__(self, path: Path) -> None:
        content = read(path)
        for key in ("closing", "along", "signs"):
            if not all(isinstance(one, str) and one for one in content.get(key, [None])):
                raise wrong(path, key, "needs a list of phrases")
        along, closing = (
            dict.fromkeys(content["along"], False),
            dict.fromkeys(content["closing"], True),
        )
        self._closing = along | closing
        self._most = max(phrase.count(" ") for phrase in self._closing) + 1
        signs = sorted(content["signs"], key=len, reverse=True)
        self.sign = re.compile("|".join(re.escape(sign) for sign in signs))

    def close(self, words: list[str]) -> bool:
        """Whether the words are phrases throughout, and one of them closes."""
        # How many words from the first on can be read as phrases, and whether one of these closes.
        reached: dict[int, bool] = {0: False}
        for start in range(len(words)):
            if start not in reached:
                continue
            for end in range(start + 1, min(start + self._most, len(words)) + 1):
                closes = self._closing.get(" ".join(words[start:end]))
                if closes is not None:
                    reached[end] = reached.get(end, False) or reached[start] or closes
        return reached.get(len(words), False)


@cache
def _phrases() -> Phrases:
    return Phrases(WORDS)


def only_thanks(text: str) -> bool:
    """“Thanks!”, « merci beaucoup, bonne journée », 👍; not “thanks, but it still fails”.

    Mentions and a name right after a word of thanks do not count; a question mark always does.
    """
    if len(text) > LONGEST or "?" in text:
        return False
    text = _SKIN.sub("", _MENTION.sub(" ", text.replace("’", "'")))
    text, signs = _phrases().sign.subn(" ", text)
    words = _WORD.findall(text)
    if _BETWEEN.sub("", _WORD.sub("", text)):
        return False
    if not words:
        return signs > 0
    return any(
        _phrases().close([word.casefold() for word in some])
        for some in (words, _without_a_name(text, words))
    )


def _without_a_name(text: str, words: list[str]) -> list[str]:
    named = _NAMED.search(text)
    if named is None or not named[1].istitle() or named[1] not in words:
        return words
    place = words.index(named[1])
    return words[:place] + words[place + 1 :]
