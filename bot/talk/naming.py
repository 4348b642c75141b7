"""The automation that a sentence names: "convert my welcome series please" -> "welcome series"."""

import re

_QUOTED = re.compile(
    r"\"([^\"]+)\"|“([^”]+)”|«\s*([^»]+?)\s*»"
    r"|(?<!\w)'((?:[^']|'(?=\w))+)'(?!\w)"
)
_OPENING = re.compile(
    r"^(?:(?:please|hello|hi|hey|bonjour|salut|stp|svp|s'il (?:te|vous) pla[iî]t|ok|so|alors)"
    r"[\s,!]+)*"
    r"(?:(?:can|could|would|will) you\s+(?:please\s+)?|i(?:'d| would) like (?:you )?to\s+"
    r"|i want (?:you )?to\s+|i need (?:you )?to\s+|let'?s\s+|help me (?:to )?"
    r"|(?:peux-tu|pouvez-vous|pourrais-tu|pourriez-vous|tu peux|vous pouvez|peut-on|on peut)\s+"
    r"|(?:je (?:veux|voudrais|souhaite|souhaiterais|dois)|j'aimerais|il faut)\s+"
    r"(?:que (?:tu|vous)\s+)?"
    r"|(?:aide-moi|aidez-moi) à\s+)?"
    r"(?:me\s+|m')?"
    r"(?:convert|check|analy[sz]e|migrate|audit|look at|test|transform|move|turn"
    r"|converti[rst]?|convertiss(?:ez|e)|vérifie[rz]?|verifie[rz]?|analyse[rz]?|migre[rz]?"
    r"|transforme[rz]?|regarde[rz]?|teste[rz]?|audite[rz]?|passe[rz]?|contrôle[rz]?)"
    r"(?:-(?:moi|nous|la|le|les))*\s+",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"^(?:(?:an?|one|the|my|our|this|that|these|of|for me|it|them)(?:\s+|$)"
    r"|(?:une?|le|la|les|mon|ma|mes|notre|nos|cette|ce|cet|de|du|des|votre|celle-ci|ça)(?:\s+|$)"
    r"|l'\s*|d'\s*)+",
    re.IGNORECASE,
)
_KIND = (
    r"(?:classic\s+)?(?:automations?|workflows?|sequences?|flows?|e-?mails?)"
    r"|(?:automatisations?|automations?|scénarios?|séquences?)(?:\s+classiques?)?"
)
_CALLED = re.compile(
    rf"^(?:{_KIND})\s+(?:called|named|that is called|appelée?|nommée?|qui s'appelle|intitulée?)\s+",
    re.IGNORECASE,
)
_KIND_FIRST = re.compile(rf"^(?:{_KIND})\s+(?=\S)", re.IGNORECASE)
_KIND_ALONE = re.compile(rf"^(?:{_KIND})?$", re.IGNORECASE)
_ENDING = re.compile(
    r"(?:[\s,]+(?:please|for me|now|thanks|thank you|(?:in)?to (?:an?|the) (?:customer )?"
    r"(?:journey|flow|automation flow)s?|stp|svp|s'il (?:te|vous) pla[iî]t|merci|pour moi"
    r"|maintenant|en (?:un )?(?:parcours|flux|journey)(?: clients?)?(?: d'automatisation)?"
    rf"|{_KIND}))*[\s.!?…]*$",
    re.IGNORECASE,
)
_WORD = re.compile(r"\w")
LONGEST = 300


def names_in(text: str) -> tuple[str, ...]:
    """What may be an automation's name in ``text``, the likeliest first: what stands in quotes,
    then what is left without the verb, the articles and the courtesies. Empty for none."""
    flat = " ".join(text.replace("’", "'").split())[: LONGEST * 2]
    found = [next(part for part in match.groups() if part) for match in _QUOTED.finditer(flat)]
    opening = _OPENING.match(flat)
    if opening is not None:
        shorter = _without_frame(flat[opening.end() :])
        found += [shorter] if not found and not _KIND_ALONE.match(shorter) else []
    names = (name.strip()[:LONGEST] for name in found)
    return tuple(dict.fromkeys(name for name in names if _WORD.search(name)))


def _without_frame(text: str) -> str:
    text = _ENDING.sub("", text)
    for part in (_ARTICLE, _CALLED, _KIND_FIRST, _ARTICLE):
        text = part.sub("", text)
    return text.strip(" .,!?")
