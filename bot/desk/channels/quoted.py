"""What somebody newly wrote in a reply, without what it answers and without the signature.

In doubt text stays: a quotation too many is a nuisance, a sentence too few is a loss.
"""

import re

_QUOTE = re.compile(r"[ \t]{0,3}>")
_SIGNATURE = re.compile(r"--[ \t\xa0]?")
_DEVICE = re.compile(
    r"(Sent from my|Get Outlook for|Envoyé de mon|Envoyé depuis mon|Obtenez Outlook)\b"
)
_WHEN = re.compile(r"[0-9]{4}|[0-9]{1,2}[:h.][0-9]{2}")
_ORIGINAL = {
    "original message",
    "forwarded message",
    "message d'origine",
    "message original",
    "message transféré",
}
"""Between two rows of hyphens."""
_HEADERS = (
    ("From:", ("Sent:", "Date:", "To:")),
    ("De :", ("Envoyé :", "Date :", "À :")),
    ("De:", ("Envoyé:", "Date:", "À:")),
)
"""The first line above what Outlook quotes, and how one of the next two begins."""
_ENDS = ("wrote:", "a écrit :")
_MOST_LINES_OF_ATTRIBUTION = 4
_LONGEST_LINE = 400


def new_text(text: str) -> str:
    """The new part. All of it, where nothing would be left."""
    whole = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [line.replace("\x00", "") for line in whole.split("\n")]
    kept = "\n".join(_without_signature(_without_quotes(lines))).strip()
    return kept or "\n".join(lines).strip()


def _without_quotes(lines: list[str]) -> list[str]:
    kept: list[str] = []
    something = False
    at = 0
    while at < len(lines):
        if _QUOTE.match(lines[at]):
            at += 1
            continue
        after = _attribution(lines, at)
        if after is not None and _quoted_from(lines, after):
            at = after  # only the quotation below it goes: an answer may stand under that
            continue
        if something and (after is not None or _old_message(lines, at)):
            break
        something = something or bool(lines[at].strip())
        kept.append(lines[at])
        at += 1
    return kept


def _attribution(lines: list[str], at: int) -> int | None:
    """“On … wrote:”, on one line or wrapped: the number of the line after it."""
    if not lines[at].lstrip().startswith(("On ", "Le ", "On\xa0", "Le\xa0")):
        return None
    said = ""
    for number in range(at, min(at + _MOST_LINES_OF_ATTRIBUTION, len(lines))):
        line = lines[number].strip().replace("\xa0", " ").replace("\u202f", " ")
        if not line or len(line) > _LONGEST_LINE:
            return None
        said += f" {line}"
        if said.replace("écrit:", "écrit :").endswith(_ENDS):
            return number + 1 if _WHEN.search(said) else None
    return None


def _quoted_from(lines: list[str], at: int) -> bool:
    """Whether what is next is marked as a quotation."""
    following = next((line for line in lines[at : at + 3] if line.strip()), "")
    return _QUOTE.match(following) is not None


def _old_message(lines: list[str], at: int) -> bool:
    line = lines[at].strip().strip("*").replace("\xa0", " ")
    if len(line) > _LONGEST_LINE:
        return False
    if line.startswith("--") and line.strip("-_ ").replace("’", "'").lower() in _ORIGINAL:
        return True
    below = [text.strip().strip("*").replace("\xa0", " ") for text in lines[at + 1 : at + 3]]
    return any(
        line.startswith(first) and any(text.startswith(then) for text in below)
        for first, then in _HEADERS
    )


def _without_signature(lines: list[str]) -> list[str]:
    for at, line in enumerate(lines):
        if _SIGNATURE.fullmatch(line) and any(above.strip() for above in lines[:at]):
            return lines[:at]
    last = max((at for at, line in enumerate(lines) if line.strip()), default=-1)
    if last > 0 and _DEVICE.match(lines[last].strip()) and any(map(str.strip, lines[:last])):
        return lines[:last]
    return lines
